using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;

namespace Etrms.Contracts;

/// <summary>A level of a book that holds far more than is usual on its side. Who put it there, and in how many orders, cannot be seen.</summary>
/// <param name="Size">Largest that stood there, in base units.</param>
/// <param name="Executed">Base units traded there since; null while no trades of the contract are heard.</param>
/// <param name="Since">Our clock when it was first seen.</param>
/// <param name="IsSeenToCome">False when it stood there before anybody looked: its age is then only the least that it can be.</param>
public sealed record WallView(bool IsBid, decimal Price, decimal Size, decimal? Executed, DateTimeOffset Since, bool IsSeenToCome);

/// <summary>How far the book lies from what was usual in the last minutes, in deviations of logarithms.</summary>
/// <param name="Spread">Above 0 for one that is wider than usual.</param>
/// <param name="Depth">Below 0 for less than usual.</param>
/// <param name="IsAnomalous">Either is so far off that the book counts as thin.</param>
public sealed record BookDeviationView(decimal Spread, decimal Depth, bool IsAnomalous);

/// <summary>GET /market/findings: what books showed that was out of their ordinary, newest first.</summary>
/// <param name="Reason">Why there may be none; null when there are some.</param>
public sealed record BookFindingsView(Exchange Exchange, string Symbol, IReadOnlyList<BookFindingView> Findings, string? Reason);

/// <param name="At">Our clock when it was known.</param>
/// <param name="Price">Of the level; the middle where it concerns the whole book.</param>
public sealed record BookFindingView(BookFindingKind Kind, DateTimeOffset At, decimal Price)
{
    /// <summary>Side of the level; null where it concerns the whole book.</summary>
    public bool? IsBid { get; init; }

    /// <summary>Largest that stood there, in base units.</summary>
    public decimal? Size { get; init; }

    /// <summary>Base units traded at the level while it stood; null where nothing tells.</summary>
    public decimal? Executed { get; init; }

    /// <summary>Our clock when the level, or the first of several, was first seen.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Levels that it speaks of.</summary>
    public int Levels { get; init; }

    /// <summary>Something was traded on the other side meanwhile, as a spoofer would have it.</summary>
    public bool HasOppositeFill { get; init; }

    /// <summary>How far from the usual, in deviations; null where it concerns a level.</summary>
    public decimal? Deviations { get; init; }
}

/// <summary>GET /market/heatmap: what stood at which price over time.</summary>
/// <param name="Step">Height of a row in price; null while nothing is stored.</param>
/// <param name="Bottom">Lower end of the lowest row.</param>
/// <param name="Rows">Rows of every column, lowest price first.</param>
/// <param name="Columns">Oldest first.</param>
public sealed record BookHeatView(
    Exchange Exchange, string Symbol, decimal? Step, decimal? Bottom, int Rows, IReadOnlyList<BookHeatColumnView> Columns, string? Reason);

/// <summary>A book at one instant, by rows.</summary>
/// <param name="At">Our clock.</param>
/// <param name="Sizes">Base units resting in each row; null where the book did not reach.</param>
public sealed record BookHeatColumnView(DateTimeOffset At, decimal Mid, IReadOnlyList<decimal?> Sizes);
