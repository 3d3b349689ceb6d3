using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>Everything a restarted engine needs to go on as if it had not stopped; plain records for JSON.</summary>
public sealed record RiskEngineState
{
    /// <summary>Sequence number of the newest input inside.</summary>
    public long Seq { get; init; }

    /// <summary>Number and hash of the newest breaker event; the chain goes on from it.</summary>
    public long EventSeq { get; init; }

    public string EventHash { get; init; } = "";

    /// <summary>Null in a state of a version that had no configured settings.</summary>
    public SettingsState? Settings { get; init; }

    public required BooksState Books { get; init; }

    public ImmutableArray<WatchState> Breakers { get; init; } = [];

    public ImmutableArray<PostureClaim> Claims { get; init; } = [];

    public ImmutableArray<OperatorPlanState> OperatorPlans { get; init; } = [];

    public ImmutableArray<AnsweredCommand> Commands { get; init; } = [];

    public ImmutableArray<EquityPoint> EquityCurve { get; init; } = [];

    /// <summary>Our clock at the first input of this run: silence before it was nobody's fault. A new run begins its own.</summary>
    public DateTimeOffset RunningSince { get; init; }

    /// <summary>Alerts that stand; each is raised once until its cause is gone.</summary>
    public ImmutableArray<string> StandingAlerts { get; init; } = [];
}

/// <param name="Effective">What the engine works with.</param>
/// <param name="Configured">What was asked for last; where it is looser it may still wait.</param>
/// <param name="Version">Number of the stored configuration that was asked for.</param>
public sealed record SettingsState(RiskSettings Effective, RiskSettings Configured, int Version);

public sealed record ClockState(DateTimeOffset Wall, DateTimeOffset Market, TimeSpan Correction, EventTimes Newest, bool HasPrice)
{
    public DateTimeOffset VenueNow { get; init; }

    public DateTimeOffset PricedMarket { get; init; }
}

/// <param name="Rate">US dollars per coin, at most 1.</param>
public sealed record CollateralRate(Exchange Exchange, string Asset, decimal Rate, DateTimeOffset At)
{
    /// <summary>The venue's wall clock when it told the rate.</summary>
    public DateTimeOffset VenueAt { get; init; }
}

public sealed record BooksState
{
    public required ClockState Clock { get; init; }

    public int DayId { get; init; }

    public DateOnly Day { get; init; }

    /// <summary>Default in a state of a version that did not keep it.</summary>
    public DateTimeOffset DayStartAt { get; init; }

    public DateTimeOffset NextDayAt { get; init; }

    public long RejectedInputs { get; init; }

    public ImmutableArray<CollateralRate> Collateral { get; init; } = [];

    public ImmutableArray<ContractState> Contracts { get; init; } = [];

    public ImmutableArray<AccountState> Accounts { get; init; } = [];

    public ImmutableArray<ScopeState> Scopes { get; init; } = [];

    public ImmutableArray<ScopeMeasuresState> Measures { get; init; } = [];
}

public sealed record ContractState
{
    public required InstrumentId Id { get; init; }

    public Instrument? Rules { get; init; }

    /// <summary>Our clock when the venue last listed it.</summary>
    public DateTimeOffset RulesAt { get; init; }

    public bool AreRulesStale { get; init; }

    public decimal Mark { get; init; }

    public decimal Index { get; init; }

    public DateTimeOffset MarkAt { get; init; }

    public DateTimeOffset StreamedAt { get; init; }

    public bool IsDoubtful { get; init; }

    public BookDepth? Bids { get; init; }

    public BookDepth? Asks { get; init; }

    public DateTimeOffset DepthAt { get; init; }

    public decimal Bid { get; init; }

    public decimal Ask { get; init; }

    public decimal Suspect { get; init; }

    public int SuspectTicks { get; init; }

    public DateTimeOffset SuspectVenueAt { get; init; }

    /// <summary>The newest mark that was told, believable or not.</summary>
    public decimal Told { get; init; }

    /// <summary>The venue's wall clock at that mark.</summary>
    public DateTimeOffset ToldVenueAt { get; init; }

    public FundingForecast? Funding { get; init; }

    public DateTimeOffset FundingAt { get; init; }

    /// <summary>Null when none are known.</summary>
    public HoursState? Hours { get; init; }

    /// <summary>Null when the market analysis never said anything.</summary>
    public MarketStanding? Market { get; init; }
}

/// <summary>Closes of past hours in short: the first, then the step to each next one; an underscore is an hour that is missing.</summary>
/// <param name="FirstAt">Market time at which the first hour began.</param>
/// <param name="AverageRange">ATR of 14 hours; 0 is unknown.</param>
public sealed record HoursState(DateTimeOffset FirstAt, string Closes, decimal AverageRange);

/// <summary>The newest measures of a scope, so that a restart does not take them at another moment.</summary>
/// <param name="Correlated">In quote units.</param>
/// <param name="StressedBecause">Why 0.95 stood for the measured correlations; null when it did not.</param>
/// <param name="Beta">In quote units, signed.</param>
public sealed record ScopeMeasuresState(
    Scope Scope, Measured Correlated, string? StressedBecause, Measured Beta, ImmutableArray<TailMetrics> Tails,
    ImmutableArray<JointDistance> Joint, MeasurePace Pace);

/// <summary>How far the next measurement is.</summary>
/// <param name="SinceTick">Measurements since the last tick of the clock.</param>
/// <param name="TestedAt">Our clock when the models were last tested.</param>
public sealed record MeasurePace(int SinceTick, DateTimeOffset TestedAt, bool IsTestDue);

public sealed record RoundTripState(decimal Quantity, decimal NetPnl, decimal Funding, DateTimeOffset? OpenedAt)
{
    public decimal Peak { get; init; }

    public decimal RiskPerUnit { get; init; }

    public decimal? Equity { get; init; }
}

public sealed record TripOfLeg(InstrumentId Instrument, PositionSide Side, RoundTripState Trip);

/// <summary>An order and when it was first seen.</summary>
public sealed record RecentOrder(DateTimeOffset At, Order Order);

/// <summary>A leg that was reported flat, and when; ToldAt is the beginning of time when a reading showed it.</summary>
public sealed record EndOfLeg(InstrumentId Instrument, PositionSide Side, DateTimeOffset ToldAt, DateTimeOffset At);

/// <summary>An order that is over, and when it was last told.</summary>
/// <param name="IsMissed">True when a reading no longer had it, and nobody told its end.</param>
public sealed record EndOfOrder(string OrderId, bool IsConditional, DateTimeOffset At, bool IsMissed);

/// <summary>Best prices of a position since its entry, and the risk per unit that it began with; 0 is unknown.</summary>
public sealed record ExtremesOfLeg(InstrumentId Instrument, PositionSide Side, decimal High, decimal Low, decimal RiskPerUnit);

public sealed record WalletAuditState(
    bool HasBase, DateTimeOffset BaseAt, decimal Base, decimal Booked, decimal ByFills, decimal ByLedger,
    decimal PendingFlow, decimal Difference, DateTimeOffset UnexplainedSince);

public sealed record AccountState
{
    public required AccountId Id { get; init; }

    public required Exchange Exchange { get; init; }

    public required string Name { get; init; }

    public bool IsPaper { get; init; }

    public string Asset { get; init; } = "";

    public decimal Wallet { get; init; }

    public DateTimeOffset WalletAt { get; init; }

    public DateTimeOffset WalletToldAt { get; init; }

    public AccountBalance? Balance { get; init; }

    public ImmutableArray<Position> Positions { get; init; } = [];

    public ImmutableArray<Order> Orders { get; init; } = [];

    /// <summary>Orders of about the last minute: a restart does not set the order rate back.</summary>
    public ImmutableArray<RecentOrder> RecentOrders { get; init; } = [];

    public ImmutableArray<TripOfLeg> Trips { get; init; } = [];

    public ImmutableArray<EndOfLeg> Ended { get; init; } = [];

    /// <summary>Orders that are over: a message that comes late must not bring one back.</summary>
    public ImmutableArray<EndOfOrder> EndedOrders { get; init; } = [];

    /// <summary>Legs that the venue closed by itself and whose stops may be left behind.</summary>
    public ImmutableArray<LegName> Forced { get; init; } = [];

    public ImmutableArray<ExtremesOfLeg> Extremes { get; init; } = [];

    public required WalletAuditState Audit { get; init; }

    public ImmutableArray<string> Fills { get; init; } = [];

    public ImmutableArray<string> Entries { get; init; } = [];

    public DateTimeOffset ReadAt { get; init; }

    /// <summary>The venue's own time of that reading.</summary>
    public DateTimeOffset ReadingAt { get; init; }

    public decimal? EquityAtReading { get; init; }

    public int ReadingsOff { get; init; }

    public DateTimeOffset ConfirmAskedAt { get; init; }

    public bool IsHedgeMode { get; init; }

    public DateTimeOffset StreamAt { get; init; }

    public bool IsStreamAlive { get; init; }

    public DateTimeOffset DoubtfulSince { get; init; }

    public DateTimeOffset TripsOffSince { get; init; }

    public decimal FundingToday { get; init; }

    public decimal FeesToday { get; init; }
}

public sealed record FlowNeutralState(
    bool IsStarted, decimal Units, decimal Flows, decimal Peak, decimal Trough, decimal Worst,
    PeriodStart Day, PeriodStart Week, PeriodStart Month);

public sealed record ScopeState(
    Scope Scope, decimal Realized, FlowNeutralState Series, PeriodStart LastKnown, ImmutableArray<Guid> Joined);

/// <summary>What a condition remembers: named numbers, and a series where it keeps one.</summary>
public sealed record MeterState(ImmutableSortedDictionary<string, decimal> Values, ImmutableArray<MeterPoint> Points);

/// <param name="Of">What the value belongs to where a condition keeps several series; null for one.</param>
public sealed record MeterPoint(DateTimeOffset At, decimal Value, string? Of = null);

public sealed record WatchState
{
    public required CircuitBreaker Breaker { get; init; }

    /// <summary>The configuration that waits; null when none does or when the breaker waits to be deleted.</summary>
    public CircuitBreaker? Pending { get; init; }

    public bool IsDeletePending { get; init; }

    /// <summary>True while the breaker is tighter than its revision says, since a later one asked for it and the rest of that waits.</summary>
    public bool IsTightened { get; init; }

    public required MeterState Meter { get; init; }

    public ImmutableArray<CellState> Cells { get; init; } = [];

    public int TripSeq { get; init; }

    public int AutoRearms { get; init; }

    public int AutoRearmDay { get; init; }

    public DateTimeOffset? LastTrippedAt { get; init; }

    public long StateVersion { get; init; }

    public string? Error { get; init; }

    /// <summary>True while the peak that it measures from was told by candles of a time when nobody watched.</summary>
    public bool IsReconstructed { get; init; }

    public EnforcementState Enforcement { get; init; } = EnforcementState.None;
}

/// <summary>What is held to while a breaker refuses new risk: the largest allowed size of each position, and what is being undone.</summary>
public sealed record EnforcementState(bool IsOn, int Count, ImmutableArray<AllowedLeg> Allowed, ImmutableArray<string> SeenOrders, ImmutableArray<PlanStep> Steps)
{
    public static readonly EnforcementState None = new(false, 0, [], [], []);
}

/// <param name="Quantity">Signed base units.</param>
public sealed record AllowedLeg(LegName Leg, decimal Quantity);

/// <summary>The contract and leg that a watched position has; null in a cell that watches a whole scope.</summary>
public sealed record LegName(AccountId Account, InstrumentId Instrument, PositionSide Side);

public sealed record CellState
{
    public LegName? Leg { get; init; }

    public BreakerStatus Status { get; init; }

    public int StagesFired { get; init; }

    public ImmutableArray<StageState> Stages { get; init; } = [];

    public int TripSeq { get; init; }

    public int TripDay { get; init; }

    public int TripsInDay { get; init; } = 1;

    public DateTimeOffset TrippedAt { get; init; }

    public DateTimeOffset TrippedVenueAt { get; init; }

    public DateTimeOffset ActingSince { get; init; }

    public DateTimeOffset ClearSince { get; init; }

    public DateTimeOffset BlindSince { get; init; }

    public bool IsBlindAnnounced { get; init; }

    public bool IsBlindPolicyDone { get; init; }

    public decimal? Grace { get; init; }

    /// <summary>True since it latched: only the trader arms it again.</summary>
    public bool IsLatched { get; init; }

    /// <summary>What the act scope held at the trip.</summary>
    public ImmutableArray<AllowedLeg> Held { get; init; } = [];

    public ImmutableArray<PlanStep> Steps { get; init; } = [];
}

public sealed record StageState(DateTimeOffset Since, int Samples, DateTimeOffset LastVenueAt);

public enum PlanStepKind
{
    Reduce,
    Cancel,

    /// <summary>A breaker's stop: only ever tightened.</summary>
    Protect,

    /// <summary>The trader's stop and target, as asked.</summary>
    SetLevels,
}

/// <summary>One position to bring down or to protect, or one cancel, and how far it has come.</summary>
/// <param name="Instrument">Null for a cancel over every contract.</param>
/// <param name="Target">Largest allowed |quantity| of a reduction; the price of a stop.</param>
/// <param name="Outcome">Null until the executor has reported.</param>
public sealed record PlanStep(
    Guid PlanId, PlanStepKind Kind, AccountId Account, InstrumentId? Instrument, PositionSide Side, decimal Target,
    CancelFilter Filter, ActionOutcome? Outcome, string Detail)
{
    /// <summary>Wanted stop of a protection; null removes it.</summary>
    public decimal? StopLoss { get; init; }

    /// <summary>Wanted target of a protection; null removes it.</summary>
    public decimal? TakeProfit { get; init; }

    /// <summary>How a reduction pushes.</summary>
    public CloseStyle Style { get; init; }

    /// <summary>How far from the best price a reduction may fill, as a fraction; null knows no limit.</summary>
    public decimal? MaxSlippage { get; init; }

    /// <summary>True after a failure that nobody but a person can mend.</summary>
    public bool IsFinal { get; init; }

    public bool IsDone => Outcome is ActionOutcome.TargetMet or ActionOutcome.Dust;
}

public sealed record OperatorPlanState(Guid CommandId, ImmutableArray<PlanStep> Steps);

public sealed record AnsweredCommand(Guid Id, string? Refusal);
