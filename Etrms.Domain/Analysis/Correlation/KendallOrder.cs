namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Counts pairs in disorder by the exchanges of a merge sort (Knight 1966).</summary>
internal static class KendallOrder
{
    /// <summary>NaN where one of the series is all equal, or holds a value without a place.</summary>
    public static double TauB(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var (first, second) = (left.ToArray(), right.ToArray());
        if (Array.Exists(first, double.IsNaN) || Array.Exists(second, double.IsNaN))
        {
            return double.NaN;
        }

        SortByBoth(first, second);
        var pairs = Pairs(first.Length);
        var (tiedFirst, tiedBoth) = (0L, 0L);
        foreach (var (from, to) in Runs(first))
        {
            tiedFirst += Pairs(to - from);
            tiedBoth += Runs(second[from..to]).Sum(run => Pairs(run.To - run.From));
        }

        var disordered = Exchanges(second, new double[second.Length], 0, second.Length);
        var tiedSecond = Runs(second).Sum(run => Pairs(run.To - run.From));
        var difference = pairs - tiedFirst - tiedSecond + tiedBoth - (2 * disordered);
        return difference / (Math.Sqrt(pairs - tiedFirst) * Math.Sqrt(pairs - tiedSecond));
    }

    private static long Pairs(long count) => count * (count - 1) / 2;

    private static void SortByBoth(double[] first, double[] second)
    {
        Array.Sort(first, second);
        foreach (var (from, to) in Runs(first))
        {
            Array.Sort(second, from, to - from);
        }
    }

    /// <summary>Stretches of equal values in sorted ones.</summary>
    private static List<(int From, int To)> Runs(double[] sorted)
    {
        var runs = new List<(int, int)>();
        for (var from = 0; from < sorted.Length;)
        {
            var to = from + 1;
            while (to < sorted.Length && sorted[to].Equals(sorted[from]))
            {
                to++;
            }

            runs.Add((from, to));
            from = to;
        }

        return runs;
    }

    /// <summary>Sorts a stretch and tells how many pairs of it stood in disorder.</summary>
    private static long Exchanges(double[] values, double[] room, int from, int to)
    {
        if (to - from < 2)
        {
            return 0;
        }

        var middle = from + ((to - from) / 2);
        var exchanges = Exchanges(values, room, from, middle) + Exchanges(values, room, middle, to);
        var (left, right) = (from, middle);
        for (var at = from; at < to; at++)
        {
            if (left < middle && (right == to || values[left] <= values[right]))
            {
                room[at] = values[left++];
            }
            else
            {
                exchanges += middle - left;
                room[at] = values[right++];
            }
        }

        Array.Copy(room, from, values, from, to - from);
        return exchanges;
    }
}
