using System.Collections.Immutable;

namespace Etrms.Domain.Market;

/// <summary>How much stands on one side of a book, gathered at fixed distances: enough to say what a sweep costs, and small enough to keep.</summary>
/// <param name="Best">Price of the best level.</param>
/// <param name="Quantities">Base units up to each of <see cref="Distances"/>, cumulative.</param>
public sealed record BookDepth(decimal Best, ImmutableArray<decimal> Quantities)
{
    /// <summary>Fractions of the best price, nearest first; what stands farther away is not counted.</summary>
    public static ImmutableArray<decimal> Distances { get; } = [0m, 0.0001m, 0.0002m, 0.0005m, 0.001m, 0.002m, 0.005m, 0.01m, 0.02m];

    /// <summary>One side of a book; null when nothing stands there.</summary>
    public static BookDepth? Of(ImmutableArray<BookLevel> levels)
    {
        if (levels.IsEmpty || levels[0].Price <= 0)
        {
            return null;
        }

        var best = levels[0].Price;
        return new BookDepth(best, [.. Distances.Select(distance =>
            levels.Where(level => Math.Abs(level.Price - best) <= distance * best).Sum(level => level.Quantity))]);
    }

    /// <summary>Base units that stand within a fraction of the best price: those of the last distance that is not farther.</summary>
    public decimal Within(decimal fraction)
    {
        var last = 0;
        for (var i = 0; i < Distances.Length && Distances[i] <= fraction; i++)
        {
            last = i;
        }

        return Quantities[last];
    }

    /// <summary>
    /// Average distance from the best price at which a quantity is taken, as a fraction. Each part counts at the far end of its step, and what the
    /// book does not hold at twice the last: the true cost is rarely higher.
    /// </summary>
    public decimal SweepDistance(decimal quantity)
    {
        if (quantity <= 0)
        {
            return 0;
        }

        var (left, former, sum) = (quantity, 0m, 0m);
        for (var i = 0; i < Distances.Length && left > 0; i++)
        {
            var taken = Math.Min(left, Quantities[i] - former);
            (left, former, sum) = (left - taken, Quantities[i], sum + (taken * Distances[i]));
        }

        return (sum + (left * 2 * Distances[^1])) / quantity;
    }
}
