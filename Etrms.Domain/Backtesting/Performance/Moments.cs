using System.Runtime.Intrinsics;

namespace Etrms.Domain.Backtesting.Performance;

/// <summary>Moments of a sample. Each is null when the sample is too short or does not vary.</summary>
/// <param name="Count">Values.</param>
/// <param name="Mean">Their average.</param>
/// <param name="Variance">Mean squared deviation, divided by the count.</param>
/// <param name="Skewness">Third standardised moment of the population; null without variance.</param>
/// <param name="Kurtosis">Fourth one, 3 for a normal distribution; null without variance.</param>
public readonly record struct Moments(int Count, double Mean, double Variance, double? Skewness, double? Kurtosis)
{
    /// <summary>Deviations this small against the values themselves are rounding, not variance.</summary>
    private const double RoundingShare = 1e-14;

    /// <summary>Standard deviation of the sample, divided by count - 1; null for fewer than two values.</summary>
    public double? SampleDeviation => Count < 2 ? null : Math.Sqrt(Variance * Count / (Count - 1));

    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return new Moments(0, 0, 0, null, null);
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            var deviation = value - mean;
            var square = deviation * deviation;
            second += square;
            third += square * deviation;
            fourth += square * square;
        }

        var n = values.Length;
        var variance = second / n;
        return Math.Sqrt(variance) <= RoundingShare * Largest(values)
            ? new Moments(n, mean, 0, null, null)
            : new Moments(n, mean, variance, third / n / Math.Pow(variance, 1.5), fourth / n / (variance * variance));
    }

    /// <summary>The largest size of a value; which is found first makes no difference.</summary>
    private static double Largest(ReadOnlySpan<double> values)
    {
        var lanes = Vector256<double>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            lanes = Vector256.MaxNative(lanes, Vector256.Abs(Vector256.Create(values[i..])));
        }

        var largest = Math.Max(Math.Max(lanes[0], lanes[1]), Math.Max(lanes[2], lanes[3]));
        for (; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(values[i]));
        }

        return largest;
    }
}
