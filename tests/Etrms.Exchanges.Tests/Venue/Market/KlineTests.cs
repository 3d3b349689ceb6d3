using Etrms.Domain.Backtesting;
using Etrms.Venue.Market;

namespace Etrms.Exchanges.Tests.Venue.Market;

public sealed class KlineTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Replayed_minutes_fold_to_the_recorded_hours()
    {
        var market = await OpenAsync("BTCUSDT");
        var recorded = (await RecordedData.ReadAsync("BTCUSDT", "1h")).Between(Start.AddMinutes(-30), Start.AddHours(5));

        market.Clock.Advance(TimeSpan.FromHours(5.5));
        Assert.True(market.Market.Advance(() => true));

        var hours = market.Market.Klines(RecordedData.Contract("BTCUSDT").Id, KlineInterval.OneHour, Start.AddMinutes(-30), Start.AddHours(4.9), 100);
        Assert.Equal(
            recorded.Select(bar => (bar.OpenAt, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume)),
            hours.Select(bar => (bar.OpenAt, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume)));
        Assert.Equal([.. Enumerable.Repeat(true, 5)], hours.Take(5).Select(bar => bar.IsClosed));
    }

    [Fact]
    public async Task Every_interval_lies_on_its_grid_without_holes_and_ends_now()
    {
        var market = await OpenAsync("BTCUSDT");
        var id = RecordedData.Contract("BTCUSDT").Id;

        foreach (var interval in KlineInterval.All)
        {
            var bars = market.Market.Klines(id, interval, null, null, 20);

            Assert.Equal(20, bars.Length);
            Assert.All(bars, bar => Assert.Equal(interval.OpenOf(bar.OpenAt), bar.OpenAt));
            Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(interval.NextOpen(pair.First.OpenAt), pair.Second.OpenAt));
            Assert.InRange(Start, bars[^1].OpenAt, bars[^1].CloseAt.AddSeconds(1));
        }
    }

    [Fact]
    public async Task A_day_s_ticker_spans_the_last_24_hours()
    {
        var market = await OpenAsync("BTCUSDT");

        var ticker = market.Market.Ticker(RecordedData.Contract("BTCUSDT").Id);

        var day = (await RecordedData.ReadAsync("BTCUSDT", "1m")).Between(Start.AddDays(-1), Start).ToList();
        Assert.Equal((day[0].Open, day.Max(bar => bar.High), day.Min(bar => bar.Low)), (ticker.Open, ticker.High, ticker.Low));
        Assert.InRange(ticker.Volume - day.Sum(bar => bar.Volume), 0, 100);
    }

    private static async Task<(VenueMarket Market, StandingClock Clock)> OpenAsync(params string[] symbols)
    {
        var prices = new RecordedPrices(new CandleFolder(RecordedData.Folder()), [.. symbols.Select(RecordedData.Contract)]);
        var contracts = await prices.LoadAsync(Start, TimeSpan.Zero, TestContext.Current.CancellationToken);
        var time = new StandingClock(Start);
        var exchange = new SimulatedExchange(contracts.Select(contract => contract.Instrument), new ExchangeRules(), _ => { });
        return (new VenueMarket(new PriceData(PriceSource.Candles, Start, contracts), new VenueClock(time), new VenueExchanges(exchange, exchange), _ => { }, seed: 1), time);
    }
}
