using System.Collections.Immutable;

namespace Etrms.Domain.Risk;

/// <summary>What the gate says to an order that was only thought of, and what it would lead to.</summary>
public sealed record OrderJudgement
{
    /// <summary>Everything that stands against it, the gravest first; empty when it may go out.</summary>
    public required ImmutableArray<PreTradeResult.Refused> Refusals { get; init; }

    /// <summary>Base units by which the position would change.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>True when it cannot add to what is held.</summary>
    public required bool IsReducing { get; init; }

    /// <summary>What was changed about the order, in words; null when nothing was.</summary>
    public string? Note { get; init; }

    /// <summary>Price that the look ahead starts from; null when unknown or stale.</summary>
    public decimal? Mark { get; init; }

    /// <summary>Times its usual distance at which the stop of a new position goes in this market; 1 unless both call for more.</summary>
    public decimal StopFactor { get; init; } = 1;

    /// <summary>What takes the stop farther, or why it stays though the market calls for more; null when nothing calls for it.</summary>
    public string? StopReason { get; init; }

    /// <summary>The stop that was asked about; null when none was, when the order opens nothing, and when it cannot stand there.</summary>
    public StopPlan? Stop { get; init; }

    /// <summary>The state before and after; null when the price or the position is not known.</summary>
    public OrderPreview? Preview { get; init; }
}
