using System.Collections.Immutable;
using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>How much several series are one.</summary>
/// <param name="MeanPairwise">Of all pairs.</param>
/// <param name="Eigenvalues">Largest first; they sum to the number of series.</param>
/// <param name="EffectiveRank">Exponential of the entropy of the eigenvalues' shares: independent series that would be as diverse.</param>
public sealed record CorrelationSummary(double MeanPairwise, ImmutableArray<double> Eigenvalues, double EffectiveRank)
{
    /// <summary>Null where a correlation is undefined, as with a series that does not move.</summary>
    /// <param name="correlations">At least 2 x 2, with 1 on the diagonal.</param>
    public static CorrelationSummary? Of(double[,] correlations)
    {
        var size = correlations.GetLength(0);
        if (!correlations.Cast<double>().All(double.IsFinite))
        {
            return null;
        }

        var sum = correlations.Cast<double>().Sum() - size;
        double[] values = [.. SymmetricEigen.Of(correlations).Values.OrderDescending()];
        return new CorrelationSummary(sum / (size * (size - 1.0)), [.. values], Math.Exp(Entropy.Of(values)));
    }

    /// <summary>Share of the variance that the first so many components hold.</summary>
    public double AbsorptionRatio(int components) => Eigenvalues.Take(components).Sum() / Eigenvalues.Sum();
}
