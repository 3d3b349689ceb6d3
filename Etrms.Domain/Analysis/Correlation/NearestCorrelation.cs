using Etrms.Domain.Analysis.Algebra;

namespace Etrms.Domain.Analysis.Correlation;

/// <summary>
/// The correlation matrix nearest to a symmetric one, by alternating projections with Dykstra's correction (Higham 2002). Matrices put
/// together by pairs, or edited for a scenario, need not be one; clipping their eigenvalues alone would lose the unit diagonal.
/// </summary>
/// <param name="Distance">In the Frobenius norm.</param>
/// <param name="IsReached">Whether the projections settled.</param>
public sealed record NearestCorrelation(double[,] Matrix, double Distance, bool IsReached)
{
    private const int MostRounds = 5_000;
    private const double Settled = 1e-10;

    /// <param name="matrix">Symmetric and finite.</param>
    public static NearestCorrelation To(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var current = (double[,])matrix.Clone();
        var correction = new double[size, size];
        for (var round = 0; round < MostRounds; round++)
        {
            var shifted = Covariances.Symmetric(size, (i, j) => current[i, j] - correction[i, j]);
            var projected = SymmetricEigen.Of(shifted).WithoutNegative();
            var next = Covariances.Symmetric(size, (i, j) => i == j ? 1 : Math.Clamp(projected[i, j], -1, 1));
            var moved = Norm(next, current);
            correction = Covariances.Symmetric(size, (i, j) => projected[i, j] - shifted[i, j]);
            current = next;

            // The diagonal is exact by now, and the other property holds as far as the two projections agree.
            if (Math.Max(moved, Norm(next, projected)) <= Settled * size)
            {
                return new NearestCorrelation(current, Norm(current, matrix), IsReached: true);
            }
        }

        return new NearestCorrelation(current, Norm(current, matrix), IsReached: false);
    }

    private static double Norm(double[,] one, double[,] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.GetLength(0); i++)
        {
            for (var j = 0; j < one.GetLength(0); j++)
            {
                sum += (one[i, j] - other[i, j]) * (one[i, j] - other[i, j]);
            }
        }

        return Math.Sqrt(sum);
    }
}
