namespace Etrms.Domain.Risk.Measures;

/// <summary>Pearson correlations of log returns that are aligned in time; prices themselves would correlate for no reason.</summary>
public static class Correlation
{
    /// <summary>Symmetric with ones on the diagonal; 0 beside a series that does not move. Positive semidefinite, since all share their hours.</summary>
    /// <param name="returns">Simple returns, a column for each contract, all of one length.</param>
    public static double[,] OfSimpleReturns(IReadOnlyList<double[]> returns)
    {
        var deviations = returns.Select(Deviations).ToArray();
        var matrix = new double[returns.Count, returns.Count];
        for (var i = 0; i < returns.Count; i++)
        {
            matrix[i, i] = 1;
            for (var j = 0; j < i; j++)
            {
                matrix[i, j] = matrix[j, i] = Of(deviations[i], deviations[j]);
            }
        }

        return matrix;
    }

    private static double[] Deviations(double[] returns)
    {
        var logs = Array.ConvertAll(returns, value => Math.Log(1 + value));
        var mean = logs.Length == 0 ? 0 : logs.Sum() / logs.Length;
        return Array.ConvertAll(logs, value => value - mean);
    }

    private static double Of(double[] left, double[] right)
    {
        var (both, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < left.Length; i++)
        {
            both += left[i] * right[i];
            first += left[i] * left[i];
            second += right[i] * right[i];
        }

        return first > 0 && second > 0 ? Math.Clamp(both / Math.Sqrt(first * second), -1, 1) : 0;
    }
}
