namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>
/// Hikkake of Chesler (2003): an inside bar whose break-out fails, confirmed when within three bars the close leaves the inside bar on the
/// other side. The modified one asks for two inside bars and a close at the end of the first.
/// </summary>
internal sealed class Hikkake(bool isModified)
{
    private const int BarsToConfirm = 3;

    private int _direction;
    private int _at;
    private double _limit;

    public int Next(CandleStory c, double penetration)
    {
        var oldest = isModified ? 3 : 2;
        if (c.Index >= oldest && Direction(c) is not 0 and var direction)
        {
            (_direction, _at, _limit) = (direction, c.Index, direction > 0 ? c[1].High : c[1].Low);
            return CandleSignal.Full * direction;
        }

        if (_direction == 0 || c.Index > _at + BarsToConfirm || _direction * (c[0].Close - _limit) <= 0)
        {
            return 0;
        }

        var confirmed = CandleSignal.Confirmed * _direction;
        _direction = 0;
        return confirmed;
    }

    private int Direction(CandleStory c)
    {
        if (!IsInside(c[1], c[2]) || (isModified && !IsInside(c[2], c[3])))
        {
            return 0;
        }

        var direction = c[0].High < c[1].High && c[0].Low < c[1].Low ? 1 : c[0].High > c[1].High && c[0].Low > c[1].Low ? -1 : 0;
        return !isModified || ClosesAtItsEnd(c[2], direction) ? direction : 0;
    }

    private static bool IsInside(in Candlestick candle, in Candlestick other) => candle.High < other.High && candle.Low > other.Low;

    private static bool ClosesAtItsEnd(in Candlestick candle, int direction) =>
        direction > 0 ? candle.Close <= candle.Low + candle.Near : candle.Close >= candle.High - candle.Near;
}
