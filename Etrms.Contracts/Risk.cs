using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts;

/// <summary>The risk of the whole book; null means unknown. Money in quote units (USDT), ratios as fractions.</summary>
public sealed record RiskMetricsView
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

    public decimal? DayPnlFraction { get; init; }

    public decimal? GrossExposure { get; init; }

    public decimal? NetExposure { get; init; }

    /// <summary>Sum of squared shares by underlying, 0 to 1.</summary>
    public decimal? Concentration { get; init; }

    public decimal? Leverage { get; init; }

    public decimal? MarginRatio { get; init; }

    /// <summary>Initial margin over margin balance.</summary>
    public decimal? MarginUtilisation { get; init; }

    public PositionExtreme? LargestPosition { get; init; }

    public PositionExtreme? HighestLeverage { get; init; }

    public IReadOnlyList<ExchangeRiskView> Exchanges { get; init; } = [];

    /// <summary>0 (calm) to 100; null when a part is unknown.</summary>
    public decimal? RiskScore { get; init; }

    public IReadOnlyList<RiskScorePart> RiskScoreParts { get; init; } = [];

    public Posture Posture { get; init; }

    public string? PostureReason { get; init; }

    /// <summary>Who restricts trading now, the strictest first; empty when nobody does.</summary>
    public IReadOnlyList<PostureClaimView> Claims { get; init; } = [];

    /// <summary>"running", "starting", "stopped" or "recovering".</summary>
    public required string Monitoring { get; init; }

    public IReadOnlyList<BreakerView> Breakers { get; init; } = [];

    /// <summary>Last points of the equity curve, oldest first, at most 240.</summary>
    public IReadOnlyList<EquityPointView> EquityCurve { get; init; } = [];

    /// <summary>Start of the trading day and its zone, in words.</summary>
    public string TradingDay { get; init; } = "";

    /// <summary>Market time; differs from wall time on an accelerated paper venue.</summary>
    public DateTimeOffset? MarketTime { get; init; }

    /// <summary>"real candles", "exchange history" or "simulated" on paper; null live.</summary>
    public string? PriceSource { get; init; }
}

/// <summary>Somebody's wish that trading stays restricted.</summary>
/// <param name="Scope">What it covers, in words.</param>
/// <param name="Until">When it ends by itself; null when only its owner ends it.</param>
/// <param name="IsMarketTime">True when the end is told in market time.</param>
/// <param name="IsLocked">True when nobody can end it earlier.</param>
/// <param name="Factor">Share of its size at which new risk passes; null for no scaling.</param>
public sealed record PostureClaimView(
    Posture Posture, string Scope, string Reason, DateTimeOffset? Until, bool IsMarketTime, bool IsLocked, decimal? Factor);

public sealed record PositionExtreme(string Symbol, decimal Value);

public sealed record ExchangeRiskView(string Exchange, decimal? Equity, decimal? Exposure, decimal? ExposureFraction, decimal? MarginRatio);

public sealed record RiskScorePart(string Name, decimal? Score, decimal Weight, string Explanation);

/// <summary>The equity curve of the whole book in market time, oldest first.</summary>
public sealed record EquityView(IReadOnlyList<EquityPointView> Points);

public sealed record EquityPointView(DateTimeOffset At, decimal Equity, decimal Drawdown);

/// <summary>
/// The falls of the book's flow-neutral equity over a range of market time, and what they were like. Figures are fractions of the peak before; each is null
/// with a reason while too little is stored.
/// </summary>
/// <param name="From">Market time of the first point.</param>
/// <param name="Until">Market time of the newest one.</param>
/// <param name="Reason">Why there are no figures; null when there are.</param>
/// <param name="Average">Mean fall over all points; the conditional drawdown with a confidence of 0.</param>
/// <param name="Maximum">The deepest; the conditional drawdown with a confidence near 1.</param>
/// <param name="UlcerIndex">Root of the mean squared fall.</param>
/// <param name="EpisodeCount">Falls in the range, however shallow.</param>
/// <param name="Episodes">The deepest of them, deepest first, and the open one in any case.</param>
public sealed record DrawdownsView(
    DateTimeOffset? From, DateTimeOffset? Until, int Points, string? Reason, double? Current, double? Average, double? Maximum, double? UlcerIndex,
    IReadOnlyList<ConditionalDrawdownView> Conditional, int EpisodeCount, IReadOnlyList<DrawdownEpisodeView> Episodes);

/// <param name="Value">Mean of the worst 1 - confidence of all points.</param>
public sealed record ConditionalDrawdownView(double Confidence, double Value);

/// <summary>A fall from a peak until the curve stands there again; in market time.</summary>
/// <param name="RecoveredAt">Null while the fall is open.</param>
/// <param name="Depth">Deepest fall over the peak.</param>
/// <param name="LengthSeconds">From the peak to the recovery; of an open one until now.</param>
/// <param name="RecoverySeconds">From the trough to the recovery; null while the fall is open.</param>
public sealed record DrawdownEpisodeView(
    DateTimeOffset PeakAt, DateTimeOffset TroughAt, DateTimeOffset? RecoveredAt, double Depth, long LengthSeconds, long? RecoverySeconds, bool IsOpen);

public sealed record MonitoringView(
    string State, DateTimeOffset? Since, string? LeaseOwner, long? LeaseEpoch, string? Detail, DateTimeOffset? ResumeAt, RiskMetricsView? Risk)
{
    /// <summary>The worker that computes along and would take over; null when there is none.</summary>
    public StandbyView? Standby { get; init; }

    /// <summary>In what a standby differed from the leader; until it is cleared nobody takes over by itself. Null when nothing stands.</summary>
    public string? Divergence { get; init; }
}

/// <summary>How far a standby has come.</summary>
/// <param name="InputSeq">Newest input that it computed.</param>
/// <param name="EqualEvents">Breaker events that it computed with the same hash as the leader.</param>
public sealed record StandbyView(string Holder, long InputSeq, long EqualEvents, DateTimeOffset AsOf);

public sealed record StopMonitoringRequest
{
    [Required, StringLength(500, MinimumLength = 3)]
    public string Reason { get; init; } = "";

    /// <summary>Monitoring starts again by itself after this many minutes, 1 to 1440.</summary>
    [Required, Range(1, 1440)]
    public int? ResumeAfterMinutes { get; init; }
}

public sealed record EmergencyRequest
{
    [StringLength(500)]
    public string Reason { get; init; } = "";

    /// <summary>Only these accounts; empty means all.</summary>
    public IReadOnlyList<Guid> Accounts { get; init; } = [];

    /// <summary>For closing: the typed phrase, such as "CLOSE 3", where the number is the count of open positions.</summary>
    public string? Confirmation { get; init; }

    /// <summary>For closing: the trader's password, asked again.</summary>
    public string? Password { get; init; }

    public PauseMode PauseMode { get; init; }

    public CancelFilter CancelFilter { get; init; }
}

/// <summary>What the emergency panel shows before anything is done.</summary>
/// <param name="ClosePhrase">What must be typed to close everything now, such as "CLOSE 3".</param>
/// <param name="PausedByTrader">True while the trader's own pause stands; null when unknown.</param>
public sealed record EmergencyView(
    Posture? Posture, string? PostureReason, bool? PausedByTrader, int OpenPositions, int OpenOrders, bool IsComplete, string ClosePhrase);

/// <summary>Which world this is: the badge of the portal.</summary>
/// <param name="Environment">"LIVE", "TESTNET", "PAPER" or "DEMO": the most dangerous one among the connected accounts.</param>
public sealed record VenueStatusView(
    string Environment, string? PriceSource, DateTimeOffset? MarketTime, string Monitoring, DateTimeOffset ServerTime);

public sealed record AlertView(
    Guid Id, string Key, AlertSeverity Severity, string Title, string Text, Guid? BreakerId, DateTimeOffset At, DateTimeOffset RaisedAt,
    DateTimeOffset? AcknowledgedAt);

/// <summary>A page of rows, newest first; Next is the cursor of the following page.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, long Total);

/// <summary>The newest alerts, newest first; the snapshot of the alerts channel.</summary>
public sealed record AlertsView(IReadOnlyList<AlertView> Alerts);

/// <summary>Somebody acknowledged alerts or took it back; says how many still wait.</summary>
public sealed record AlertsAcknowledgedView(long Unacknowledged);
