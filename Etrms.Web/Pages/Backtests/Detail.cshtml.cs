using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

/// <summary>One backtest: how far it is, and what came out, tab by tab.</summary>
public sealed class DetailModel(EtrmsApi api, TimeProvider clock) : PortalPage
{
    private const int RowsOfPage = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    /// <summary>Number of the trade that the candles are shown around.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Around { get; set; }

    public BacktestView? Backtest { get; private set; }

    public BacktestResultView? Result => Backtest?.Result;

    public BacktestTradesView? Trades { get; private set; }

    /// <summary>Candles around a trade, or around the first ones of the page; null when they are not stored any more.</summary>
    public SvgChart? TradeChart { get; private set; }

    public BacktestTrialsView? Trials { get; private set; }

    /// <summary>The job that carried it out last, with its log; null on other tabs and before the first run.</summary>
    public JobDetailView? Job { get; private set; }

    public bool IsUnderWay => Backtest?.State is BacktestState.Queued or BacktestState.Running;

    /// <summary>Tabs that have something to show.</summary>
    public IEnumerable<(string Key, string Text)> Tabs
    {
        get
        {
            if (Result is { } result)
            {
                yield return ("overview", "Overview");
                yield return ("equity", "Equity");
                yield return ("trades", "Trades");
                yield return ("breakers", "Breakers");
                if (result.Optimization is not null)
                {
                    yield return ("search", "Optimisation");
                }

                if (result.WalkForward is not null)
                {
                    yield return ("windows", "Windows");
                }

                if (result.MonteCarlo is not null)
                {
                    yield return ("paths", "Paths");
                }

                yield return ("verdict", "Verdict");
                yield return ("data", "Data");
            }

            yield return ("configuration", "Configuration");
            if (Backtest?.JobId is not null)
            {
                yield return ("log", "Log");
            }
        }
    }

    public string ChosenTab => Tabs.Any(tab => tab.Key == Tab) ? Tab! : Tabs.First().Key;

    public string TabUrl(string tab, int offset = 0) => $"/backtests/{Id}?tab={tab}{(offset > 0 ? $"&offset={offset}" : "")}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetBacktestAsync(Id, cancellationToken);
        if (answer.Problem?.IsNotFound == true)
        {
            return NotFound();
        }

        (Problem, Backtest) = (answer.Problem, answer.Value);
        await LoadTabAsync(cancellationToken);
        return Page();
    }

    public Task<IActionResult> OnPostRunAsync(CancellationToken cancellationToken) =>
        DoAsync(api.RunBacktestAsync(Id, cancellationToken), "The run was not started.");

    public Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken) =>
        DoAsync(api.CancelBacktestAsync(Id, cancellationToken), "The run was not cancelled.");

    /// <param name="format">"csv", "json" or "html".</param>
    /// <param name="what">Of CSV: "trades", "equity", "trials" or "metrics".</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<IActionResult> OnGetExportAsync(string? format, string? what, CancellationToken cancellationToken)
    {
        var answer = await api.GetBacktestAsync(Id, cancellationToken);
        var file = answer.Value?.Result is null ? null : await new BacktestFiles(api, clock).MakeAsync(answer.Value, format, what, cancellationToken);
        return file is null ? NotFound() : file;
    }

    private async Task<IActionResult> DoAsync(Task<ApiAnswer<BacktestView>> deed, string otherwise)
    {
        var answer = await deed;
        Notice = answer.IsOk ? null : $"{otherwise} {answer.Problem.Text}";
        return Redirect($"/backtests/{Id}");
    }

    private async Task LoadTabAsync(CancellationToken cancellationToken)
    {
        var from = Math.Max(0, Offset);
        switch (Backtest is null ? "" : ChosenTab)
        {
            case "trades":
                Trades = (await api.GetBacktestTradesAsync(Id, from, RowsOfPage, cancellationToken)).Value;
                TradeChart = Trades is null || Result is null ? null : await new TradePicture(api).DrawAsync(Backtest!, Trades.Trades, Around, cancellationToken);
                break;
            case "search":
                Trials = (await api.GetBacktestTrialsAsync(Id, from, RowsOfPage, cancellationToken)).Value;
                break;
            case "log" when Backtest!.JobId is { } job:
                Job = (await api.GetJobAsync(job, cancellationToken)).Value;
                break;
            default:
                break;
        }
    }
}
