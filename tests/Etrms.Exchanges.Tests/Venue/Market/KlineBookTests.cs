using Etrms.Venue.Market;

namespace Etrms.Exchanges.Tests.Venue.Market;

/// <summary>The past of a contract whose last hours and days are told by minutes alone.</summary>
public sealed class KlineBookTests
{
    private static readonly DateTimeOffset LastHour = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Begin = LastHour.AddDays(3);

    [Theory]
    [InlineData("1h")]
    [InlineData("1d")]
    public void What_closes_after_the_start_joins_the_past_without_a_hole(string code)
    {
        var interval = KlineInterval.All.Single(each => each.Code == code);
        var book = new KlineBook();
        book.Load(new KlineHistory(Bars(KlineInterval.OneMinute, LastHour, Begin), Bars(KlineInterval.OneHour, LastHour.AddDays(-10), LastHour), []), Begin);

        foreach (var minute in Bars(KlineInterval.OneMinute, Begin, Begin.AddHours(26)))
        {
            book.Add(minute, _ => { });
        }

        var bars = book.Query(interval, LastHour.AddDays(-5), Begin.AddHours(26), 1_000);
        Assert.Equal(LastHour.AddDays(-5), bars[0].OpenAt);
        Assert.Equal(Begin.AddHours(25).UtcDateTime.Date, bars[^1].OpenAt.UtcDateTime.Date);
        Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(interval.NextOpen(pair.First.OpenAt), pair.Second.OpenAt));
    }

    private static IEnumerable<Kline> Bars(KlineInterval interval, DateTimeOffset from, DateTimeOffset until)
    {
        for (var at = from; at < until; at = interval.NextOpen(at))
        {
            yield return new Kline(interval, at, interval.NextOpen(at).AddMilliseconds(-1), 100, 101, 99, 100, 1, 100, 1, 0.5m, 50, 0, 0, IsClosed: true);
        }
    }
}
