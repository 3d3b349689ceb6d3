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
    private readonly TrueRange _range = new();
    private readonly ExponentialAverage _average = ExponentialAverage.OfWilder(period);

    public TrueRangeReading Next(in Ohlcv bar)
    {
        var range = _range.Next(bar);
        var average = range is { } known ? _average.Next(known) : null;
        return new TrueRangeReading(range, average, bar.Close > 0 ? 100 * average / bar.Close : null);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading.TrueRange ?? double.NaN;
        outputs[1] = reading.Average ?? double.NaN;
        outputs[2] = reading.Percent ?? double.NaN;
    }
}
