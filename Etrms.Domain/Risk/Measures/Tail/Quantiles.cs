namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>Sample quantiles of type 7 (Hyndman and Fan 1996): linear between order statistics at (n - 1) p.</summary>
public static class Quantiles
{
    /// <param name="sorted">Ascending, not empty.</param>
    /// <param name="probability">From 0 to 1.</param>
    public static double Type7(ReadOnlySpan<double> sorted, double probability)
    {
        var position = (sorted.Length - 1) * probability;
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    internal static double[] Sorted(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
