namespace Etrms.Domain.Analysis.Correlation;

/// <summary>A covariance matrix drawn towards a target that needs less data.</summary>
/// <param name="Shrinkage">Weight of the target, from 0 to 1.</param>
public sealed record Shrunk(double Shrinkage, double[,] Covariance)
{
    internal static Shrunk Between(double[,] sample, double[,] target, double shrinkage)
    {
        var weight = Math.Clamp(shrinkage, 0, 1);
        return new Shrunk(weight, Covariances.Symmetric(sample.GetLength(0), (i, j) => (weight * target[i, j]) + ((1 - weight) * sample[i, j])));
    }
}
