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
    public static TailRisk? Of(ReadOnlySpan<double> profits, double level, int minimum = Enough)
    {
        if (profits.Length < Math.Max(minimum, 1))
        {
            return null;
        }

        var losses = profits.ToArray();
        for (var i = 0; i < losses.Length; i++)
        {
            losses[i] = -losses[i];
        }

        Array.Sort(losses);
        var valueAtRisk = Quantiles.Type7(losses, level);
        return new TailRisk(valueAtRisk, MeanFrom(losses, valueAtRisk));
    }

    private static double MeanFrom(ReadOnlySpan<double> sorted, double from)
    {
        var (sum, count) = (0.0, 0);
        for (var i = sorted.Length - 1; i >= 0 && sorted[i] >= from; i--)
        {
            sum += sorted[i];
            count++;
        }

        return sum / count;
    }
}
