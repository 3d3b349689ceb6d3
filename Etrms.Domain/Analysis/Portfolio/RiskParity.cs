using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>
/// Long-only weights of which each contributes its budget of the variance: the minimum of x'Cx/2 - sum b ln x on the correlations (Spinu
/// 2013), by going round the coordinates (Griveau-Billion, Richard and Roncalli 2013). There is exactly one.
/// </summary>
public static class RiskParity
{
    private const int MostRounds = 10_000;
    private const double Settled = 1e-12;

    /// <summary>Null where an asset has no variance, or the rounds do not settle because the matrix is no covariance.</summary>
    public static double[]? EqualContributions(double[,] covariance)
    {
        var budgets = new double[covariance.GetLength(0)];
        Array.Fill(budgets, 1.0 / budgets.Length);
        return Of(covariance, budgets);
    }

    /// <param name="covariance">Positive semidefinite, with variances above 0.</param>
    /// <param name="budgets">Share of the variance for each asset; above 0, with a sum of 1.</param>
    public static double[]? Of(double[,] covariance, double[] budgets)
    {
        var correlations = CorrelationMatrix.OfCovariance(covariance);
        var deviations = PortfolioScores.Deviations(covariance);
        var places = Array.ConvertAll(budgets, Math.Sqrt);
        for (var round = 0; round < MostRounds; round++)
        {
            var moved = Round(correlations, budgets, places);
            if (double.IsNaN(moved))
            {
                return null;
            }

            if (moved <= Settled)
            {
                return Weights(places, deviations);
            }
        }

        return null;
    }

    /// <summary>Solves for each coordinate in turn, and tells the largest relative move.</summary>
    private static double Round(double[,] correlations, double[] budgets, double[] places)
    {
        var largest = 0.0;
        for (var i = 0; i < places.Length; i++)
        {
            var others = 0.0;
            for (var j = 0; j < places.Length; j++)
            {
                others += i == j ? 0 : correlations[i, j] * places[j];
            }

            // The positive root of x^2 + others x - b = 0, in the form that loses no digits to subtraction.
            var root = Math.Sqrt((others * others) + (4 * budgets[i]));
            var next = others > 0 ? 2 * budgets[i] / (others + root) : (root - others) / 2;
            largest = Math.Max(largest, Math.Abs(next - places[i]) / next);
            places[i] = next;
        }

        return largest;
    }

    private static double[] Weights(double[] places, double[] deviations)
    {
        double[] weights = [.. places.Zip(deviations, (place, deviation) => place / deviation)];
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
