using Etrms.Domain.Analysis.Algebra;
using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>
/// Long-only weights with the least risk over past returns as they were, fat tails and all. Null where the cap leaves less than 1 to share
/// out. Few returns make weights that fit the past: some ten in the tail per asset are needed.
/// </summary>
public static class ScenarioAllocations
{
    /// <summary>The least expected shortfall (Rockafellar and Uryasev 2000).</summary>
    /// <param name="series">Returns of each asset, at least one, of one length, aligned in time.</param>
    /// <param name="level">Such as 0.95.</param>
    /// <param name="cap">The largest weight.</param>
    public static double[]? MinimumShortfall(IReadOnlyList<double[]> series, double level, double cap = 1) =>
        CuttingPlanes.Minimise(series.Count, cap, weights => Shortfall(series, weights, level));

    /// <summary>The least mean absolute deviation (Konno and Yamazaki 1991).</summary>
    /// <param name="series">Returns of each asset, at least one, of one length, aligned in time.</param>
    /// <param name="cap">The largest weight.</param>
    public static double[]? MinimumDeviation(IReadOnlyList<double[]> series, double cap = 1)
    {
        var centred = Covariances.Centred(series);
        return CuttingPlanes.Minimise(series.Count, cap, weights => Deviation(centred, weights));
    }

    /// <summary>What positions make of each instant's returns.</summary>
    internal static double[] Profits(IReadOnlyList<double[]> series, double[] weights)
    {
        var profits = new double[series[0].Length];
        for (var asset = 0; asset < series.Count; asset++)
        {
            for (var i = 0; i < profits.Length; i++)
            {
                profits[i] += weights[asset] * series[asset][i];
            }
        }

        return profits;
    }

    /// <summary>Mean loss over exactly the worst share of the instants, the last of which may count in part.</summary>
    internal static RiskSlope Shortfall(IReadOnlyList<double[]> series, double[] weights, double level)
    {
        var profits = Profits(series, weights);
        int[] order = [.. Enumerable.Range(0, profits.Length)];
        Array.Sort(profits, order);
        var worst = profits.Length * (1 - level);
        var whole = Math.Min((int)Math.Floor(worst), profits.Length - 1);
        var slopes = new double[series.Count];
        for (var asset = 0; asset < slopes.Length; asset++)
        {
            slopes[asset] = -(worst - whole) * series[asset][order[whole]] / worst;
            for (var i = 0; i < whole; i++)
            {
                slopes[asset] -= series[asset][order[i]] / worst;
            }
        }

        return new RiskSlope(Dots.Of(slopes, weights), slopes);
    }

    private static RiskSlope Deviation(double[][] centred, double[] weights)
    {
        var signs = Array.ConvertAll(Profits(centred, weights), profit => (double)Math.Sign(profit));
        var slopes = Array.ConvertAll(centred, each => Dots.Of(each, signs) / each.Length);
        return new RiskSlope(Dots.Of(slopes, weights), slopes);
    }
}
