namespace Etrms.Domain.Analysis.Algebra;

/// <summary>The factor L of a symmetric positive definite matrix, A = L L'.</summary>
internal sealed class Cholesky
{
    private readonly double[,] _factor;

    private Cholesky(double[,] factor) => _factor = factor;

    private int Size => _factor.GetLength(0);

    /// <summary>Null when the matrix is not positive definite, or holds what is no number.</summary>
    /// <param name="matrix">Symmetric; its lower half is read.</param>
    /// <param name="least">Share of each diagonal element that must be left of it: below, a matrix counts as singular.</param>
    public static Cholesky? Of(double[,] matrix, double least = 0)
    {
        var size = matrix.GetLength(0);
        var factor = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                if (i == j && !(sum > least * matrix[i, i] && sum > 0 && double.IsFinite(sum)))
                {
                    return null;
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return new Cholesky(factor);
    }

    /// <summary>x of A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        var solution = right.ToArray();
        for (var i = 0; i < Size; i++)
        {
            for (var k = 0; k < i; k++)
            {
                solution[i] -= _factor[i, k] * solution[k];
            }

            solution[i] /= _factor[i, i];
        }

        for (var i = Size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < Size; k++)
            {
                solution[i] -= _factor[k, i] * solution[k];
            }

            solution[i] /= _factor[i, i];
        }

        return solution;
    }

    public double[,] Inverse()
    {
        var inverse = new double[Size, Size];
        var unit = new double[Size];
        for (var column = 0; column < Size; column++)
        {
            unit[column] = 1;
            var solution = Solve(unit);
            unit[column] = 0;
            for (var row = 0; row < Size; row++)
            {
                inverse[row, column] = solution[row];
            }
        }

        return inverse;
    }
}
