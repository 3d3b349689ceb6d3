namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>A level of a book that holds far more than is usual on its side. Who put it there, and in how many orders, cannot be seen.</summary>
/// <param name="Size">Largest that stood there, in base units.</param>
/// <param name="Executed">Base units that were traded there since; null while no trades of the contract are heard.</param>
/// <param name="From">When it was first seen.</param>
/// <param name="IsSeenToCome">False when it stood there before anybody looked: then its age is only the least that it can be.</param>
public sealed record RestingWall(bool IsBid, decimal Price, decimal Size, decimal? Executed, DateTimeOffset From, bool IsSeenToCome);

/// <summary>What happened to a wall.</summary>
public enum WallTurn
{
    /// <summary>It has stood long enough to be there to stay.</summary>
    Lasting,

    /// <summary>Most of what is gone of it was traded.</summary>
    Executed,

    /// <summary>Most of what is gone of it was taken away.</summary>
    Pulled,

    /// <summary>It is one of several of its side that were taken away untraded a moment after they came. A suspicion; intent cannot be seen.</summary>
    SuspectedSpoof,
}

/// <summary>Told once it is known.</summary>
/// <param name="At">When it turned.</param>
/// <param name="Levels">Walls that it speaks of; the newest of them is told.</param>
/// <param name="From">When the first of them came.</param>
/// <param name="HasOppositeFill">Whether something was traded on the other side meanwhile, as a spoofer would have it.</param>
public sealed record WallNotice(WallTurn Turn, RestingWall Wall, DateTimeOffset At, int Levels, DateTimeOffset From, bool HasOppositeFill);

/// <summary>What counts as a wall, in a book of which only levels and trades are known. Chosen values, fitted on nothing.</summary>
public sealed record WallRules
{
    /// <summary>Large, near, quick and lasting mean the same as for orders that can be told from each other.</summary>
    public LargeOrderRules Orders { get; init; } = new();

    /// <summary>
    /// Sizes of levels vary by factors: a wall also lies so many deviations of the logarithms above the usual, as one in 700 does by chance.
    /// </summary>
    public double Deviations { get; init; } = 3;

    /// <summary>How often it is looked at what is usual.</summary>
    public TimeSpan SampleEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of a wall that must be gone for it to be none any more.</summary>
    public decimal Gone { get; init; } = 0.5m;

    /// <summary>Share of what is gone up to which it counts as untraded; others may stand at the same price.</summary>
    public decimal Untraded { get; init; } = 0.1m;

    /// <summary>After a wall is gone, until what was traded of it is known too: books and trades do not come in step.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Without a trade for so long it is not known whether trades are heard at all.</summary>
    public TimeSpan TradesWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Walls of a side that are followed at once.</summary>
    public int Most { get; init; } = 32;
}
