namespace Etrms.Domain.Analysis.Indicators.Averages;

/// <summary>Where an exponential average begins.</summary>
public enum AverageSeed
{
    /// <summary>At the mean of the first values, as many as its period.</summary>
    Mean,

    /// <summary>At the first value, as pandas' ewm(adjust=False).</summary>
    First,
}

/// <summary>
/// Exponential moving average with a = 2 / (period + 1). TA-Lib and Stock.Indicators begin at the mean of the first values.
/// </summary>
public sealed class ExponentialAverage : ValueIndicator
{
    private readonly int _period;
    private readonly double _share;
    private int _count;
    private double _value;

    public ExponentialAverage(int period, AverageSeed seed = AverageSeed.Mean)
        : this(seed == AverageSeed.First ? 1 : period, 2.0 / (period + 1))
    {
    }

    private ExponentialAverage(int period, double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        (_period, _share) = (period, share);
    }

    /// <summary>The smoothing of Wilder (1978): r = (r (n - 1) + x) / n, from the mean of the first n values; also SMMA or RMA.</summary>
    public static ExponentialAverage OfWilder(int period) => new(period, 1.0 / period);

    public override double? Next(double value)
    {
        if (_count < _period)
        {
            _value += value;
            if (++_count < _period)
            {
                return null;
            }

            return _value /= _period;
        }

        return _value += _share * (value - _value);
    }
}
