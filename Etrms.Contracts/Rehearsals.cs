using System.ComponentModel.DataAnnotations;

namespace Etrms.Contracts;

/// <summary>Body of POST circuit-breakers/rehearse: what would this breaker have done over the recorded days?</summary>
public sealed record RehearseBreakerRequest
{
    [Required]
    public BreakerBody? Breaker { get; init; }

    /// <summary>How many days back, as far as the recording reaches.</summary>
    [Range(1, 30)]
    public int Days { get; init; } = 30;
}

/// <summary>Payload of rehearse_breaker. Its answer is a <see cref="RehearsalView"/>.</summary>
public sealed record RehearseBreakerCommand(BreakerBody Breaker, int Days);

/// <summary>What a breaker would have done over the recorded inputs; nothing was done.</summary>
public sealed record RehearsalView
{
    /// <summary>Where it is followed and cancelled: circuit-breakers/rehearsals/{id}.</summary>
    public Guid Id { get; init; }

    /// <summary>True while it is under way; what it has found so far is shown.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Share of the recording that was read, from 0 to 1.</summary>
    public decimal Share { get; init; } = 1;

    /// <summary>The whole rule in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Unit of values and threshold: "fraction", "quote", "base", "count", "multiple", "seconds".</summary>
    public required string Unit { get; init; }

    /// <summary>Our clock at the first input that was looked at; null when nothing is recorded.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>Our clock at the last one.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>Inputs that the breaker was shown.</summary>
    public required long Inputs { get; init; }

    /// <summary>True when it was cancelled before the end of the recording.</summary>
    public required bool IsCutShort { get; init; }

    /// <summary>The span in words, and how much of what was asked for it is.</summary>
    public string Covered { get; init; } = "";

    /// <summary>What is missing within the span, in words; null when nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Largest value over the threshold, as a fraction of it; null when never known.</summary>
    public decimal? HighestProgress { get; init; }

    /// <summary>Trips that would have been, all of them.</summary>
    public int TripCount { get; init; }

    /// <summary>Oldest first; the first few hundred.</summary>
    public required IReadOnlyList<RehearsedTripView> Trips { get; init; }
}

/// <summary>A trip that would have been.</summary>
/// <param name="TripSeq">Number of the trip within the rehearsal, from 1.</param>
/// <param name="At">Market time.</param>
/// <param name="ReceivedAt">Our clock.</param>
/// <param name="Value">Measured value in the unit of the condition.</param>
/// <param name="StageAt">Fraction of the threshold at which the highest stage fired.</param>
/// <param name="WouldDo">What it would have done, in words.</param>
/// <param name="ArmedAgainAt">Market time at which it would have been armed again; null while still tripped at the end.</param>
public sealed record RehearsedTripView(
    int TripSeq, DateTimeOffset At, DateTimeOffset ReceivedAt, decimal? Value, decimal? StageAt, string Explanation, string WouldDo,
    DateTimeOffset? ArmedAgainAt);
