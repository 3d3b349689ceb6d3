using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts;

/// <summary>What a breaker measures or acts on; empty lists mean everything.</summary>
public sealed record ScopeBody
{
    public IReadOnlyList<Exchange> Exchanges { get; init; } = [];

    public IReadOnlyList<Guid> Accounts { get; init; } = [];

    public IReadOnlyList<string> Symbols { get; init; } = [];

    public IReadOnlyList<string> Underlyings { get; init; } = [];
}

public sealed record ActionBody
{
    [Required]
    public BreakerActionKind? Kind { get; init; }

    public decimal? ReduceBy { get; init; }

    public PositionSelector Selector { get; init; }

    public CancelFilter CancelFilter { get; init; }

    public PauseMode PauseMode { get; init; }

    /// <summary>End of PAUSE_TRADING and LOCK_OUT.</summary>
    public PauseUntil Until { get; init; }

    /// <summary>Length of an end by DURATION.</summary>
    public int? ForSeconds { get; init; }

    /// <summary>Share at which SCALE_NEW_RISK lets new risk pass.</summary>
    public decimal? Factor { get; init; }

    /// <summary>Distance of SET_STOPS from the mark, as a fraction.</summary>
    public decimal? Distance { get; init; }

    /// <summary>How CLOSE_POSITIONS and REDUCE_POSITION push.</summary>
    public CloseStyle Style { get; init; }

    /// <summary>How far from the best price they may fill, as a fraction; left out there is no limit.</summary>
    public decimal? MaxSlippage { get; init; }

    /// <summary>Whom REDUCE_POSITION takes from.</summary>
    public ReductionOrder Order { get; init; }

    /// <summary>How urgent NOTIFY is; left out it is a warning.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>Ids of the channels that NOTIFY takes; none takes those that the severity takes. Critical alerts take every channel.</summary>
    public IReadOnlyList<Guid> Channels { get; init; } = [];

    /// <summary>Trip of a trading day from which on the action belongs to its stage.</summary>
    public int FromTrip { get; init; } = 1;
}

public sealed record StageBody
{
    [Required]
    public decimal? At { get; init; }

    [Required]
    public IReadOnlyList<ActionBody> Actions { get; init; } = [];
}

/// <summary>
/// Body of POST and PUT breakers. The flat form of the seeds (type, threshold, action, symbols, exchanges) is accepted too:
/// <see cref="Action"/> becomes one stage at 1.0 and the lists fill both scopes.
/// </summary>
public sealed record BreakerBody
{
    /// <summary>Empty takes the description, else the rule itself.</summary>
    [StringLength(80)]
    public string Name { get; init; } = "";

    [StringLength(500)]
    public string Description { get; init; } = "";

    [Required, StringLength(40, MinimumLength = 1)]
    public string Type { get; init; } = "";

    [Required]
    public decimal? Threshold { get; init; }

    public BreakerMode Mode { get; init; } = BreakerMode.Armed;

    /// <summary>Seed form: false is the mode OFF.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Seed form: one action at the threshold.</summary>
    public BreakerActionKind? Action { get; init; }

    /// <summary>Seed form, needed by REDUCE_POSITION.</summary>
    public decimal? ReduceBy { get; init; }

    /// <summary>Seed form: fills both scopes.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>Seed form: fills both scopes.</summary>
    public IReadOnlyList<Exchange>? Exchanges { get; init; }

    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    public IReadOnlyList<StageBody>? Stages { get; init; }

    public ScopeBody? MeasureScope { get; init; }

    public ScopeBody? ActScope { get; init; }

    public int? QualifyForMs { get; init; }

    public int? QualifyMinSamples { get; init; }

    public decimal? ClearAt { get; init; }

    public RearmMode RearmMode { get; init; }

    public int? RearmAfterSeconds { get; init; }

    public int? RearmClearForSeconds { get; init; }

    public int? MaxAutoRearms { get; init; }

    public int? CooldownSeconds { get; init; }

    public UnknownPolicy UnknownPolicy { get; init; }

    /// <summary>What follows when risk is taken on elsewhere while it is refused here.</summary>
    public Enforcement Enforcement { get; init; }

    public int Priority { get; init; }
}

/// <summary>A breaker with its live state.</summary>
public sealed record BreakerView
{
    public required Guid Id { get; init; }

    public required int Revision { get; init; }

    /// <summary>The configuration in the same shape as it is written.</summary>
    public required BreakerBody Configuration { get; init; }

    /// <summary>The whole rule in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Unit of value and threshold: "fraction", "quote", "base", "count", "multiple", "seconds".</summary>
    public required string Unit { get; init; }

    public required BreakerStatus Status { get; init; }

    /// <summary>Measured value; null when unknown.</summary>
    public decimal? Value { get; init; }

    /// <summary>Value over threshold, fraction; null when unknown.</summary>
    public decimal? Progress { get; init; }

    /// <summary>The formula with its present numbers, or why it is unknown.</summary>
    public string? Explanation { get; init; }

    public int TripCount { get; init; }

    public DateTimeOffset? LastTrippedAt { get; init; }

    /// <summary>A looser change that waits for the next day boundary; null when none.</summary>
    public string? Pending { get; init; }

    /// <summary>Grows with every change of state; resume must name the one seen.</summary>
    public long StateVersion { get; init; }
}

public sealed record BreakersView(IReadOnlyList<BreakerView> Breakers);

/// <summary>What a breaker would be, without storing it.</summary>
/// <param name="Sentence">The whole rule in one sentence; null while it is not valid.</param>
/// <param name="Errors">Reasons by field, empty when the breaker may be saved.</param>
public sealed record BreakerPreviewView(string? Sentence, string? Unit, IReadOnlyDictionary<string, string[]> Errors);

public sealed record SetBreakerModeRequest
{
    [Required]
    public BreakerMode? Mode { get; init; }
}

public sealed record ConditionsView(IReadOnlyList<ConditionView> Conditions);

/// <summary>A condition that breakers can use, as the form needs it.</summary>
public sealed record ConditionView(
    string Type, string Title, string Unit, string Formula, decimal DefaultThreshold, IReadOnlyList<ConditionSettingView> Settings)
{
    /// <summary>Fraction of the threshold at which it counts as clear.</summary>
    public decimal DefaultClearAt { get; init; }

    /// <summary>True when every position is watched by itself.</summary>
    public bool IsPerPosition { get; init; }

    /// <summary>True when it trips at or below its threshold.</summary>
    public bool IsFalling { get; init; }
}

public sealed record ConditionSettingView(
    string Name, string Title, string Kind, string Default, IReadOnlyList<string> Choices, string Help)
{
    /// <summary>Smallest allowed number; null for none.</summary>
    public decimal? Min { get; init; }

    /// <summary>Largest allowed number; null for none.</summary>
    public decimal? Max { get; init; }
}

public sealed record BreakerEventView
{
    public required long Seq { get; init; }

    public required Guid BreakerId { get; init; }

    public required string BreakerName { get; init; }

    public required string Type { get; init; }

    public required int TripSeq { get; init; }

    public required BreakerEventKind Kind { get; init; }

    /// <summary>"triggered", "resolved" or "error": the seeds' grouping.</summary>
    public required string Group { get; init; }

    public decimal? Value { get; init; }

    public required decimal Threshold { get; init; }

    public decimal? StageAt { get; init; }

    public required string Explanation { get; init; }

    public required string Consequence { get; init; }

    public bool ObservedOnly { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Hash { get; init; }

    public IReadOnlyList<ActionResultView> Actions { get; init; } = [];

    /// <summary>True once the trip can be downloaded from circuit-breakers/events/{seq}/recording.</summary>
    public bool HasRecording { get; init; }

    /// <summary>Only with one event: the book when its trip began; null when it was not kept.</summary>
    public BookSceneView? Before { get; init; }

    /// <summary>Only with one event: the book when its plan was done, or given up; null while it is under way.</summary>
    public BookSceneView? After { get; init; }

    /// <summary>Only with one event: whether it is sealed as it was written.</summary>
    public EventSealView? Seal { get; init; }
}

/// <summary>What one order of a plan did.</summary>
public sealed record ActionResultView(
    Guid PlanId, string Symbol, string Kind, string Outcome, decimal? Quantity, string? ClientOrderId, string Detail, DateTimeOffset At, double? LatencyMs)
{
    /// <summary>Which try at its position this was, from 1; 0 for what was read back at the end.</summary>
    public int Attempt { get; init; }

    public decimal? FilledQuantity { get; init; }

    public decimal? AveragePrice { get; init; }

    /// <summary>|quantity| read back from the venue; null when unknown, or for an order.</summary>
    public decimal? Remaining { get; init; }
}

/// <summary>The book as it stood when an event of a breaker was written.</summary>
public sealed record BookSceneView
{
    /// <summary>Market time.</summary>
    public required DateTimeOffset At { get; init; }

    public decimal? Equity { get; init; }

    public decimal? PositionValue { get; init; }

    public decimal? UnrealizedPnl { get; init; }

    public decimal? Leverage { get; init; }

    public decimal? NetExposure { get; init; }

    public decimal? Drawdown { get; init; }

    public decimal? MarginRatio { get; init; }

    public IReadOnlyList<PositionView> Positions { get; init; } = [];

    public IReadOnlyList<OpenOrderView> OpenOrders { get; init; } = [];
}

/// <summary>What the hash of an event says about it.</summary>
/// <param name="IsIntact">True when its text gives its hash.</param>
/// <param name="IsLinked">True when it follows the event before it; null when that one is not there.</param>
public sealed record EventSealView(string PreviousHash, bool IsIntact, bool? IsLinked);

/// <summary>The whole history checked, from its first event to its last.</summary>
/// <param name="BrokenAt">The first event that was changed, or before which one is missing; null when the history is whole.</param>
public sealed record EventChainView(long Events, long? BrokenAt, string LastHash, DateTimeOffset CheckedAt);

/// <summary>Outcome of evaluating a breaker against the present state without acting.</summary>
public sealed record BreakerEvaluationView(
    Guid BreakerId, string Name, string Verdict, decimal? Value, decimal Threshold, string Explanation, string WouldDo);

/// <param name="AsOf">When the worker measured.</param>
public sealed record BreakerEvaluationsView(IReadOnlyList<BreakerEvaluationView> Evaluations, DateTimeOffset AsOf);

/// <summary>Which breakers to evaluate; none named means all.</summary>
public sealed record EvaluateBreakersRequest
{
    [MaxLength(200)]
    public IReadOnlyList<Guid> Breakers { get; init; } = [];
}

public sealed record ResumeBreakerRequest
{
    [Required, StringLength(500, MinimumLength = 3)]
    public string Reason { get; init; } = "";

    [Required]
    public RebaseMode? Rebase { get; init; }

    /// <summary>Threshold from now on for GRACE.</summary>
    public decimal? Grace { get; init; }

    /// <summary>State version that the trader saw; another one answers 409.</summary>
    public long? StateVersion { get; init; }
}

/// <summary>Presses the button of a breaker of type MANUAL: its plan is carried out at once.</summary>
public sealed record PressButtonRequest
{
    [StringLength(500)]
    public string Reason { get; init; } = "";

    /// <summary>State version that the trader saw; another one answers 409.</summary>
    public long? StateVersion { get; init; }
}
