namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>Historical simulation: the loss quantile of past profits and the mean of the losses at or beyond it.</summary>
public static class HistoricalTail
{
    /// <summary>Fewer points say too little about a tail.</summary>
    public const int Enough = 250;

    /// <summary>Null while there are too few points.</summary>
    /// <param name="profits">Profits or returns, losses negative.</param>
    /// <param name="level">Such as 0.99.</param>
    /// <param name="minimum">Points that are needed.</param>
    public static TailRisk? Of(ReadOnlySpan<double> profits, double level, int minimum = Enough) =>
        profits.Length < Math.Max(minimum, 1) ? null : Of(profits, level, new double[LargestLosses.CountFor(profits.Length, level)]);

    /// <param name="profits">At least one.</param>
    /// <param name="level">Such as 0.99.</param>
    /// <param name="room">For the losses beyond the quantile.</param>
    internal static TailRisk Of(ReadOnlySpan<double> profits, double level, Span<double> room)
    {
        var largest = LargestLosses.Find(profits, LargestLosses.CountFor(profits.Length, level), room);
        var valueAtRisk = LargestLosses.Quantile(largest, profits.Length, level);
        return new TailRisk(valueAtRisk, MeanFrom(profits, valueAtRisk));
    }

    private static double MeanFrom(ReadOnlySpan<double> profits, double from)
    {
        var (sum, count) = (0.0, 0);
        foreach (var profit in profits)
        {
            if (-profit >= from)
            {
                sum -= profit;
                count++;
            }
        }

        return sum / count;
    }
}
