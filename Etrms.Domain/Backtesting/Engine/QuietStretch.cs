using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Candles in a row whose closes the risk engine has said it need not judge. Before anything else happens it is told the extremes and the newest
/// of them.
/// </summary>
internal sealed class QuietStretch(CandleSeries candles)
{
    private readonly int[] _kept = new int[3];
    private long _low = long.MaxValue;
    private long _high = long.MinValue;
    private long _untilMs;
    private int _lowest;
    private int _highest;
    private int _newest = -1;

    /// <summary>True when the close of a candle may be kept back.</summary>
    public bool TryKeep(int index)
    {
        var closes = candles.CloseUnits;
        var close = closes[index];
        if (close < _low || close > _high || candles.OpenMs(index) >= _untilMs)
        {
            return false;
        }

        _lowest = _newest < 0 || close < closes[_lowest] ? index : _lowest;
        _highest = _newest < 0 || close > closes[_highest] ? index : _highest;
        _newest = index;
        return true;
    }

    /// <summary>The candles whose closes are to be told now, oldest first.</summary>
    public ReadOnlySpan<int> Release()
    {
        if (_newest < 0)
        {
            return [];
        }

        var count = 0;
        foreach (var index in (ReadOnlySpan<int>)[Math.Min(_lowest, _highest), Math.Max(_lowest, _highest), _newest])
        {
            if (count == 0 || _kept[count - 1] != index)
            {
                _kept[count++] = index;
            }
        }

        _newest = -1;
        return _kept.AsSpan(0, count);
    }

    /// <summary>Closes of later candles are kept back while they lie in a quiet spell; none when there is none.</summary>
    public void Begin(QuietSpell? spell)
    {
        (_low, _high) = spell is { } found ? (candles.UnitsAbove(found.Low), candles.UnitsBelow(found.High)) : (long.MaxValue, long.MinValue);
        _untilMs = spell is { } until ? until.Until.ToUnixTimeMilliseconds() - (long)candles.Step.TotalMilliseconds : 0;
    }
}
