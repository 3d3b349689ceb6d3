using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Candles in a row whose closes the risk engine has said it need not judge. Before anything else happens it is told what it remembers of them
/// (<see cref="RiskEngine.Pass"/>).
/// </summary>
internal sealed class QuietStretch(CandleSeries candles)
{
    private readonly long _stepMs = (long)candles.Step.TotalMilliseconds;
    private long _low = long.MaxValue;
    private long _high = long.MinValue;
    private long _untilMs;
    private long _lowest;
    private long _highest;
    private int _newest = -1;

    public bool IsEmpty => _newest < 0;

    /// <summary>True when the close of a candle may be kept back.</summary>
    public bool TryKeep(int index)
    {
        var close = candles.CloseUnits[index];
        if (close < _low || close > _high || candles.OpenMs(index) + _stepMs >= _untilMs)
        {
            return false;
        }

        (_lowest, _highest) = IsEmpty ? (close, close) : (Math.Min(_lowest, close), Math.Max(_highest, close));
        _newest = index;
        return true;
    }

    /// <summary>What is to be told now; nothing is kept back any more.</summary>
    public QuietPrices Release()
    {
        var prices = new QuietPrices(candles.Price(_lowest), candles.Price(_highest), candles.Close(_newest));
        _newest = -1;
        return prices;
    }

    /// <summary>Closes of later candles are kept back while they lie in a quiet spell; none when there is none.</summary>
    public void Begin(QuietSpell? spell) => (_low, _high, _untilMs) = spell is { } found
        ? (candles.UnitsAbove(found.Low), candles.UnitsBelow(found.High), found.Until.ToUnixTimeMilliseconds())
        : (long.MaxValue, long.MinValue, long.MinValue);
}
