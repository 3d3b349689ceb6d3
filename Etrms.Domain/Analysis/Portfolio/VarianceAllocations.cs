using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>
/// Weights that a covariance matrix alone, or with expected returns, makes best. Null where the matrix is no covariance (repair it) or the
/// cap leaves less than 1 to share out. Of a singular one, as with an asset that is there twice, come the weights that are nearest to equal.
/// What a sample says of returns is noise for the most part: prefer the allocations without.
/// </summary>
public static class VarianceAllocations
{
    private const int Halvings = 200;
    private const double WidestAversion = 1e9;
    private const double Precision = 1e-14;

    /// <summary>Share of a variance that must be its own: what is left below is rounding.</summary>
    private const double Own = 1e-13;

    /// <summary>Share of the mean variance that is added where a matrix is singular: assets that are the same then share equally.</summary>
    private const double Ridge = 1e-10;

    /// <summary>The least variance, short positions allowed; sums to 1.</summary>
    public static double[]? MinimumVarianceUnconstrained(double[,] covariance)
    {
        var ones = new double[covariance.GetLength(0)];
        Array.Fill(ones, 1);
        if (Regular(covariance) is not { } regular || Cholesky.Of(regular)?.Solve(ones) is not { } weights)
        {
            return null;
        }

        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    /// <summary>The least variance without short positions.</summary>
    /// <param name="covariance">Positive semidefinite.</param>
    /// <param name="cap">The largest weight.</param>
    public static double[]? MinimumVariance(double[,] covariance, double cap = 1) =>
        Leaves(covariance, cap) && Regular(covariance) is { } regular ? new QuadraticProgram(regular, cap).Solve(new double[covariance.GetLength(0)]) : null;

    /// <summary>The largest expected return per deviation without short positions; null also where no return is above 0.</summary>
    /// <param name="covariance">Positive semidefinite.</param>
    /// <param name="returns">Expected above what cash earns.</param>
    /// <param name="cap">The largest weight.</param>
    public static double[]? MaximumSharpe(double[,] covariance, double[] returns, double cap = 1)
    {
        var (unit, scale) = (MeanVariance(covariance), returns.Max(Math.Abs));
        if (!Leaves(covariance, cap) || !(scale > 0) || !(Largest(returns, cap) > 0) || Regular(covariance) is not { } regular)
        {
            return null;
        }

        // Along the frontier of min w'Sw/2 - g m'w the ratio rises as long as w'Sw is above g m'w, and falls from there on.
        var program = new QuadraticProgram(Scaled(regular, unit), cap);
        var gains = Array.ConvertAll(returns, value => value / scale);
        var (low, high) = (-Math.Log(WidestAversion), Math.Log(WidestAversion));
        double[]? weights = null;
        for (var i = 0; i < Halvings && high - low > Precision; i++)
        {
            var middle = (low + high) / 2;
            var factor = Math.Exp(middle);
            weights = program.Solve(Array.ConvertAll(gains, gain => factor * gain));
            if (weights is null)
            {
                return null;
            }

            var rises = PortfolioScores.Variance(weights, regular) / unit > factor * Dots.Of(weights, gains);
            (low, high) = rises ? (middle, high) : (low, middle);
        }

        return weights;
    }

    /// <summary>The largest ratio of the weighted deviations to the portfolio's own (Choueifaty and Coignard 2008), without short positions.</summary>
    /// <param name="covariance">Positive semidefinite.</param>
    /// <param name="cap">The largest weight.</param>
    public static double[]? MaximumDiversification(double[,] covariance, double cap = 1) =>
        MaximumSharpe(covariance, PortfolioScores.Deviations(covariance), cap);

    /// <summary>Each asset by the inverse of its variance, or of its deviation: what the others would be without correlations.</summary>
    public static double[] InverseVariance(double[,] covariance) => Normalised(PortfolioScores.Deviations(covariance), deviation => 1 / (deviation * deviation));

    public static double[] InverseVolatility(double[,] covariance) => Normalised(PortfolioScores.Deviations(covariance), deviation => 1 / deviation);

    internal static double[] Normalised(double[] values, Func<double, double> weight)
    {
        var weights = Array.ConvertAll(values, value => weight(value));
        var sum = weights.Sum();
        return Array.ConvertAll(weights, each => each / sum);
    }

    /// <summary>The matrix itself, or with a ridge where it is singular; null where that does not help, because it is no covariance.</summary>
    private static double[,]? Regular(double[,] covariance)
    {
        if (Cholesky.Of(covariance, Own) is not null)
        {
            return covariance;
        }

        var (ridged, ridge) = ((double[,])covariance.Clone(), Ridge * MeanVariance(covariance));
        for (var i = 0; i < ridged.GetLength(0); i++)
        {
            ridged[i, i] += ridge;
        }

        return Cholesky.Of(ridged, Own) is null ? null : ridged;
    }

    private static bool Leaves(double[,] covariance, double cap) => cap * covariance.GetLength(0) >= 1 - 1e-12;

    /// <summary>The most that capped weights can expect.</summary>
    private static double Largest(double[] returns, double cap)
    {
        var (left, sum) = (1.0, 0.0);
        foreach (var value in returns.OrderDescending())
        {
            var weight = Math.Min(cap, left);
            (left, sum) = (left - weight, sum + (weight * value));
        }

        return sum;
    }

    private static double MeanVariance(double[,] covariance) => Enumerable.Range(0, covariance.GetLength(0)).Average(i => covariance[i, i]);

    private static double[,] Scaled(double[,] covariance, double unit)
    {
        var scaled = (double[,])covariance.Clone();
        for (var i = 0; i < scaled.GetLength(0); i++)
        {
            for (var j = 0; j < scaled.GetLength(0); j++)
            {
                scaled[i, j] /= unit;
            }
        }

        return scaled;
    }
}
