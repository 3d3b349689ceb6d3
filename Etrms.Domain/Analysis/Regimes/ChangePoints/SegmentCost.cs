namespace Etrms.Domain.Analysis.Regimes.ChangePoints;

/// <summary>How badly one constant describes a stretch of a series: twice a negative log-likelihood, up to what is the same for all partitions.</summary>
public abstract class SegmentCost
{
    private readonly double[] _sums;
    private readonly double[] _squares;

    private protected SegmentCost(ReadOnlySpan<double> values)
    {
        Level = Mean(values);
        (_sums, _squares) = (new double[values.Length + 1], new double[values.Length + 1]);
        for (var i = 0; i < values.Length; i++)
        {
            var distance = values[i] - Level;
            (_sums[i + 1], _squares[i + 1]) = (_sums[i] + distance, _squares[i] + (distance * distance));
        }
    }

    /// <summary>Mean of the whole series.</summary>
    public double Level { get; }

    /// <summary>Values in the series.</summary>
    public int Count => _sums.Length - 1;

    /// <summary>Values that a segment has at least.</summary>
    public abstract int Shortest { get; }

    /// <summary>Cost of the values from an index, included, to another, excluded.</summary>
    public abstract double Of(int from, int to);

    private protected double Squares(int from, int to) => _squares[to] - _squares[from];

    /// <summary>Sum of squares about the mean of the segment.</summary>
    private protected double Residual(int from, int to)
    {
        var sum = _sums[to] - _sums[from];
        return Math.Max(0, Squares(from, to) - (sum * sum / (to - from)));
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return values.IsEmpty ? 0 : sum / values.Length;
    }
}

/// <summary>A normal distribution of unit variance whose mean changes. The series is first divided by its noise (<see cref="NoiseScale"/>).</summary>
public sealed class MeanCost(ReadOnlySpan<double> values) : SegmentCost(values)
{
    public override int Shortest => 1;

    public override double Of(int from, int to) => Residual(from, to);
}

/// <summary>A normal distribution about the mean of the whole series whose variance changes.</summary>
public sealed class VarianceCost(ReadOnlySpan<double> values) : SegmentCost(values)
{
    /// <summary>Two equal values would else have infinite likelihood.</summary>
    private const double LeastVariance = 1e-11;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    public override int Shortest => 2;

    public override double Of(int from, int to)
    {
        var count = to - from;
        return count * (LogTwoPi + Math.Log(Math.Max(LeastVariance, Squares(from, to) / count)) + 1);
    }
}

/// <summary>A normal distribution whose mean and variance change together.</summary>
public sealed class MeanVarianceCost(ReadOnlySpan<double> values) : SegmentCost(values)
{
    /// <summary>Equal values would else have infinite likelihood.</summary>
    private const double LeastVariance = 1e-11;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    public override int Shortest => 2;

    public override double Of(int from, int to)
    {
        var count = to - from;
        return count * (LogTwoPi + Math.Log(Math.Max(LeastVariance, Residual(from, to) / count)) + 1);
    }
}

/// <summary>The noise of a series whose level may change.</summary>
public static class NoiseScale
{
    /// <summary>Deviation of a normal distribution over its median absolute deviation.</summary>
    private const double OfMedian = 1.482602218505602;

    /// <summary>
    /// Median absolute deviation of the differences of neighbours, scaled to the deviation of one value: changes of level touch few differences.
    /// Null for fewer than three values, and where most neighbours are equal.
    /// </summary>
    public static double? Of(ReadOnlySpan<double> values)
    {
        if (values.Length < 3)
        {
            return null;
        }

        var differences = new double[values.Length - 1];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = values[i + 1] - values[i];
        }

        var middle = Median(differences);
        var scale = OfMedian * Median([.. differences.Select(difference => Math.Abs(difference - middle))]) / Math.Sqrt(2);
        return scale > 0 && double.IsFinite(scale) ? scale : null;
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
