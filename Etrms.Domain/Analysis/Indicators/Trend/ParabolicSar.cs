namespace Etrms.Domain.Analysis.Indicators.Trend;

/// <summary>Stop and reverse.</summary>
/// <param name="Stop">Where the position of the trend would be left and turned.</param>
/// <param name="IsReversal">True at the bar that reached it.</param>
public readonly record struct ParabolicReading(double Stop, bool IsReversal);

/// <summary>
/// Parabolic stop and reverse of Wilder (1978). The first trend is a guess (up), so nothing is told up to the first reversal, as in
/// Stock.Indicators.
/// </summary>
public sealed class ParabolicSar(double step = 0.02, double most = 0.2) : IIndicator
{
    private readonly double _step = step;
    private Ohlcv _last;
    private Ohlcv _beforeLast;
    private int _count;
    private bool _isRising = true;
    private bool _hasTurned;
    private double _stop;
    private double _extreme;
    private double _factor = step;

    public ParabolicReading? Next(in Ohlcv bar)
    {
        if (_count == 0)
        {
            (_stop, _extreme) = (bar.Low, bar.High);
        }

        var isReversal = _count > 0 && Move(bar);
        var isKnown = _hasTurned;
        _hasTurned |= isReversal;
        (_beforeLast, _last) = (_last, bar);
        _count += _count < 2 ? 1 : 0;
        return isKnown ? new ParabolicReading(_stop, isReversal) : null;
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs)
    {
        var reading = Next(bar);
        outputs[0] = reading?.Stop ?? double.NaN;
        outputs[1] = reading is { } known ? (known.IsReversal ? 1 : 0) : double.NaN;
    }

    /// <summary>True when the bar reached the stop, which then stands at the extreme of the trend that ended.</summary>
    private bool Move(in Ohlcv bar)
    {
        var stop = _stop + (_factor * (_extreme - _stop));
        if (_count >= 2)
        {
            stop = _isRising ? Math.Min(stop, Math.Min(_last.Low, _beforeLast.Low)) : Math.Max(stop, Math.Max(_last.High, _beforeLast.High));
        }

        if (_isRising ? bar.Low < stop : bar.High > stop)
        {
            (_stop, _extreme, _factor, _isRising) = (_extreme, _isRising ? bar.Low : bar.High, _step, !_isRising);
            return true;
        }

        _stop = stop;
        var reached = _isRising ? bar.High : bar.Low;
        if (_isRising ? reached > _extreme : reached < _extreme)
        {
            (_extreme, _factor) = (reached, Math.Min(_factor + _step, most));
        }

        return false;
    }
}
