using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Averages;

/// <summary>An adaptive average and the efficiency that steers it.</summary>
public readonly record struct KaufmanReading(double Average, double? Efficiency);

/// <summary>
/// Kaufman's adaptive moving average (1995): quick where the price goes straight, slow where it wavers. Begins at the last close before the
/// first full window; where nothing moves it stands at the close.
/// </summary>
public sealed class KaufmanAverage(int period, int fast = 2, int slow = 30) : IIndicator
{
    private readonly double _fast = 2.0 / (fast + 1);
    private readonly double _slow = 2.0 / (slow + 1);
    private RollingSum _path = new(period);
    private Delay _before = new(period);
    private double _last = double.NaN;
    private double _average;
    private int _count;

    public KaufmanReading? Next(double value)
    {
        var path = double.IsNaN(_last) ? null : _path.Next(Math.Abs(value - _last));
        var before = _before.Next(value);
        _last = value;
        _count += _count < period ? 1 : 0;
        if (path is not { } moved || before is not { } start)
        {
            _average = value;
            return _count == period ? new KaufmanReading(value, null) : null;
        }

        var efficiency = moved > 0 ? Math.Min(Math.Abs(value - start) / moved, 1) : 1;
        var share = (efficiency * (_fast - _slow)) + _slow;
        _average = moved > 0 ? _average + (share * share * (value - _average)) : value;
        return new KaufmanReading(_average, moved > 0 ? efficiency : 0);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar.Close);
        outputs[0] = reading?.Average ?? double.NaN;
        outputs[1] = reading?.Efficiency ?? double.NaN;
    }
}
