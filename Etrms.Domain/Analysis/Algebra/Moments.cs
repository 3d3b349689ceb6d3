namespace Etrms.Domain.Analysis.Algebra;

/// <summary>Mean and variance of a sample.</summary>
internal static class Moments
{
    /// <summary>NaN of nothing.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>About the mean, divided by as many less <paramref name="lost"/>.</summary>
    public static double Variance(ReadOnlySpan<double> values, int lost = 1)
    {
        var (mean, squares) = (Mean(values), 0.0);
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return squares / (values.Length - lost);
    }
}
