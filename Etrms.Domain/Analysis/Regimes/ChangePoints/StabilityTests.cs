using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes.ChangePoints;

/// <summary>Whether a mean is the same throughout, by cumulative sums of what is left of it (Ploberger and Kraemer 1992).</summary>
/// <param name="Process">From 0 before the first value to 0 after the last.</param>
/// <param name="Statistic">The farthest it goes from 0.</param>
/// <param name="PValue">Probability of going so far without a change, for long series.</param>
public sealed record CusumTest(ImmutableArray<double> Process, double Statistic, double PValue)
{
    /// <summary>Null for fewer than two values and for a series that does not vary.</summary>
    public static CusumTest? Of(ReadOnlySpan<double> values)
    {
        var cost = new MeanCost(values);
        if (values.Length < 2 || !(cost.Of(0, values.Length) > 0))
        {
            return null;
        }

        var scale = Math.Sqrt(cost.Of(0, values.Length) / (values.Length - 1) * values.Length);
        var mean = cost.Level;
        var process = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
        {
            process[i + 1] = process[i] + ((values[i] - mean) / scale);
        }

        var statistic = process.Max(value => Math.Abs(value));
        return new CusumTest([.. process], statistic, BeyondOfBridge(statistic));
    }

    /// <summary>Probability that a Brownian bridge goes beyond a distance on either side (Kolmogorov).</summary>
    private static double BeyondOfBridge(double distance)
    {
        // Below, the series needs more terms than these, and the probability is 1 to all digits that matter.
        const double Least = 0.1;
        const int Terms = 100;
        var sum = 0.0;
        for (var k = 1; k <= Terms; k++)
        {
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * distance * distance);
        }

        return distance < Least ? 1 : Math.Clamp(sum, 0, 1);
    }
}

/// <summary>Whether a mean is the same throughout, by the largest F statistic of all single breaks (Andrews 1993).</summary>
/// <param name="Break">Where it is largest: the last value of the old segment, counted from 1.</param>
public readonly record struct SupFTest(double Statistic, int Break)
{
    /// <summary>Null when trimming leaves no break to test, or when one break explains all.</summary>
    /// <param name="trimming">Share of the series at either end in which no break is looked for.</param>
    public static SupFTest? Of(ReadOnlySpan<double> values, double trimming = 0.15)
    {
        var cost = new MeanCost(values);
        var count = cost.Count;
        SupFTest? best = null;
        for (var at = Math.Max(1, (int)Math.Floor(trimming * count)); at <= Math.Min(count - 1, (int)Math.Floor((1 - trimming) * count)); at++)
        {
            var residual = cost.Of(0, at) + cost.Of(at, count);
            var statistic = (cost.Of(0, count) - residual) / (residual / (count - 2));
            best = double.IsFinite(statistic) && !(statistic <= best?.Statistic) ? new SupFTest(statistic, at) : best;
        }

        return best;
    }
}
