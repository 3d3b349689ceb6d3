using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>
/// Hierarchical risk parity (López de Prado 2016): assets in the order of a tree, money shared between halves of that order by the inverse
/// of their variances. Needs no inverse of the matrix. The tree stands on d = root((1 - rho) / 2) itself, as PyPortfolioOpt has it; the
/// paper takes distances between the columns of d, which is another tree.
/// </summary>
public static class HierarchicalRiskParity
{
    /// <summary>Coefficients that differ by less are ties, which rounding must not break.</summary>
    private const int Decimals = 6;

    /// <summary>The tree, whose leaves are the assets in their order.</summary>
    /// <param name="covariance">With variances above 0.</param>
    /// <param name="linkage">How clusters are compared.</param>
    public static Dendrogram Tree(double[,] covariance, Linkage linkage = Linkage.Single)
    {
        var correlations = CorrelationMatrix.OfCovariance(covariance);
        return Dendrogram.Of(
            Covariances.Symmetric(covariance.GetLength(0), (i, j) => Math.Sqrt(Math.Clamp((1 - Math.Round(correlations[i, j], Decimals)) / 2, 0, 1))),
            linkage);
    }

    /// <summary>Weights of the assets; null where an asset has no variance.</summary>
    /// <param name="covariance">Of at least one asset.</param>
    /// <param name="linkage">How clusters are compared.</param>
    public static double[]? Of(double[,] covariance, Linkage linkage = Linkage.Single)
    {
        if (Array.Exists(PortfolioScores.Deviations(covariance), deviation => !(deviation > 0)))
        {
            return null;
        }

        var weights = new double[covariance.GetLength(0)];
        Share(covariance, Tree(covariance, linkage).Order().AsSpan(), 1, weights);
        return weights;
    }

    private static void Share(double[,] covariance, ReadOnlySpan<int> assets, double weight, double[] weights)
    {
        if (assets.Length == 1)
        {
            weights[assets[0]] = weight;
            return;
        }

        var first = assets[..(assets.Length / 2)];
        var second = assets[(assets.Length / 2)..];
        var (ofFirst, ofSecond) = (Variance(covariance, first), Variance(covariance, second));
        Share(covariance, first, weight * ofSecond / (ofFirst + ofSecond), weights);
        Share(covariance, second, weight * ofFirst / (ofFirst + ofSecond), weights);
    }

    /// <summary>Of the assets with inverse-variance weights.</summary>
    private static double Variance(double[,] covariance, ReadOnlySpan<int> assets)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var one in assets)
        {
            weights += 1 / covariance[one, one];
            foreach (var other in assets)
            {
                sum += covariance[one, other] / (covariance[one, one] * covariance[other, other]);
            }
        }

        return sum / (weights * weights);
    }
}
