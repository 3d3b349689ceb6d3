using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>How a correlation is measured.</summary>
public enum CorrelationMethod
{
    Pearson,
    Spearman,
    Kendall,
}

/// <summary>Correlations of several series with each other: symmetric, 1 on the diagonal, NaN where a series does not move.</summary>
public static class CorrelationMatrix
{
    /// <param name="series">Of one length, aligned in time.</param>
    /// <param name="method">How.</param>
    public static double[,] Of(IReadOnlyList<double[]> series, CorrelationMethod method = CorrelationMethod.Pearson) => method switch
    {
        CorrelationMethod.Pearson => Products([.. series.Select(each => PairCorrelation.Standardised(each))]),
        CorrelationMethod.Spearman => Products([.. series.Select(each => PairCorrelation.Standardised(Ranks.Of(each)))]),
        CorrelationMethod.Kendall => Symmetric(series.Count, (i, j) => PairCorrelation.Kendall(series[i], series[j]) ?? double.NaN),
    };

    /// <summary>Correlations that belong to covariances; NaN where there is no variance.</summary>
    public static double[,] OfCovariance(double[,] covariance) => Symmetric(
        covariance.GetLength(0),
        (i, j) => covariance[i, i] > 0 && covariance[j, j] > 0 ? covariance[i, j] / Math.Sqrt(covariance[i, i] * covariance[j, j]) : double.NaN);

    private static double[,] Products(double[][] standardised) =>
        Symmetric(standardised.Length, (i, j) => Math.Clamp(Dots.Of(standardised[i], standardised[j]), -1, 1));

    private static double[,] Symmetric(int size, Func<int, int, double> between)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                matrix[i, j] = matrix[j, i] = between(i, j);
            }

            matrix[i, i] = double.IsNaN(between(i, i)) ? double.NaN : 1;
        }

        return matrix;
    }
}
