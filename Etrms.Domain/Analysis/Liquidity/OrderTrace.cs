using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>What happened to a resting order.</summary>
public enum OrderChange
{
    Added,
    Cancelled,
    Filled,
}

/// <summary>
/// An event of the order flow. Feeds without order ids show depth that appears and disappears at a price: the price then stands in for the id, and
/// what comes of it is weaker.
/// </summary>
/// <param name="Mid">Middle of the book, where it is known.</param>
public readonly record struct OrderTrace(DateTimeOffset At, OrderChange Change, long Id, bool IsBid, double Price, double Size, double? Mid = null);

/// <summary>What large orders are noticed for.</summary>
public enum LargeOrderKind
{
    /// <summary>It stayed, or was filled.</summary>
    Whale,

    /// <summary>Several on one side, gone again unfilled within seconds. A suspicion; intent cannot be seen.</summary>
    SuspectedSpoof,
}

/// <summary>Told at the event that made it known.</summary>
/// <param name="From">When the first of the orders came.</param>
/// <param name="Until">When the last of them went, or was seen to stay.</param>
/// <param name="IsBid">Their side.</param>
/// <param name="HasOppositeFill">Whether something was filled on the other side meanwhile, as a spoofer would have it.</param>
public sealed record LargeOrderNotice(
    LargeOrderKind Kind, DateTimeOffset From, DateTimeOffset Until, bool IsBid, ImmutableArray<long> Orders, bool HasOppositeFill);

/// <summary>What counts as large, near, quick and lasting. All of it is relative to the market, never an amount of money.</summary>
public sealed record LargeOrderRules
{
    /// <summary>How many times the median of the sizes that were added lately.</summary>
    public double SizeMultiple { get; init; } = 8;

    /// <summary>Over which the median is taken.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Fewer sizes make no median to lean on.</summary>
    public int LeastSizes { get; init; } = 30;

    /// <summary>Fraction of the middle within which an order is near enough to matter.</summary>
    public double Near { get; init; } = 0.001;

    /// <summary>Within which orders of a spoof come and go.</summary>
    public TimeSpan Quick { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Orders of a spoof on one side, at least.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>After which an order is there to stay.</summary>
    public TimeSpan Lasting { get; init; } = TimeSpan.FromSeconds(30);
}
