using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Assistant.Setups.ChartPatterns;
using Etrms.Domain.Market;

namespace Etrms.Contracts;

/// <summary>The likeliest hidden state now.</summary>
/// <param name="State">1 is the calmest.</param>
/// <param name="Of">States of the model.</param>
/// <param name="Probability">By what was seen up to the newest candle.</param>
/// <param name="Next">That it is the state after the next candle.</param>
/// <param name="Bars">Candles for which it has been the likeliest, as far as the stored course goes back.</param>
public sealed record PhaseBriefView(int State, int Of, decimal Probability, decimal Next, int Bars);

/// <summary>GET /market/phases: the hidden states of a contract's returns, by a hidden Markov model that is fitted seldom and filtered with every candle.</summary>
/// <param name="At">Our clock when it was worked out.</param>
/// <param name="Reason">Why there are none; null when there are.</param>
public sealed record MarketPhasesView(Exchange Exchange, string Symbol, string Timeframe, PhasesView? Phases, DateTimeOffset? At, string? Reason)
{
    /// <summary>Changes of volatility, newest first; the hidden states do not know of them.</summary>
    public IReadOnlyList<VolatilityShiftView> Shifts { get; init; } = [];
}

/// <summary>A change of volatility, seen looking back from the newest candle: it is known only some candles after it was, and may be taken back.</summary>
/// <param name="At">Market time at which the first candle after it began.</param>
/// <param name="Before">Volatility per year since the change before.</param>
/// <param name="After">The same up to the next.</param>
public sealed record VolatilityShiftView(DateTimeOffset At, decimal Before, decimal After);

/// <summary>A fitted model and where the market stands in it. Probabilities see nothing later than their candle.</summary>
public sealed record PhasesView
{
    /// <summary>Market time at which the newest candle ended.</summary>
    public required DateTimeOffset EndAt { get; init; }

    /// <summary>Market time at which the newest candle of the fit ended.</summary>
    public required DateTimeOffset FittedAt { get; init; }

    /// <summary>Returns that it was fitted on.</summary>
    public required int Returns { get; init; }

    /// <summary>Calmest first.</summary>
    public required IReadOnlyList<PhaseStateView> States { get; init; }

    /// <summary>Candles for which the likeliest state has been it, as far as the course goes back.</summary>
    public required int Bars { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<PhasePointView> Course { get; init; }
}

/// <summary>A hidden state.</summary>
/// <param name="State">1 is the calmest.</param>
/// <param name="Probability">Now.</param>
/// <param name="Next">After the next candle.</param>
/// <param name="MeanReturn">Log return per candle.</param>
/// <param name="Volatility">Per year; 0.6 is 60 %.</param>
/// <param name="ExpectedBars">Candles that it lasts once it is entered; null where it is never left.</param>
/// <param name="Moves">Probability of each state one candle after this one.</param>
public sealed record PhaseStateView(
    int State, decimal Probability, decimal Next, decimal MeanReturn, decimal Volatility, decimal? ExpectedBars, IReadOnlyList<decimal> Moves);

/// <param name="At">Market time at which the candle ended.</param>
/// <param name="Probabilities">By state, calmest first.</param>
public sealed record PhasePointView(DateTimeOffset At, IReadOnlyList<decimal> Probabilities);

/// <summary>GET /market/chart: the newest candles, where they traded, and the shapes and levels that are known at the newest of them.</summary>
public sealed record MarketChartView
{
    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    public required string Timeframe { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CandleView> Candles { get; init; } = [];

    /// <summary>Null when nothing traded.</summary>
    public VolumeProfileView? Profile { get; init; }

    /// <summary>Null while nothing is stored.</summary>
    public ShapesView? Shapes { get; init; }

    /// <summary>Our clock when it was worked out.</summary>
    public DateTimeOffset? At { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Shapes and levels.</summary>
/// <param name="Patterns">Newest first.</param>
/// <param name="Support">Below the newest close, nearest first.</param>
/// <param name="Resistance">Above it, nearest first.</param>
/// <param name="Swing">Fraction by which a price had to come back from a turning point to make it one; null where nothing moves.</param>
public sealed record ShapesView(
    IReadOnlyList<ChartPatternView> Patterns, IReadOnlyList<PriceLevelView> Support, IReadOnlyList<PriceLevelView> Resistance, decimal? Swing);

/// <summary>A shape that prices made and left. It says what was, not what comes.</summary>
/// <param name="Direction">1 where it was left upward, -1 downward.</param>
/// <param name="From">Market time of its first turning point.</param>
/// <param name="KnownAt">Market time at which the candle ended that left it.</param>
/// <param name="Boundary">The price that was left.</param>
/// <param name="Height">Of the shape, in units of price.</param>
/// <param name="Since">Change of the price from that candle's close to the newest; negative is a fall.</param>
public sealed record ChartPatternView(
    ChartPatternKind Kind, int Direction, DateTimeOffset From, DateTimeOffset KnownAt, decimal Boundary, decimal Height, decimal Since);

/// <summary>A price at which a market has turned.</summary>
/// <param name="Distance">From the newest close, as a fraction of it; negative is below.</param>
/// <param name="Tops">Turning points that were tops.</param>
/// <param name="LastAt">Market time of the newest of them.</param>
public sealed record PriceLevelView(decimal Price, decimal Distance, int Tops, int Bottoms, DateTimeOffset LastAt);

/// <summary>What followed a state of GET /market/regimes.</summary>
/// <param name="Count">Candles in it that another known one followed.</param>
/// <param name="Chances">Share of them after which the next candle was in each state; empty of too few.</param>
/// <param name="MeanBars">Candles that it lasts once it is entered; null of too few, and while it never was left.</param>
public sealed record StateMovesView(MarketState From, int Count, IReadOnlyList<StateChanceView> Chances, decimal? MeanBars);
