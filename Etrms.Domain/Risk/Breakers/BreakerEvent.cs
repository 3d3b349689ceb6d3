namespace Etrms.Domain.Risk.Breakers;

/// <summary>Where a breaker stands (RISK 4.4).</summary>
public enum BreakerStatus
{
    Disabled,
    Armed,
    Qualifying,
    Blind,
    Triggered,
    Acting,
    Verifying,
    CoolingDown,
    Latched,
    ActionError,
    EvaluationError,
}

public enum BreakerEventKind
{
    Triggered,
    Stage,
    Acted,
    Resolved,
    Rearmed,
    Resumed,
    EvaluationError,
    ActionFailed,
    Blind,
    Sighted,
    DryRun,

    /// <summary>Risk was taken on elsewhere while it was refused here; the event says what was done about it.</summary>
    Enforced,
}

/// <summary>One entry of a breaker's history; append-only and hash-chained.</summary>
public sealed record BreakerEvent
{
    /// <summary>Position in the chain of the account set, from 1 without gaps.</summary>
    public required long Seq { get; init; }

    public required Guid BreakerId { get; init; }

    public required int Revision { get; init; }

    public required string BreakerName { get; init; }

    public required string Type { get; init; }

    /// <summary>Number of the trip this belongs to; 0 before the first.</summary>
    public required int TripSeq { get; init; }

    public required BreakerEventKind Kind { get; init; }

    /// <summary>Measured value in the unit of the condition; null when unknown.</summary>
    public decimal? Value { get; init; }

    public required decimal Threshold { get; init; }

    /// <summary>Fraction of the threshold of the stage that fired; null for events without one.</summary>
    public decimal? StageAt { get; init; }

    /// <summary>The formula with its numbers, in words.</summary>
    public required string Explanation { get; init; }

    /// <summary>What was asked for or achieved, in words: entries, exits, resting orders.</summary>
    public string Consequence { get; init; } = "";

    /// <summary>True when the breaker only observes.</summary>
    public bool ObservedOnly { get; init; }

    /// <summary>Market time of the input that caused it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Our clock when that input arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>SHA-256 of the former entry, lower-case hex; 64 zeros for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the former hash and the canonical text of this entry.</summary>
    public required string Hash { get; init; }
}
