using Etrms.Domain.Analysis.Algebra;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>A statistic and how probable one at least as large is when nothing has changed.</summary>
public readonly record struct ChangeTest(double Statistic, double PValue);

/// <summary>
/// Whether correlations have changed between two samples. Volatility that clusters makes both tests reject too often: a level of 3 and more,
/// or a bootstrap of blocks, is more honest than 1.96.
/// </summary>
public static class CorrelationChange
{
    private const int LeastPoints = 4;

    /// <summary>Fisher's z of one pair: Gaussian when nothing has changed. Null with correlations of 1 or -1, or with fewer than 4 points.</summary>
    public static ChangeTest? Fisher(double before, int pointsBefore, double after, int pointsAfter)
    {
        if (Math.Min(pointsBefore, pointsAfter) < LeastPoints || !(Math.Abs(before) < 1 && Math.Abs(after) < 1))
        {
            return null;
        }

        var z = (Math.Atanh(after) - Math.Atanh(before)) / Math.Sqrt((1.0 / (pointsBefore - 3)) + (1.0 / (pointsAfter - 3)));
        return new ChangeTest(z, 2 * Normal.CDF(0, 1, -Math.Abs(z)));
    }

    /// <summary>
    /// Jennrich 1970, of whole matrices: chi-square with p (p - 1) / 2 degrees of freedom when nothing has changed. Null where the matrices
    /// together are singular.
    /// </summary>
    public static ChangeTest? Jennrich(double[,] before, int pointsBefore, double[,] after, int pointsAfter)
    {
        var (size, all) = (before.GetLength(0), (double)pointsBefore + pointsAfter);
        var pooled = Covariances.Symmetric(size, (i, j) => ((pointsBefore * before[i, j]) + (pointsAfter * after[i, j])) / all);
        if (size < 2 || Cholesky.Of(pooled)?.Inverse() is not { } inverse)
        {
            return null;
        }

        var weight = Math.Sqrt(pointsBefore * (pointsAfter / all));
        var change = Product(inverse, Covariances.Symmetric(size, (i, j) => weight * (after[i, j] - before[i, j])));
        var diagonal = Enumerable.Range(0, size).Select(i => change[i, i]).ToArray();
        var spread = Covariances.Symmetric(size, (i, j) => (i == j ? 1 : 0) + (pooled[i, j] * inverse[i, j]));
        if (Cholesky.Of(spread)?.Solve(diagonal) is not { } solved)
        {
            return null;
        }

        var statistic = Math.Max((0.5 * SquareTrace(change)) - Dots.Of(diagonal, solved), 0);
        return new ChangeTest(statistic, statistic == 0 ? 1 : SpecialFunctions.GammaUpperRegularized(size * (size - 1) / 4.0, statistic / 2));
    }

    private static double[,] Product(double[,] left, double[,] right)
    {
        var size = left.GetLength(0);
        var product = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                for (var j = 0; j < size; j++)
                {
                    product[i, j] += left[i, k] * right[k, j];
                }
            }
        }

        return product;
    }

    private static double SquareTrace(double[,] matrix)
    {
        var sum = 0.0;
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            for (var j = 0; j < matrix.GetLength(0); j++)
            {
                sum += matrix[i, j] * matrix[j, i];
            }
        }

        return sum;
    }
}
