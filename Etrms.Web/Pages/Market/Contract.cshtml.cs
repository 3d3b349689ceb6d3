using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Market;

/// <summary>One market: its states, volatility and book, with calculators for the size of a position and the cost of an order.</summary>
public sealed class ContractModel(EtrmsApi api) : PortalPage
{
    /// <summary>Parts of the page by their name in the address.</summary>
    public static readonly IReadOnlyList<(string Key, string Text)> Parts = [("regime", "Regime"), ("volatility", "Volatility"), ("liquidity", "Liquidity")];

    private const int ShownFindings = 30;

    /// <summary>A quarter of an hour.</summary>
    private const int ShownBooks = 90;

    [BindProperty(SupportsGet = true)]
    public Exchange Exchange { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Symbol { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Timeframe { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Part { get; set; }

    /// <summary>What the trader is ready to lose, in quote units.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? Risk { get; set; }

    /// <summary>Distance of the stop in deviations of one candle.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? Deviations { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? Notional { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Side { get; set; }

    public ContractMarketView? Contract { get; private set; }

    /// <summary>Sets of applied backtests that this market selects.</summary>
    public IReadOnlyList<SetChoiceView> Sets { get; private set; } = [];

    public RegimeHistoryView? Regimes { get; private set; }

    public MarketPhasesView? Phases { get; private set; }

    public MarketChartView? Chart { get; private set; }

    public VolatilityHistoryView? Volatility { get; private set; }

    public LiquidityHistoryView? Liquidity { get; private set; }

    public SlippageEstimateView? Estimate { get; private set; }

    public ApiProblem? EstimateProblem { get; private set; }

    public PositionSizing? Sizing { get; private set; }

    public string ChosenPart => Parts.Any(part => part.Key == Part) ? Part! : "regime";

    public IReadOnlyList<string> Timeframes => [.. (Contract?.Regimes ?? []).Select(regime => regime.Timeframe)];

    public string ChosenTimeframe => Timeframes.Contains(Timeframe, StringComparer.Ordinal) ? Timeframe! : Timeframes.Count > 0 ? Timeframes[0] : "15m";

    public RegimeView? Regime => Contract?.Regimes.FirstOrDefault(regime => regime.Timeframe == ChosenTimeframe);

    public SvgChart? Timeline { get; private set; }

    public SvgChart? Course { get; private set; }

    public SvgChart? Cone { get; private set; }

    public SvgChart? Term { get; private set; }

    public SvgChart? Profile { get; private set; }

    public SvgChart? PhaseCourse { get; private set; }

    public SvgChart? Depth { get; private set; }

    public SvgChart? Heat { get; private set; }

    /// <summary>Why there is no picture of the books; null when there is one.</summary>
    public string? HeatReason { get; private set; }

    public BookFindingsView? Findings { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var market = await api.GetMarketAsync(cancellationToken);
        Contract = market.Value?.Contracts.FirstOrDefault(contract => contract.Exchange == Exchange && contract.Symbol == Symbol);
        Sets = [.. (market.Value?.Sets ?? []).Where(set => set.Exchange == Exchange && set.Symbol == Symbol)];
        Problem = market.Problem;
        await (ChosenPart switch
        {
            "volatility" => ReadVolatilityAsync(cancellationToken),
            "liquidity" => ReadLiquidityAsync(cancellationToken),
            _ => ReadRegimesAsync(cancellationToken),
        });
    }

    public string AddressOf(string part, string timeframe) => $"{IndexModel.AddressOf(Exchange, Symbol)}?part={part}&timeframe={timeframe}";

    private async Task ReadRegimesAsync(CancellationToken cancellationToken)
    {
        var chart = api.GetMarketChartAsync(Exchange, Symbol, ChosenTimeframe, cancellationToken);
        var phases = api.GetPhasesAsync(Exchange, Symbol, ChosenTimeframe, cancellationToken);
        var answer = await api.GetRegimesAsync(Exchange, Symbol, ChosenTimeframe, cancellationToken);
        (Regimes, Problem) = (answer.Value, Problem ?? answer.Problem);
        Timeline = StateTimeline.Draw(Symbol, Regimes?.Spells ?? []);
        (Chart, Phases) = ((await chart).Value, (await phases).Value);
        Profile = ProfileCandles.Draw(Symbol, Chart?.Candles ?? [], Chart?.Profile, Chart?.Shapes);
        PhaseCourse = MarketCharts.Phases(Phases?.Phases);
    }

    private async Task ReadVolatilityAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetVolatilityAsync(Exchange, Symbol, ChosenTimeframe, cancellationToken);
        (Volatility, Problem) = (answer.Value, Problem ?? answer.Problem);
        if (Volatility is { } history)
        {
            Course = MarketCharts.Volatility(history.Points);
            Cone = MarketCharts.Cone(history.Detail?.Cone ?? []);
            Term = MarketCharts.Term(history.Detail);
        }

        Sizing = PositionSizing.Of(Contract, Regime, Risk, Deviations);
    }

    private async Task ReadLiquidityAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetLiquidityAsync(Exchange, Symbol, cancellationToken);
        (Liquidity, Problem) = (answer.Value, Problem ?? answer.Problem);
        Depth = MarketCharts.Depth(Liquidity?.Points ?? []);
        var findings = api.GetFindingsAsync(Exchange, Symbol, ShownFindings, cancellationToken);
        var heat = await api.GetHeatmapAsync(Exchange, Symbol, ShownBooks, cancellationToken);
        (Heat, HeatReason) = (heat.Value is { } books ? BookHeatChart.Draw(books) : null, heat.Value is { } known ? known.Reason : heat.Problem?.Detail);
        Findings = (await findings).Value;
        if (Notional is { } notional)
        {
            var estimate = await api.GetSlippageAsync(Exchange, Symbol, Side != "sell", notional, cancellationToken);
            (Estimate, EstimateProblem) = (estimate.Value, estimate.Problem);
        }
    }
}

/// <summary>A size and the stop that goes with it.</summary>
/// <param name="Distance">Of the stop, as a fraction of the price.</param>
/// <param name="Quantity">Base units.</param>
/// <param name="Loss">At the stop, in quote units.</param>
public sealed record SizedStop(decimal Distance, decimal StopBelow, decimal StopAbove, decimal Notional, decimal Quantity, decimal Loss)
{
    /// <summary>Null where a short could not reach its stop, nor a long without becoming worthless.</summary>
    public static SizedStop? Of(decimal price, decimal distance, decimal notional) => distance >= 1
        ? null
        : new SizedStop(distance, price * (1 - distance), price * (1 + distance), notional, notional / price, notional * distance);
}

/// <summary>A size at which a stop some deviations away loses what the trader is ready to lose.</summary>
/// <param name="Called">With the size and the stop that the market calls for, which loses no more; null when it calls for nothing.</param>
/// <param name="InForce">With what of that the configuration lets take effect; null when it lets nothing.</param>
public sealed record PositionSizing(SizedStop Plain, SizedStop? Called, SizedStop? InForce)
{
    private const decimal UsualDeviations = 3;
    private const double SecondsPerYear = 365 * 86_400;

    /// <summary>Null until something is asked, and where price or volatility are unknown.</summary>
    public static PositionSizing? Of(ContractMarketView? contract, RegimeView? regime, decimal? risk, decimal? deviations)
    {
        var (times, seconds) = (deviations ?? UsualDeviations, TimeframeText.LengthOf(regime?.Timeframe ?? "")?.TotalSeconds);
        if (contract?.Liquidity.Mid is not > 0 || regime?.Volatility is not > 0 || risk is not > 0 || times is not (> 0 and <= 100) || seconds is null)
        {
            return null;
        }

        var mid = contract.Liquidity.Mid.Value;
        var perCandle = regime.Volatility.Value * (decimal)Math.Sqrt(seconds.Value / SecondsPerYear);
        var distance = times * perCandle;
        var notional = risk.Value / distance;
        var advice = contract.Advice;
        return SizedStop.Of(mid, distance, notional) is not { } plain ? null : new PositionSizing(
            plain,
            advice.Reason is null ? null : SizedStop.Of(mid, distance * advice.Stop, notional * Math.Min(advice.Size, 1 / advice.Stop)),
            advice is { SizeInForce: 1, StopInForce: 1 } ? null
                : SizedStop.Of(mid, distance * advice.StopInForce, notional * Math.Min(advice.SizeInForce, 1 / advice.StopInForce)));
    }
}
