using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>What a book showed that is out of its ordinary.</summary>
public enum BookFindingKind
{
    /// <summary>The spread opened far beyond what is usual.</summary>
    WideSpread,

    /// <summary>Far less stands near the middle than usual.</summary>
    ThinDepth,

    /// <summary>A level far larger than the others stays.</summary>
    LargeOrder,

    /// <summary>A level far larger than the others was traded away.</summary>
    ExecutedOrder,

    /// <summary>A level far larger than the others went without having been traded.</summary>
    PulledOrder,

    /// <summary>Several large levels of one side came and went untraded within seconds. A suspicion: intent cannot be seen.</summary>
    SuspectedSpoof,
}

/// <summary>Something out of the ordinary in the book of a contract.</summary>
/// <param name="At">Our clock when it was known.</param>
/// <param name="Price">Of the level; the middle where it concerns the whole book.</param>
public sealed record BookFinding(BookFindingKind Kind, DateTimeOffset At, decimal Price)
{
    /// <summary>Side of the level; null where it concerns the whole book.</summary>
    public bool? IsBid { get; init; }

    /// <summary>Largest that stood there, in base units; null where it concerns the whole book.</summary>
    public decimal? Size { get; init; }

    /// <summary>How much was traded at the level while it stood, in base units; null where nothing tells.</summary>
    public decimal? Executed { get; init; }

    /// <summary>Our clock when the level, or the first of several, was first seen.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Levels that it speaks of.</summary>
    public int Levels { get; init; }

    /// <summary>Something was traded on the other side meanwhile, as a spoofer would have it.</summary>
    public bool HasOppositeFill { get; init; }

    /// <summary>How far from the usual, in deviations; null where it concerns a level.</summary>
    public decimal? Deviations { get; init; }

    /// <summary>Whether a trader wants to hear of it at once.</summary>
    public bool IsNotable => Kind != BookFindingKind.PulledOrder;

    internal static BookFinding Of(BookFindingKind kind, DateTimeOffset at, RestingWall wall) => new(kind, at, wall.Price)
    {
        IsBid = wall.IsBid,
        Size = wall.Size,
        Executed = wall.Executed,
        From = wall.From,
        Levels = 1,
    };
}
