using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>What the engine knows at one moment; an immutable copy. Money in quote units, ratios as fractions, null is unknown.</summary>
public sealed record RiskSnapshot
{
    /// <summary>Clocks of the newest input; default before the first.</summary>
    public required EventTimes AsOf { get; init; }

    /// <summary>Sequence number of the newest input.</summary>
    public required long Seq { get; init; }

    public required BookMetrics Book { get; init; }

    /// <summary>What is measured with the clock and after fills.</summary>
    public required RiskMeasures Measures { get; init; }

    public required ImmutableArray<AccountMetrics> Accounts { get; init; }

    public required ImmutableArray<PositionMetrics> Positions { get; init; }

    public required ImmutableArray<AccountOrder> OpenOrders { get; init; }

    /// <summary>False while an account has not been read or its position list is in doubt.</summary>
    public required bool IsComplete { get; init; }

    public required ImmutableArray<BreakerSnapshot> Breakers { get; init; }

    /// <summary>Oldest first, at most 240.</summary>
    public required ImmutableArray<EquityPoint> EquityCurve { get; init; }

    /// <summary>The highest claim over any scope.</summary>
    public required Posture Posture { get; init; }

    public required ImmutableArray<PostureClaim> Claims { get; init; }

    /// <summary>Zone and start of the trading day, in words.</summary>
    public required string TradingDay { get; init; }

    public required SettingsSnapshot Settings { get; init; }

    /// <summary>Bad inputs that were turned away since the start, such as marks of 0.</summary>
    public required long RejectedInputs { get; init; }
}

/// <summary>The settings at work, those asked for, and when the difference may end.</summary>
/// <param name="Version">Number of the stored configuration that was asked for; 0 for the defaults.</param>
/// <param name="NextDayAt">Market time of the next day boundary; null before the first input.</param>
/// <param name="WaitsForBreakers">True when a tripped breaker keeps looser settings waiting beyond that boundary as well.</param>
public sealed record SettingsSnapshot(
    RiskSettings Effective, RiskSettings Configured, int Version, DateTimeOffset? NextDayAt, bool WaitsForBreakers);

/// <summary>The whole book over all accounts and venues.</summary>
public sealed record BookMetrics
{
    public decimal? Equity { get; init; }

    public decimal? PositionValue { get; init; }

    public decimal? UnrealizedPnl { get; init; }

    public int ActivePositions { get; init; }

    public decimal? Drawdown { get; init; }

    /// <summary>Drawdown if every protective stop filled at its level; null when a position has none.</summary>
    public decimal? PotentialDrawdown { get; init; }

    public decimal? MaxDrawdown { get; init; }

    public decimal? DayPnl { get; init; }

    public decimal? WeekPnl { get; init; }

    public decimal? MonthPnl { get; init; }

    /// <summary>Flow-neutral return since the start of the trading day.</summary>
    public decimal? DayPnlFraction { get; init; }

    /// <summary>Gross notional over equity.</summary>
    public decimal? GrossExposure { get; init; }

    /// <summary>Net notional over equity; negative is short.</summary>
    public decimal? NetExposure { get; init; }

    /// <summary>Sum of squared shares by underlying; null without positions.</summary>
    public decimal? Concentration { get; init; }

    public decimal? Leverage { get; init; }

    public decimal? MarginRatio { get; init; }

    public decimal? MarginUtilisation { get; init; }

    public PositionFigure? LargestPosition { get; init; }

    public PositionFigure? HighestLeverage { get; init; }

    public decimal? FundingToday { get; init; }

    public decimal? FeesToday { get; init; }

    public ImmutableArray<ExchangeMetrics> Exchanges { get; init; } = [];

    /// <summary>0 (calm) to 100; null when a part is unknown.</summary>
    public decimal? RiskScore { get; init; }

    public ImmutableArray<ScorePart> RiskScoreParts { get; init; } = [];
}

/// <summary>A position by name with the figure it stands out by.</summary>
public sealed record PositionFigure(string Symbol, decimal Value);

/// <param name="Exposure">Gross notional.</param>
/// <param name="ExposureFraction">Share of the whole book's gross notional.</param>
public sealed record ExchangeMetrics(
    Exchange Exchange, decimal? Equity, decimal? Exposure, decimal? ExposureFraction, decimal? MarginRatio);

/// <param name="Score">0 to 100; null when unknown.</param>
/// <param name="Weight">Share in the whole score; all weights sum to 1.</param>
public sealed record ScorePart(string Name, decimal? Score, decimal Weight, string Explanation);

/// <param name="UnitValue">Equity per unit, which no transfer changes; null while nothing was ever paid in.</param>
public sealed record EquityPoint(DateTimeOffset At, decimal Equity, decimal Drawdown, decimal? UnitValue);

public sealed record AccountMetrics
{
    public required AccountId Account { get; init; }

    public required Exchange Exchange { get; init; }

    public required string Name { get; init; }

    public required bool IsPaper { get; init; }

    public decimal? Equity { get; init; }

    public decimal? WalletBalance { get; init; }

    public decimal? AvailableBalance { get; init; }

    public decimal? UnrealizedPnl { get; init; }

    public decimal? DayPnl { get; init; }

    public decimal? MarginRatio { get; init; }

    public decimal? FundingToday { get; init; }

    public decimal? FeesToday { get; init; }

    /// <summary>Why equity is unknown; null when it is known.</summary>
    public string? UnknownReason { get; init; }

    /// <summary>Our clock at the newest full reading.</summary>
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>Our clock when the venue's trading rules and margin tables were last read; null before that.</summary>
    public DateTimeOffset? RulesReadAt { get; init; }

    /// <summary>False while the price of an open position has been silent for so long that no new risk is taken; null while nothing is held.</summary>
    public bool? ArePricesAlive { get; init; }

    /// <summary>False when the private stream is dead or its age too high; null before the first sign.</summary>
    public bool? IsStreamAlive { get; init; }
}

public enum PositionState
{
    Open,
    Closing,
    Reducing,
    Unprotected,
}

public sealed record PositionMetrics
{
    public required AccountId Account { get; init; }

    public required string AccountName { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required PositionSide Side { get; init; }

    /// <summary>Signed base units.</summary>
    public required decimal Quantity { get; init; }

    public required decimal EntryPrice { get; init; }

    public decimal? BreakEvenPrice { get; init; }

    public decimal? MarkPrice { get; init; }

    public decimal? Notional { get; init; }

    public decimal? UnrealizedPnl { get; init; }

    public decimal? ReturnOnMargin { get; init; }

    public decimal? LiquidationPrice { get; init; }

    public decimal? LiquidationDistance { get; init; }

    public int? Leverage { get; init; }

    public MarginMode MarginMode { get; init; }

    /// <summary>Margin set apart for it; null where it shares the account's.</summary>
    public decimal? IsolatedMargin { get; init; }

    public decimal? ShareOfEquity { get; init; }

    /// <summary>Funding booked since the position was opened or first seen; negative was paid.</summary>
    public decimal? FundingPaid { get; init; }

    public decimal? StopLoss { get; init; }

    public decimal? TakeProfit { get; init; }

    public required PositionState State { get; init; }

    public decimal TickSize { get; init; }

    public decimal StepSize { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Our clock at the newest mark; null when none was seen.</summary>
    public DateTimeOffset? MarkAt { get; init; }

    /// <summary>The id that views use: account:symbol:side in lower case.</summary>
    public string Key => $"{Account}:{Instrument.Symbol}:{Side switch { PositionSide.Both => "both", PositionSide.Long => "long", PositionSide.Short => "short" }}";
}

public sealed record AccountOrder(AccountId Account, Order Order);

/// <summary>Somebody's wish that a scope stays within a posture; only the owner releases it.</summary>
public sealed record PostureClaim(string Owner, Scope Scope, Posture Posture, string Reason)
{
    /// <summary>When the claim ends by itself; null when only its owner ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True when the end is told in market time, as the end of a trading day is.</summary>
    public bool IsMarketTime { get; init; }

    /// <summary>True when nobody, not even its owner, can end it earlier.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Share of its size at which new risk passes; null for no scaling.</summary>
    public decimal? Factor { get; init; }
}

public sealed record BreakerSnapshot
{
    public required CircuitBreaker Breaker { get; init; }

    public required BreakerStatus Status { get; init; }

    /// <summary>Measured value in the unit of the condition, of the worst watched position or of the scope.</summary>
    public decimal? Value { get; init; }

    /// <summary>Value over threshold.</summary>
    public decimal? Progress { get; init; }

    public required string Explanation { get; init; }

    public int TripCount { get; init; }

    /// <summary>Our clock at the newest trip.</summary>
    public DateTimeOffset? LastTrippedAt { get; init; }

    /// <summary>A looser change, a disabling or a deletion that waits for the next day boundary, in words.</summary>
    public string? Pending { get; init; }

    public long StateVersion { get; init; }
}

/// <summary>What a breaker would do with the present state.</summary>
/// <param name="Verdict">TRIP, CLEAR or UNKNOWN.</param>
public sealed record BreakerEvaluation(
    Guid BreakerId, string Name, string Verdict, decimal? Value, decimal Threshold, string Explanation, string WouldDo);
