namespace Etrms.Domain.Analysis.Correlation;

/// <summary>Second moments of two series over windows, divided by their length; NaN where undefined.</summary>
public sealed record RollingMoments(double[] VarianceLeft, double[] VarianceRight, double[] Covariance)
{
    /// <summary>NaN where one of the two does not move.</summary>
    public double[] Correlation() =>
    [
        .. Covariance.Select((covariance, i) => VarianceLeft[i] > 0 && VarianceRight[i] > 0
            ? Math.Clamp(covariance / Math.Sqrt(VarianceLeft[i] * VarianceRight[i]), -1, 1)
            : double.NaN),
    ];

    /// <summary>What the left one moves when the right one moves by 1.</summary>
    public double[] Beta() => [.. Covariance.Select((covariance, i) => VarianceRight[i] > 0 ? covariance / VarianceRight[i] : double.NaN)];
}

/// <summary>Correlation and beta over the last so many points. Each window is summed anew, so rounding and bad ticks do not outlive it.</summary>
public static class RollingCorrelation
{
    /// <param name="left">As long as the other.</param>
    /// <param name="right">As long as the other.</param>
    /// <param name="period">Points in a window, at least 2.</param>
    public static RollingMoments Over(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (left.Length != right.Length)
        {
            throw new ArgumentException("Two series must have one length.", nameof(right));
        }

        var moments = new RollingMoments(new double[left.Length], new double[left.Length], new double[left.Length]);
        for (var end = 0; end < left.Length; end++)
        {
            var from = end + 1 - period;
            (moments.VarianceLeft[end], moments.VarianceRight[end], moments.Covariance[end]) = from < 0
                ? (double.NaN, double.NaN, double.NaN)
                : Of(left.Slice(from, period), right.Slice(from, period));
        }

        return moments;
    }

    private static (double Left, double Right, double Both) Of(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var (meanLeft, meanRight) = (0.0, 0.0);
        for (var i = 0; i < left.Length; i++)
        {
            meanLeft += left[i] / left.Length;
            meanRight += right[i] / left.Length;
        }

        var (squaresLeft, squaresRight, products) = (0.0, 0.0, 0.0);
        for (var i = 0; i < left.Length; i++)
        {
            var (offLeft, offRight) = (left[i] - meanLeft, right[i] - meanRight);
            squaresLeft += offLeft * offLeft;
            squaresRight += offRight * offRight;
            products += offLeft * offRight;
        }

        return (squaresLeft / left.Length, squaresRight / left.Length, products / left.Length);
    }
}
