namespace Etrms.Domain.Risk.Books;

/// <summary>The trading day that market time stands in, and when the next one begins.</summary>
internal sealed class DayBook(RiskSettings settings)
{
    /// <summary>Where days begin.</summary>
    public TradingDay Rule { get; private set; } = TradingDay.Of(settings);

    /// <summary>Counts trading days; only grows. 0 before the first input.</summary>
    public int Id { get; private set; }

    /// <summary>Date of the trading day.</summary>
    public DateOnly Date { get; private set; }

    /// <summary>Market ticks at which the trading day began; 0 before the first input.</summary>
    public long StartAt { get; private set; }

    /// <summary>Market ticks at which the next trading day begins.</summary>
    public long NextAt { get; private set; } = long.MinValue;

    /// <summary>True when a day has begun that another one went before; the first only tells which it is.</summary>
    public bool TryStart(EngineClock clock, out bool isNewWeek, out bool isNewMonth)
    {
        isNewWeek = isNewMonth = false;
        if (clock.MarketNow < NextAt || clock.MarketNow == 0)
        {
            return false;
        }

        var day = Rule.DayOf(clock.Market);
        var before = Date;
        var isFirst = NextAt == long.MinValue;
        Date = day;
        Id += isFirst && Id > 0 ? 0 : 1;
        StartAt = Rule.StartOf(day).UtcTicks;
        NextAt = Rule.StartOf(day.AddDays(1)).UtcTicks;
        if (isFirst)
        {
            return false;
        }

        // Day number 0 is a Monday.
        isNewWeek = day.DayNumber / 7 != before.DayNumber / 7;
        isNewMonth = (day.Year, day.Month) != (before.Year, before.Month);
        return true;
    }

    /// <summary>
    /// Days begin by another rule from here on. A day that has begun is never begun again: under another zone or start it lasts until the next
    /// date's boundary there, so no change of clocks brings a new daily allowance.
    /// </summary>
    public void Move(RiskSettings settings, EngineClock clock)
    {
        Rule = TradingDay.Of(settings);
        if (NextAt != long.MinValue)
        {
            var there = Rule.DayOf(clock.Market);
            Date = there > Date ? there : Date;
            NextAt = Rule.StartOf(Date.AddDays(1)).UtcTicks;
        }
    }

    /// <summary>Market time went back: days are counted from there.</summary>
    public void Retime() => NextAt = long.MinValue;

    public void Restore(BooksState state)
    {
        (Id, Date) = (state.DayId, state.Day);
        StartAt = state.DayStartAt != default ? state.DayStartAt.UtcTicks : state.DayId == 0 ? 0 : Rule.StartOf(state.Day).UtcTicks;
        NextAt = state.DayId == 0 ? long.MinValue : state.NextDayAt.UtcTicks;
    }
}
