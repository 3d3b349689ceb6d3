using Etrms.Contracts;
using Etrms.Domain.Analysis.Portfolio;
using Etrms.Domain.Market;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Market;

/// <summary>How the money in a venue's contracts could be shared out, beside how the book does. Nothing here trades.</summary>
public sealed class PortfolioModel(EtrmsApi api) : PortalPage
{
    private const decimal Percent = 100;
    private const decimal UsualCap = 50;

    /// <summary>Lengths of candles to choose from when the analysis tells none.</summary>
    private static readonly string[] UsualTimeframes = ["15m", "1h"];

    [BindProperty(SupportsGet = true)]
    public Exchange Exchange { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Timeframe { get; set; }

    /// <summary>Percent.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? Cap { get; set; }

    public PortfolioView? Portfolio { get; private set; }

    public IReadOnlyList<string> Timeframes { get; private set; } = UsualTimeframes;

    public string ChosenTimeframe => string.IsNullOrEmpty(Timeframe) ? Timeframes[0] : Timeframe;

    public decimal ChosenCap => Cap ?? UsualCap;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var market = (await api.GetMarketAsync(cancellationToken)).Value;
        string[] known = [.. (market?.Correlations ?? []).Select(correlation => correlation.Timeframe).Distinct(StringComparer.Ordinal)];
        Timeframes = known.Length > 0 ? known : UsualTimeframes;
        var answer = await api.GetPortfolioAsync(Exchange, ChosenTimeframe, ChosenCap / Percent, cancellationToken);
        (Portfolio, Problem) = (answer.Value, answer.Problem);
    }

    /// <summary>What an allocation is called; null is the book.</summary>
    public static string NameOf(AllocationMethod? method) => method is not { } known ? "Your book" : known switch
    {
        AllocationMethod.MinimumVariance => "Least variance",
        AllocationMethod.EqualRisk => "Equal risk",
        AllocationMethod.HierarchicalRiskParity => "Risk parity by tree",
        AllocationMethod.MaximumDiversification => "Most diversified",
        AllocationMethod.MinimumShortfall => "Least shortfall",
    };
}
