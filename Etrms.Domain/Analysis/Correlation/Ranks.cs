namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Places of values in their order, from 1; equal values share the mean of their places. All NaN where a value has no place.</summary>
internal static class Ranks
{
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var places = new int[sorted.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        Array.Sort(sorted, places);
        var ranks = new double[sorted.Length];
        if (Array.Exists(sorted, double.IsNaN))
        {
            Array.Fill(ranks, double.NaN);
            return ranks;
        }

        for (var from = 0; from < sorted.Length;)
        {
            var to = from + 1;
            while (to < sorted.Length && sorted[to].Equals(sorted[from]))
            {
                to++;
            }

            for (var i = from; i < to; i++)
            {
                ranks[places[i]] = (from + to + 1) / 2.0;
            }

            from = to;
        }

        return ranks;
    }
}
