using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Candles in a row whose closes the risk engine has said it need not judge. Before anything else happens it is told those of them that it
/// remembers (<see cref="RiskEngine.Pass"/>).
/// </summary>
internal sealed class QuietStretch(CandleSeries candles, TradingDay days)
{
    private const int MostTold = 8;

    private readonly long _stepMs = (long)candles.Step.TotalMilliseconds;
    private readonly int[] _told = new int[MostTold];
    private int _toldCount;
    private QuietSpell _spell;
    private long _low = long.MaxValue;
    private long _high = long.MinValue;
    private long _untilMs;
    private int _first = -1;
    private int _newest = -1;
    private int _lowest;
    private int _highest;
    private DateOnly _day;
    private long _nextDayMs = long.MinValue;
    private (int Day, int Week, int Month) _begun;

    public bool IsEmpty => _newest < 0;

    public decimal Lowest => candles.Close(_lowest);

    public decimal Highest => candles.Close(_highest);

    /// <summary>True when the close of a candle may be kept back.</summary>
    public bool TryKeep(int index)
    {
        var closedMs = candles.OpenMs(index) + _stepMs;
        if (closedMs >= _nextDayMs)
        {
            BeginDay(index, closedMs);
        }

        var closes = candles.CloseUnits;
        var close = closes[index];
        if (close < _low || close > _high || closedMs >= _untilMs)
        {
            return false;
        }

        if (_newest < 0)
        {
            _first = _lowest = _highest = index;
        }

        _lowest = close < closes[_lowest] ? index : _lowest;
        _highest = close > closes[_highest] ? index : _highest;
        _newest = index;
        return true;
    }

    /// <summary>The candles whose closes are to be told now, oldest first; none is kept back any more.</summary>
    public ReadOnlySpan<int> Release()
    {
        _toldCount = 0;
        if (!IsEmpty)
        {
            Tell(_newest);
            TellEither(_begun.Day);
            TellEither(_begun.Week);
            TellEither(_begun.Month);
            if (_spell.Direction != 0)
            {
                Tell(_spell.Direction > 0 ? _lowest : _highest);
            }
        }

        _newest = -1;
        return _told.AsSpan(0, _toldCount);
    }

    /// <summary>Closes of later candles are kept back while they lie in a quiet spell; none when there is none.</summary>
    public void Begin(QuietSpell? spell)
    {
        (_low, _high, _untilMs) = (long.MaxValue, long.MinValue, long.MinValue);
        if (spell is { } found)
        {
            _spell = found;
            (_low, _high, _untilMs) = (candles.UnitsAbove(found.Low), candles.UnitsBelow(found.High), found.Until.ToUnixTimeMilliseconds());
        }
    }

    private void BeginDay(int index, long closedMs)
    {
        var day = days.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(closedMs));

        // Day number 0 is a Monday.
        var isNewWeek = day.DayNumber / 7 != _day.DayNumber / 7;
        var isNewMonth = (day.Year, day.Month) != (_day.Year, _day.Month);
        _begun = (index, isNewWeek ? index : _begun.Week, isNewMonth ? index : _begun.Month);
        (_day, _nextDayMs) = (day, days.StartOf(day.AddDays(1)).ToUnixTimeMilliseconds());
    }

    /// <summary>The first close of a day and the last before it, as far as they are kept back.</summary>
    private void TellEither(int begun)
    {
        if (begun >= _first && begun <= _newest)
        {
            Tell(begun);
            Tell(begun - 1);
        }
    }

    /// <summary>Puts a candle in its place among those to be told, once.</summary>
    private void Tell(int index)
    {
        var told = _told.AsSpan(0, _toldCount);
        var place = told.BinarySearch(index);
        if (index < _first || place >= 0)
        {
            return;
        }

        told[~place..].CopyTo(_told.AsSpan(~place + 1));
        _told[~place] = index;
        _toldCount++;
    }
}
