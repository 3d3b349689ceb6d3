using System.Collections.Immutable;
using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Portfolio;

/// <summary>How much of a portfolio is spread, by several measures that answer different questions.</summary>
/// <param name="Volatility">In the unit of the covariances' root.</param>
/// <param name="DiversificationRatio">Weighted deviations over the portfolio's; 1 for a single bet.</param>
/// <param name="RiskShares">Share of the variance that each asset contributes; below 0 for one that hedges.</param>
/// <param name="EffectiveWeights">1 over the sum of the squared weights: how evenly money is spread, which says nothing of risk.</param>
/// <param name="EffectiveBets">Exponential of the entropy of the risk shares; null where one is below 0.</param>
/// <param name="EffectiveComponents">The same over uncorrelated principal portfolios (Meucci 2009): near 1 to 2 for coins that move together.</param>
public sealed record PortfolioScores(
    double Volatility, double DiversificationRatio, ImmutableArray<double> RiskShares, double EffectiveWeights, double? EffectiveBets, double EffectiveComponents)
{
    /// <summary>Null where the weights have no variance.</summary>
    public static PortfolioScores? Of(double[] weights, double[,] covariance)
    {
        var variance = Variance(weights, covariance);
        if (!(variance > 0))
        {
            return null;
        }

        var volatility = Math.Sqrt(variance);
        double[] shares = [.. weights.Select((weight, i) => weight * Dots.Of(Row(covariance, i), weights) / variance)];
        var eigen = SymmetricEigen.Of(covariance);
        double[] components = [.. eigen.Values.Select((value, k) => value * Math.Pow(weights.Select((weight, i) => weight * eigen.Vectors[i, k]).Sum(), 2))];
        return new PortfolioScores(
            volatility,
            Dots.Of(weights, Deviations(covariance)) / volatility,
            [.. shares],
            1 / Dots.Of(weights, weights),
            Array.Exists(shares, share => share < 0) ? null : Math.Exp(Entropy.Of(shares)),
            Math.Exp(Entropy.Of(components)));
    }

    internal static double Variance(double[] weights, double[,] covariance) =>
        weights.Select((weight, i) => weight * Dots.Of(Row(covariance, i), weights)).Sum();

    internal static double[] Deviations(double[,] covariance) =>
        [.. Enumerable.Range(0, covariance.GetLength(0)).Select(i => Math.Sqrt(covariance[i, i]))];

    internal static double[] Row(double[,] matrix, int row) => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column])];
}
