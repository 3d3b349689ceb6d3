namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>A turning point that this bar confirmed.</summary>
/// <param name="Price">High of a top, low of a bottom.</param>
/// <param name="BarsAgo">How long before this bar it was.</param>
public readonly record struct TurningPoint(double Price, bool IsTop, int BarsAgo);

/// <summary>
/// Zig-zag: turning points from which the price has come back by so many percent. Told at the bar that confirms them, so that nothing is
/// ever taken back; charts that draw the last leg as it stands redraw it.
/// </summary>
public sealed class ZigZag(double percent = 5) : IIndicator
{
    private readonly double _share = percent / 100;
    private Ohlcv _top;
    private Ohlcv _bottom;
    private int _sinceTop = -1;
    private int _sinceBottom = -1;

    /// <summary>1 while looking for a top, -1 for a bottom, 0 before the first is known.</summary>
    private int _direction;

    public TurningPoint? Next(in Ohlcv bar)
    {
        (_sinceTop, _sinceBottom) = (_sinceTop + 1, _sinceBottom + 1);
        if (_direction == 0 && _sinceTop == 0)
        {
            (_top, _bottom) = (bar, bar);
            return null;
        }

        if (_direction >= 0 && bar.High > _top.High)
        {
            (_top, _sinceTop) = (bar, 0);
        }

        if (_direction <= 0 && bar.Low < _bottom.Low)
        {
            (_bottom, _sinceBottom) = (bar, 0);
        }

        return Confirmed(bar);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var point = Next(bar);
        outputs[0] = point?.Price ?? double.NaN;
        outputs[1] = point is { } known ? (known.IsTop ? 1 : -1) : double.NaN;
        outputs[2] = point?.BarsAgo ?? double.NaN;
    }

    private TurningPoint? Confirmed(in Ohlcv bar)
    {
        if (_direction >= 0 && _sinceTop > 0 && bar.Low <= _top.High * (1 - _share))
        {
            var top = new TurningPoint(_top.High, IsTop: true, _sinceTop);
            (_direction, _bottom, _sinceBottom) = (-1, bar, 0);
            return top;
        }

        if (_direction <= 0 && _sinceBottom > 0 && bar.High >= _bottom.Low * (1 + _share))
        {
            var bottom = new TurningPoint(_bottom.Low, IsTop: false, _sinceBottom);
            (_direction, _top, _sinceTop) = (1, bar, 0);
            return bottom;
        }

        return null;
    }
}
