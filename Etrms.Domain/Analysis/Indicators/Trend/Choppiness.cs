using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>
/// Choppiness index of Dreiss: how much of the way that bars went lies within their common range, 100 for all of it and 0 for a straight
/// line; null where there is no range.
/// </summary>
public sealed class Choppiness(int period = 14) : BarIndicator
{
    private RollingSum _way = new(period);
    private RollingExtreme _highest = new(period, ofHighs: true);
    private RollingExtreme _lowest = new(period, ofHighs: false);
    private double _lastClose = double.NaN;

    public override double? Next(in Ohlcv bar)
    {
        var last = _lastClose;
        _lastClose = bar.Close;
        if (double.IsNaN(last))
        {
            return null;
        }

        var (high, low) = (Math.Max(bar.High, last), Math.Min(bar.Low, last));
        _highest.Next(high);
        _lowest.Next(low);
        return _way.Next(high - low) is { } way && _highest.Value > _lowest.Value
            ? 100 * Math.Log(way / (_highest.Value - _lowest.Value)) / Math.Log(period)
            : null;
    }
}
