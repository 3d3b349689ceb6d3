using MathNet.Numerics.LinearAlgebra;

namespace Etrms.Domain.Analysis.Algebra;

/// <summary>Eigenvalues of a symmetric matrix, ascending, and the eigenvectors in the columns that belong to them.</summary>
internal sealed record SymmetricEigen(double[] Values, double[,] Vectors)
{
    public static SymmetricEigen Of(double[,] matrix)
    {
        var found = Matrix<double>.Build.DenseOfArray(matrix).Evd(Symmetricity.Symmetric);
        return new SymmetricEigen([.. found.EigenValues.Select(value => value.Real)], found.EigenVectors.ToArray());
    }

    /// <summary>The matrix with its negative eigenvalues at 0: the nearest positive semidefinite one.</summary>
    public double[,] WithoutNegative()
    {
        var size = Values.Length;
        var matrix = new double[size, size];
        for (var k = 0; k < size; k++)
        {
            for (var i = 0; Values[k] > 0 && i < size; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    matrix[i, j] += Values[k] * Vectors[i, k] * Vectors[j, k];
                }
            }
        }

        return matrix;
    }
}
