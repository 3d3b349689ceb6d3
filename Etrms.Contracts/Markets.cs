using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Market;

namespace Etrms.Contracts;

/// <summary>What the market analysis knows now: the channel market and GET /market. Whatever is null is unknown, and reason says why.</summary>
/// <param name="At">Our clock when it was worked out: its age counts from there.</param>
/// <param name="Reason">Why no contract is followed; null when some are.</param>
public sealed record MarketAnalysisView(
    IReadOnlyList<ContractMarketView> Contracts, IReadOnlyList<CorrelationBriefView> Correlations, DateTimeOffset At, string? Reason)
{
    /// <summary>Which set of parameters per regime each contract of an applied backtest calls for now.</summary>
    public IReadOnlyList<SetChoiceView> Sets { get; init; } = [];
}

/// <summary>One contract.</summary>
public sealed record ContractMarketView
{
    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    /// <summary>One per length of candle, shortest first; the shortest drives limits.</summary>
    public required IReadOnlyList<RegimeView> Regimes { get; init; }

    public required LiquidityView Liquidity { get; init; }

    public CorrelationRegime? Correlation { get; init; }

    public required MarketAdviceView Advice { get; init; }

    public IReadOnlyList<RecommendationView> Recommendations { get; init; } = [];

    /// <summary>Why something is not known; null when everything is.</summary>
    public string? Reason { get; init; }
}

/// <summary>State and volatility by the candles of one length.</summary>
public sealed record RegimeView
{
    /// <summary>Such as 15m.</summary>
    public required string Timeframe { get; init; }

    /// <summary>Null when unknown or when the newest candle is too old.</summary>
    public MarketState? State { get; init; }

    /// <summary>Candles for which it has lasted.</summary>
    public int? Bars { get; init; }

    /// <summary>Market time since which it has lasted.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>1 upward, -1 downward, 0 neither.</summary>
    public int? Direction { get; init; }

    /// <summary>What the newest candle did to it.</summary>
    public RegimeTurn? Turn { get; init; }

    /// <summary>ADX, 0 to 100.</summary>
    public decimal? TrendStrength { get; init; }

    /// <summary>Volatility over its own median.</summary>
    public decimal? VolatilityRatio { get; init; }

    /// <summary>How likely each state is after the next candle; empty while too few changes were seen.</summary>
    public IReadOnlyList<StateChanceView> Next { get; init; } = [];

    /// <summary>Null while no model of hidden states holds; GET /market/phases says why.</summary>
    public PhaseBriefView? Phase { get; init; }

    /// <summary>Close to close, per year; 0.6 is 60 %.</summary>
    public decimal? Volatility { get; init; }

    /// <summary>Share of the volatilities before it that were lower.</summary>
    public decimal? VolatilityRank { get; init; }

    public VolatilityRegime? VolatilityRegime { get; init; }

    /// <summary>Market time at which the newest candle ended; null before the first.</summary>
    public DateTimeOffset? EndAt { get; init; }
}

public sealed record StateChanceView(MarketState State, decimal Probability);

/// <summary>The newest book against those of the last hour. Depth in quote units, within the stated distance from the middle.</summary>
public sealed record LiquidityView
{
    /// <summary>Our clock; null without a fresh book.</summary>
    public DateTimeOffset? At { get; init; }

    public decimal? Mid { get; init; }

    public decimal? SpreadBps { get; init; }

    public decimal? Microprice { get; init; }

    public decimal? BidDepth { get; init; }

    public decimal? AskDepth { get; init; }

    public required decimal DepthWithinBps { get; init; }

    /// <summary>Depth over the usual, less where the spread is wider than usual; 1 is usual. Null while too few books were seen.</summary>
    public decimal? Score { get; init; }

    public LiquidityRegime? Regime { get; init; }

    /// <summary>Null while too few books were seen.</summary>
    public BookDeviationView? Deviation { get; init; }

    /// <summary>Large levels that stand now, bids first, largest first; not more than eight.</summary>
    public IReadOnlyList<WallView> Walls { get; init; } = [];
}

/// <summary>What a market calls for and how much of it the configuration lets take effect. Shares of what is configured; no way leads above 1.</summary>
/// <param name="Size">Share of its size at which new risk should pass.</param>
/// <param name="Stop">Times the usual distance at which a stop belongs; at the cut size it loses no more.</param>
/// <param name="Drawdown">Share of the configured drawdown that should be tolerated.</param>
/// <param name="SizeInForce">The same as far as markets.size_cut and markets.stop_widening let it.</param>
/// <param name="StopInForce">As far as markets.stop_widening lets stops of new positions go; the size in force is cut for it.</param>
/// <param name="DrawdownInForce">As far as markets.drawdown_cut lets it.</param>
/// <param name="Reason">What calls for it; null when nothing does.</param>
public sealed record MarketAdviceView(
    decimal Size, decimal Stop, decimal Drawdown, decimal SizeInForce, decimal StopInForce, decimal DrawdownInForce, string? Reason);

/// <summary>A recommendation; it does nothing by itself.</summary>
/// <param name="Topic">SIZING, STRATEGY, EXECUTION or RISK.</param>
/// <param name="Advice">In a word or two.</param>
/// <param name="Why">What it follows from.</param>
public sealed record RecommendationView(string Topic, string Advice, string Why);

/// <summary>How much the contracts of a venue move as one.</summary>
/// <param name="Mean">Mean of all pairs; null when unknown.</param>
/// <param name="EffectiveRank">Independent contracts that would be as diverse.</param>
/// <param name="EndAt">Market time at which the newest common candle ended.</param>
public sealed record CorrelationBriefView(
    Exchange Exchange, string Timeframe, int Contracts, decimal? Mean, decimal? EffectiveRank, CorrelationRegime? Regime, DateTimeOffset? EndAt, string? Reason);

/// <summary>GET /market/regimes: the states that a contract went through, oldest first, and what it did in each.</summary>
/// <param name="Performance">Of the candles that the analysis holds; null while it has none.</param>
public sealed record RegimeHistoryView(
    Exchange Exchange, string Symbol, string Timeframe, IReadOnlyList<StateSpellView> Spells, IReadOnlyList<StatePerformanceView>? Performance,
    DateTimeOffset? At, string? Reason)
{
    /// <summary>What followed each state; empty while nothing is held.</summary>
    public IReadOnlyList<StateMovesView> Moves { get; init; } = [];
}

/// <param name="From">Market time.</param>
/// <param name="Until">Market time up to which it is known to have lasted.</param>
public sealed record StateSpellView(MarketState State, DateTimeOffset From, DateTimeOffset Until, int Bars);

/// <summary>Returns of the candles that followed one in a state, so that nothing later than the state is in it.</summary>
/// <param name="MeanReturn">Log return per candle.</param>
/// <param name="Deviation">Of those returns.</param>
/// <param name="TotalReturn">Their sum.</param>
public sealed record StatePerformanceView(MarketState State, int Bars, decimal? MeanReturn, decimal? Deviation, decimal TotalReturn);

/// <summary>GET /market/volatility.</summary>
public sealed record VolatilityHistoryView
{
    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    public required string Timeframe { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<VolatilityPointView> Points { get; init; }

    /// <summary>Null while unknown.</summary>
    public MarketDetailView? Detail { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>Why there is nothing; null when there is something.</summary>
    public string? Reason { get; init; }
}

/// <summary>Volatilities per year by estimator; null where undefined.</summary>
/// <param name="At">Market time at which the candle ended.</param>
public sealed record VolatilityPointView(
    DateTimeOffset At, decimal? CloseToClose, decimal? Ewma, decimal? Parkinson, decimal? GarmanKlass, decimal? RogersSatchell, decimal? YangZhang,
    decimal? Rank, VolatilityRegime? Regime);

/// <summary>What is worked out once per candle.</summary>
public sealed record MarketDetailView
{
    /// <summary>Market time at which the newest candle ended.</summary>
    public required DateTimeOffset EndAt { get; init; }

    public required IReadOnlyList<ConeWindowView> Cone { get; init; }

    /// <summary>What a GARCH(1,1) expects by horizon; empty where none fits.</summary>
    public required IReadOnlyList<TermPointView> Term { get; init; }

    /// <summary>Null where shocks do not die out.</summary>
    public decimal? LongRunVolatility { get; init; }

    /// <summary>Candles after which half of a shock is left; null where shocks do not die out.</summary>
    public decimal? HalfLife { get; init; }

    public bool IsNearIntegrated { get; init; }

    public required IReadOnlyList<StatePerformanceView> Performance { get; init; }

    /// <summary>The newest candles, oldest first.</summary>
    public required IReadOnlyList<CandleView> Candles { get; init; }

    /// <summary>Volume by price over those candles; null when nothing traded.</summary>
    public VolumeProfileView? Profile { get; init; }

    /// <summary>What followed each state; empty in what an earlier release stored.</summary>
    public IReadOnlyList<StateMovesView> Moves { get; init; } = [];

    /// <summary>Null while no model of hidden states holds.</summary>
    public PhasesView? Phases { get; init; }

    /// <summary>Why there are no hidden states; null when there are.</summary>
    public string? PhasesReason { get; init; }

    /// <summary>Changes of volatility, newest first.</summary>
    public IReadOnlyList<VolatilityShiftView> Shifts { get; init; } = [];

    /// <summary>Null in what an earlier release stored.</summary>
    public ShapesView? Shapes { get; init; }
}

/// <summary>Volatility over windows of one length, per year.</summary>
/// <param name="Window">Returns in a window.</param>
/// <param name="Quantiles">At 5, 10, 25, 50, 75, 90 and 95 %.</param>
/// <param name="Rank">Share of the windows that were not above the current one.</param>
public sealed record ConeWindowView(
    int Window, int Count, decimal Least, IReadOnlyList<decimal> Quantiles, decimal Most, decimal Mean, decimal Current, decimal Rank);

/// <param name="Bars">Candles ahead.</param>
/// <param name="Volatility">Per year.</param>
public sealed record TermPointView(int Bars, decimal Volatility);

/// <summary>How much traded about which price; the volume of a candle counts at its typical price, which is crude.</summary>
/// <param name="Control">Price with the most volume.</param>
/// <param name="Low">Lower end of the area that holds 70 %.</param>
/// <param name="High">Upper end.</param>
public sealed record VolumeProfileView(IReadOnlyList<VolumeBucketView> Buckets, decimal Control, decimal Low, decimal High);

/// <param name="Price">Middle of the bucket.</param>
/// <param name="Volume">Base units.</param>
public sealed record VolumeBucketView(decimal Price, decimal Volume);

/// <summary>GET /market/correlation: the newest matrix of a venue and how its mean went.</summary>
/// <param name="Symbols">Of rows and columns; empty while unknown.</param>
/// <param name="Matrix">Row by row.</param>
/// <param name="Returns">That it was taken over.</param>
/// <param name="At">Market time at which the newest common candle ended.</param>
/// <param name="Course">Oldest first.</param>
public sealed record CorrelationHistoryView(
    Exchange Exchange, string Timeframe, IReadOnlyList<string> Symbols, IReadOnlyList<IReadOnlyList<decimal>> Matrix, int Returns, DateTimeOffset? At,
    IReadOnlyList<CorrelationPointView> Course, string? Reason);

public sealed record CorrelationPointView(DateTimeOffset At, decimal Mean, decimal EffectiveRank, CorrelationRegime Regime);

/// <summary>GET /market/liquidity: the newest stored book of a contract, what orders of several sizes would cost in it, and how liquidity went.</summary>
public sealed record LiquidityHistoryView
{
    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    /// <summary>Null while no book was stored.</summary>
    public BookView? Book { get; init; }

    public IReadOnlyList<SlippageView> Slippage { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<LiquidityPointView> Points { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The best levels of a book.</summary>
/// <param name="At">Our clock when it was told.</param>
public sealed record BookView(DateTimeOffset At, decimal Mid, IReadOnlyList<BookLevelView> Bids, IReadOnlyList<BookLevelView> Asks);

/// <param name="Quantity">Base units.</param>
public sealed record BookLevelView(decimal Price, decimal Quantity);

/// <summary>Cost of a market order against the middle of the book, without fees.</summary>
/// <param name="Notional">In quote units.</param>
/// <param name="BuyBps">Null when nothing can be bought.</param>
/// <param name="BuyUnfilled">What the visible book does not hold, in quote units; it is never priced.</param>
public sealed record SlippageView(decimal Notional, decimal? BuyBps, decimal BuyUnfilled, decimal? SellBps, decimal SellUnfilled);

/// <param name="At">Our clock.</param>
public sealed record LiquidityPointView(
    DateTimeOffset At, decimal SpreadBps, decimal BidDepth, decimal AskDepth, decimal? Score, LiquidityRegime? Regime);

/// <summary>GET /market/slippage: one order through the newest stored book.</summary>
/// <param name="BookAt">Our clock when the book was told; it may be some seconds old.</param>
/// <param name="AveragePrice">Null when nothing is filled.</param>
/// <param name="SlippageBps">Against the middle, without fees; null when nothing is filled.</param>
/// <param name="Unfilled">What the visible book does not hold, in quote units; it is never priced.</param>
/// <param name="Levels">Levels that would be touched.</param>
public sealed record SlippageEstimateView(
    Exchange Exchange, string Symbol, bool IsBuy, decimal Notional, DateTimeOffset BookAt, decimal Mid, decimal? AveragePrice, decimal? WorstPrice,
    decimal? SlippageBps, decimal Unfilled, int Levels);
