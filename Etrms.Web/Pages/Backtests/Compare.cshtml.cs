using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

/// <summary>Up to five results beside each other.</summary>
public sealed class CompareModel(EtrmsApi api) : PortalPage
{
    public const int Most = 5;

    /// <summary>Those that were ticked.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public IReadOnlyList<Guid> Ids { get; set; } = [];

    public IReadOnlyList<BacktestView> Backtests { get; private set; } = [];

    public SvgChart? Growth { get; private set; }

    /// <summary>Names of the figures that any of them has, in the order of the first.</summary>
    public IReadOnlyList<string> Figures { get; private set; } = [];

    public bool CanCompare => Ids.Count is > 1 and <= Most;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (!CanCompare)
        {
            return;
        }

        var answer = await api.CompareBacktestsAsync(Ids, cancellationToken);
        Problem = answer.Problem;
        Backtests = answer.Value?.Backtests ?? [];
        Growth = BacktestCharts.Growth(Backtests);
        Figures = [.. Backtests.SelectMany(backtest => backtest.Result?.Metrics.Keys ?? []).Distinct(StringComparer.Ordinal)];
    }

    public FigureView? Figure(BacktestView backtest, string name) => backtest.Result?.Metrics.GetValueOrDefault(name);

    public string Title(string name) => Backtests.Select(backtest => Figure(backtest, name)).First(figure => figure is not null)!.Title;
}
