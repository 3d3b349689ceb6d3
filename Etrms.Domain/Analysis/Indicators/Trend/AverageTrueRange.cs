using Etrms.Domain.Analysis.Indicators.Averages;

namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>True range of Wilder (1978): how far the price moved since the last close. The first bar has none.</summary>
public sealed class TrueRange : BarIndicator
{
    private double _lastClose = double.NaN;

    public override double? Next(in Ohlcv bar)
    {
        var last = _lastClose;
        _lastClose = bar.Close;
        return double.IsNaN(last) ? null : Math.Max(bar.High, last) - Math.Min(bar.Low, last);
    }
}

/// <summary>A true range and its average, where known.</summary>
/// <param name="Percent">The average in percent of the close; null where the close is 0.</param>
public readonly record struct TrueRangeReading(double? TrueRange, double? Average, double? Percent);

/// <summary>Average true range of Wilder (1978): his smoothing of the true ranges from the second bar on, first known at bar <c>period</c>.</summary>
public sealed class AverageTrueRange(int period) : IIndicator
{
    private readonly ExponentialAverage _average = ExponentialAverage.OfWilder(period);
    private double _lastClose = double.NaN;
    private double _range = double.NaN;
    private double _value = double.NaN;

    public TrueRangeReading Next(in Ohlcv bar)
    {
        Add(bar);
        return new TrueRangeReading(Undefined.OrNull(_range), Undefined.OrNull(_value), Undefined.OrNull(Percent(bar)));
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        Add(bar);
        outputs[2] = Percent(bar);
        outputs[1] = _value;
        outputs[0] = _range;
    }

    private void Add(in Ohlcv bar)
    {
        if (!double.IsNaN(_lastClose))
        {
            _range = Math.Max(bar.High, _lastClose) - Math.Min(bar.Low, _lastClose);
            _value = _average.Next(_range) ?? double.NaN;
        }

        _lastClose = bar.Close;
    }

    private double Percent(in Ohlcv bar) => bar.Close > 0 ? 100 * _value / bar.Close : double.NaN;
}
