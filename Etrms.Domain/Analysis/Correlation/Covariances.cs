using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Covariances of several series: of a sample, and with weights that fade.</summary>
public static class Covariances
{
    /// <param name="series">Of one length, aligned in time.</param>
    /// <param name="lost">Divided by as many less: 1 for an unbiased estimate, 0 for that of the population.</param>
    public static double[,] Sample(IReadOnlyList<double[]> series, int lost = 1)
    {
        var centred = Centred(series);
        return Symmetric(series.Count, (i, j) => Dots.Of(centred[i], centred[j]) / (centred[i].Length - lost));
    }

    /// <summary>
    /// Zero mean, one lambda for all pairs, else the matrix need not be positive semidefinite. Weights are brought to a sum of 1.
    /// </summary>
    /// <param name="series">Of one length, aligned in time, oldest first.</param>
    /// <param name="lambda">Weight of the past.</param>
    public static double[,] Ewma(IReadOnlyList<double[]> series, double lambda) =>
        Weighted(series, weight: age => Math.Pow(lambda, age), isNormalised: true);

    /// <summary>The same begun at the first products: S = lambda S + (1 - lambda) r r'.</summary>
    public static double[,] EwmaFromFirst(IReadOnlyList<double[]> series, double lambda)
    {
        var oldest = series.Count == 0 ? 0 : series[0].Length - 1;
        return Weighted(series, age => age == oldest ? Math.Pow(lambda, age) : (1 - lambda) * Math.Pow(lambda, age), isNormalised: false);
    }

    internal static double[][] Centred(IReadOnlyList<double[]> series) =>
        [.. series.Select(each => Centred(each))];

    private static double[] Centred(double[] series)
    {
        var mean = series.Average();
        return Array.ConvertAll(series, value => value - mean);
    }

    internal static double[,] Symmetric(int size, Func<int, int, double> between)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[i, j] = matrix[j, i] = between(i, j);
            }
        }

        return matrix;
    }

    private static double[,] Weighted(IReadOnlyList<double[]> series, Func<int, double> weight, bool isNormalised)
    {
        var length = series.Count == 0 ? 0 : series[0].Length;
        var weights = new double[length];
        for (var i = 0; i < length; i++)
        {
            weights[i] = weight(length - 1 - i);
        }

        var total = isNormalised ? weights.Sum() : 1;
        var scaled = series.Select(each => each.Zip(weights, (value, share) => value * share / total).ToArray()).ToArray();
        return Symmetric(series.Count, (i, j) => Dots.Of(scaled[i], series[j]));
    }
}
