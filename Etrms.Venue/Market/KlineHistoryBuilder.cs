using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Makes the bars before a start out of what is recorded, however coarse it is.</summary>
internal static class KlineHistoryBuilder
{
    private static readonly TimeSpan MinutesBack = TimeSpan.FromDays(14);

    /// <summary>Minutes drawn from longer bars cost more, so fewer are drawn.</summary>
    private static readonly TimeSpan DrawnBack = TimeSpan.FromDays(2);
    private static readonly TimeSpan SettlementsBack = TimeSpan.FromDays(30);

    /// <summary>Closed bars before an instant; the bar of the replay that is open then is left to its own steps.</summary>
    public static KlineHistory HistoryBefore(this ContractData data, DateTimeOffset at, int seed)
    {
        var open = data.Bars.OpenOrNext(at)?.OpenAt ?? at;
        var minutes = data.Bars.Interval == KlineInterval.OneMinute.Length
            ? data.Bars.Between(open - MinutesBack, open).Select(bar => FromCandle(KlineInterval.OneMinute, bar))
            : DrawMinutes(data, open, seed);
        var hours = Closed(data.Hours, KlineInterval.OneHour, at);
        var days = Closed(data.Days, KlineInterval.OneDay, at);
        return new KlineHistory(minutes, hours, days);
    }

    /// <summary>Settlements before an instant with the price of their time, oldest first.</summary>
    public static IEnumerable<FundingSettlement> PastFunding(this ContractData data, FundingSchedule schedule, DateTimeOffset at)
    {
        for (var settled = schedule.NextAfter(at - SettlementsBack); settled <= at; settled += schedule.Interval)
        {
            var bar = data.Bars.OpenOrNext(settled) ?? data.Hours?.OpenOrNext(settled);
            if (bar is { } found && found.OpenAt <= settled)
            {
                yield return new FundingSettlement(data.Instrument.Id, schedule.RateAt(settled), found.Open, settled);
            }
        }
    }

    private static IEnumerable<Kline> DrawMinutes(ContractData data, DateTimeOffset open, int seed)
    {
        foreach (var bar in data.Bars.Between(open - DrawnBack, open))
        {
            var path = BarPath.Draw(data.Leader, bar, data.Bars.Interval, seed);
            foreach (var minute in path.Chunk(60))
            {
                yield return FromCandle(KlineInterval.OneMinute, new Candle(
                    minute[0].At, minute[0].Price, minute.Max(step => step.Price), minute.Min(step => step.Price), minute[^1].Price,
                    minute.Sum(step => step.Quantity)));
            }
        }
    }

    private static IEnumerable<Kline> Closed(IBarSeries? bars, KlineInterval interval, DateTimeOffset at) =>
        bars?.Between(DateTimeOffset.MinValue, at)
            .Where(bar => interval.NextOpen(bar.OpenAt) <= at)
            .Select(bar => FromCandle(interval, bar)) ?? [];

    /// <summary>Recorded candles carry no quote volume and no counts: the middle of the bar prices them, half took the ask.</summary>
    private static Kline FromCandle(KlineInterval interval, Candle bar)
    {
        var average = (bar.Open + bar.High + bar.Low + bar.Close) / 4;
        var taken = bar.Volume / 2;
        return new Kline(
            interval, bar.OpenAt, interval.NextOpen(bar.OpenAt).AddMilliseconds(-1), bar.Open, bar.High, bar.Low, bar.Close,
            bar.Volume, Math.Round(bar.Volume * average, 8), bar.Volume == 0 ? 0 : 60, taken, Math.Round(taken * average, 8),
            FirstTradeId: 0, LastTradeId: 0, IsClosed: true);
    }
}
