using System.Globalization;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

/// <summary>A new backtest: first its type, then everything else; or a copy of another one.</summary>
public sealed class NewModel(EtrmsApi api, TimeProvider clock) : BacktestForm(api)
{
    private const int UsualDays = 365;
    private const int FallbackDays = 90;
    private const int SearchedParameters = 2;

    private bool _isBegun;

    public override string Action => $"/backtests/new?type={Input.Type}";

    /// <summary>True once it is known what kind of backtest it becomes.</summary>
    public bool IsChosen => _isBegun || HttpMethods.IsPost(Request.Method);

    public async Task<IActionResult> OnGetAsync(BacktestType? type, Guid? from, CancellationToken cancellationToken)
    {
        if (from is { } id)
        {
            var answer = await Api.GetBacktestAsync(id, cancellationToken);
            if (answer.Problem?.IsNotFound == true)
            {
                return NotFound();
            }

            if (answer.IsOk)
            {
                Input = BacktestInput.From(answer.Value.Configuration with { Name = $"{answer.Value.Configuration.Name} (copy)" });
                _isBegun = true;
            }
        }

        Input.Type = type ?? Input.Type;
        await LoadAsync(cancellationToken);
        if (!_isBegun && type is not null)
        {
            _isBegun = true;
            Begin();
        }

        if (IsChosen && Problem is null)
        {
            await CheckAsync(cancellationToken);
        }

        return Page();
    }

    /// <param name="then">"run" starts it at once.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<IActionResult> OnPostAsync(string? then, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!ModelState.IsValid)
        {
            await CheckAsync(cancellationToken);
            return Again();
        }

        var answer = await Api.CreateBacktestAsync(Body, Input.Key, cancellationToken);
        if (!answer.IsOk)
        {
            Input.Key = NextKey(answer.Problem, Input.Key, "Input.Key");
            ShowReasons(answer.Problem.Errors, answer.Problem);
            return Again();
        }

        var started = then == "run" ? await Api.RunBacktestAsync(answer.Value.Id, cancellationToken) : answer;
        Notice = started.Problem is { } problem ? $"{answer.Value.Configuration.Name} is saved, and was not started. {problem.Text}" : null;
        return Redirect($"/backtests/{answer.Value.Id}");
    }

    /// <summary>What is stored makes the first choice: the longest history, its last year.</summary>
    private void Begin()
    {
        var today = clock.GetUtcNow().UtcDateTime.Date;
        var series = Series.FirstOrDefault(row => row.Timeframe == "1h") ?? (Series is [var longest, ..] ? longest : null);
        Input.Exchanges = [series?.Exchange ?? Exchange.Binance];
        Input.Symbols = series?.Symbol ?? "BTCUSDT";
        Input.Timeframe = series?.Timeframe ?? "1h";
        Input.EndDate = series?.LastAt?.UtcDateTime.Date ?? today;
        Input.StartDate = series?.FirstAt is { } first && first.UtcDateTime > Input.EndDate.Value.AddDays(-UsualDays)
            ? first.UtcDateTime.Date.AddDays(first.UtcDateTime.TimeOfDay > TimeSpan.Zero ? 1 : 0)
            : Input.EndDate.Value.AddDays(series is null ? -FallbackDays : -UsualDays);
        Input.Name = $"{(Strategy is null ? "Backtest" : Words.Sentence(Strategy.Title))} on {Input.Symbols}";
        if (Input.Searches)
        {
            foreach (var parameter in Strategy?.Parameters.Where(parameter => parameter.Kind == "integer").Take(SearchedParameters) ?? [])
            {
                Input.Ranges[parameter.Name] = Around(parameter.Default);
            }
        }
    }

    /// <summary>Five values around the default.</summary>
    private static RangeInput Around(string text)
    {
        var value = decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Math.Max(number, 5) : 10;
        var step = Math.Max(1, Math.Round(value / 5));
        return new RangeInput { Start = value - (2 * step), End = value + (2 * step), Step = step };
    }
}
