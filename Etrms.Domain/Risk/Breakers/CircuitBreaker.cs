using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>Observe evaluates and records but does not act.</summary>
public enum BreakerMode
{
    Off,
    Observe,
    Armed,
}

public enum BreakerActionKind
{
    Notify,
    CancelOrders,
    ReducePosition,
    ClosePositions,
    PauseTrading,

    /// <summary>A pause that nobody can lift before its time.</summary>
    LockOut,

    /// <summary>New risk passes at a fraction of its size.</summary>
    ScaleNewRisk,

    /// <summary>Places stops at the exchange, or tightens them; never loosens one.</summary>
    SetStops,
}

/// <summary>When a pause or a lock ends.</summary>
public enum PauseUntil
{
    /// <summary>When the breaker is armed again; a lock knows no such end.</summary>
    Rearm,
    Duration,
    DayEnd,
}

/// <summary>What happens with risk that is taken on elsewhere, as in the exchange's app, while a breaker refuses it here.</summary>
public enum Enforcement
{
    AlertOnly,

    /// <summary>Cancels the opening order; what has filled already is closed, and no more than that.</summary>
    Undo,

    /// <summary>The first such order ends the pause; a lock stays.</summary>
    OperatorOverride,
}

public enum CancelFilter
{
    Opening,
    AllButProtective,
    All,
}

public enum PauseMode
{
    ReduceOnly,
    NoOrders,
}

/// <summary>How CLOSE_POSITIONS and REDUCE_POSITION push: limits that move away from the touch before market orders, or market orders at once.</summary>
public enum CloseStyle
{
    Ladder,
    Market,
}

/// <summary>How REDUCE_POSITION spreads its share over the positions that it touches.</summary>
public enum ReductionOrder
{
    /// <summary>Every position gives its share.</summary>
    ProRata,

    /// <summary>The share of all of them together, taken off the riskiest first: what hurts most goes whole, the rest is left alone.</summary>
    LargestRiskFirst,
}

/// <summary>Which positions of the act scope CLOSE_POSITIONS and REDUCE_POSITION touch.</summary>
public enum PositionSelector
{
    All,
    Losing,
    Worst,
    Largest,
    Long,
    Short,
}

/// <summary>One action of a stage (RISK 4.3).</summary>
public sealed record BreakerAction(BreakerActionKind Kind)
{
    /// <summary>Share of the quantity at the trip that REDUCE_POSITION takes off, in (0, 1].</summary>
    public decimal? ReduceBy { get; init; }

    public PositionSelector Selector { get; init; }

    public CancelFilter CancelFilter { get; init; }

    public PauseMode PauseMode { get; init; }

    /// <summary>End of PAUSE_TRADING and LOCK_OUT.</summary>
    public PauseUntil Until { get; init; }

    /// <summary>How long a pause or lock lasts when it ends by duration; a lock at most 30 days.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Share of its size at which SCALE_NEW_RISK lets new risk pass, in [0, 1).</summary>
    public decimal? Factor { get; init; }

    /// <summary>Distance of SET_STOPS from the mark, as a fraction in (0, 1).</summary>
    public decimal? Distance { get; init; }

    public CloseStyle Style { get; init; }

    /// <summary>
    /// How far from the best price CLOSE_POSITIONS and REDUCE_POSITION may fill, as a fraction in (0, 1); no market order is sent then. Null knows
    /// no limit.
    /// </summary>
    public decimal? MaxSlippage { get; init; }

    /// <summary>Whom REDUCE_POSITION takes from.</summary>
    public ReductionOrder Order { get; init; }

    /// <summary>How urgent NOTIFY is; null is a warning. What closes or reduces is critical in any case.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>Ids of the channels that NOTIFY takes; empty takes those that the severity takes. Critical alerts take every channel.</summary>
    public ImmutableArray<Guid> Channels { get; init; } = [];

    /// <summary>Trip of a trading day from which on the action belongs to its stage, so that what did not help twice can be followed by more.</summary>
    public int FromTrip { get; init; } = 1;
}

/// <summary>Actions at a fraction of the threshold; 1.0 is the threshold itself.</summary>
public sealed record Stage(decimal At, ImmutableArray<BreakerAction> Actions);

/// <summary>How long and over how many distinct venue readings a condition must hold before it trips.</summary>
public sealed record Qualification(TimeSpan For, int MinSamples);

public enum RearmMode
{
    Manual,
    AutoTime,
    AutoRecover,
    Both,
    NextDay,
}

/// <summary>How a tripped breaker becomes armed again (RISK 4.4).</summary>
public sealed record Rearm(RearmMode Mode)
{
    public TimeSpan After { get; init; }

    /// <summary>How long the value must stay below the clear level.</summary>
    public TimeSpan ClearFor { get; init; }

    /// <summary>Automatic re-arms within a trading day before the breaker latches.</summary>
    public int MaxAutoRearms { get; init; } = 3;
}

public enum UnknownPolicy
{
    Hold,
    Pause,
    FailSafe,
}

/// <summary>What a resume does with the reference that the condition measures from.</summary>
public enum RebaseMode
{
    KeepPeak,
    Rebase,
    Grace,
}

/// <summary>A breaker as the trader configured it; immutable, every change is a new revision.</summary>
public sealed record CircuitBreaker
{
    public required Guid Id { get; init; }

    public int Revision { get; init; } = 1;

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public BreakerMode Mode { get; init; } = BreakerMode.Armed;

    /// <summary>Key of the condition in the catalogue, such as MAX_DRAWDOWN.</summary>
    public required string Type { get; init; }

    /// <summary>Level in the unit of the condition; ratios are fractions.</summary>
    public required decimal Threshold { get; init; }

    /// <summary>Settings of the condition by name; unknown names are refused when the breaker is created.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public required ImmutableArray<Stage> Stages { get; init; }

    public Scope MeasureScope { get; init; } = Scope.Global;

    public Scope ActScope { get; init; } = Scope.Global;

    /// <summary>Null takes the default of the strongest action (RISK 4.1).</summary>
    public Qualification? Qualify { get; init; }

    /// <summary>Fraction of the threshold below which a tripped condition counts as clear; null takes the condition's default.</summary>
    public decimal? ClearAt { get; init; }

    public Rearm Rearm { get; init; } = new(RearmMode.Manual);

    public TimeSpan Cooldown { get; init; }

    public UnknownPolicy UnknownPolicy { get; init; }

    public Enforcement Enforcement { get; init; }

    public int Priority { get; init; }
}
