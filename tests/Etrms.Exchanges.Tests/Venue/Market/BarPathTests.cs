using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Exchanges.Tests.Venue.Market;

public sealed class BarPathTests
{
    private static readonly DateTimeOffset OpenAt = new(2025, 6, 13, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("BTCUSDT", "1m", "2025-06-12T20:00:00Z", 6)]
    [InlineData("ETHUSDT", "5m", "2024-03-01T00:00:00Z", 12)]
    [InlineData("SOLUSDT", "1m", "2025-06-13T00:00:00Z", 6)]
    [InlineData("ADAUSDT", "1h", "2025-06-12T00:00:00Z", 24)]
    [InlineData("LINKUSDT", "1m", "2026-01-20T00:00:00Z", 3)]
    public async Task Real_candles_are_drawn_to_the_tick_and_the_lot(string symbol, string interval, string from, int hours)
    {
        var bars = await RecordedData.ReadAsync(symbol, interval);
        var start = DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        var candles = bars.Between(start, start.AddHours(hours)).ToList();

        Assert.Equal(TimeSpan.FromHours(hours) / bars.Interval, candles.Count);
        Assert.All(candles, candle => AssertDrawn(RecordedData.Contract(symbol), candle, bars.Interval));
    }

    [Theory]
    [InlineData(100, 100, 100, 100, 0)]
    [InlineData(100, 100, 100, 100, 0.001)]
    [InlineData(100, 100.1, 99.9, 100, 0.002)]
    [InlineData(100, 250, 3, 7, 12_345.678)]
    public void Odd_candles_are_drawn_too(double open, double high, double low, double close, double volume) =>
        AssertDrawn(
            RecordedData.Contract("BTCUSDT"),
            new Candle(OpenAt, (decimal)open, (decimal)high, (decimal)low, (decimal)close, (decimal)volume),
            TimeSpan.FromMinutes(1));

    [Fact]
    public void The_seed_alone_decides_the_path()
    {
        var (contract, bar) = (RecordedData.Contract("BTCUSDT"), new Candle(OpenAt, 100_000, 100_300, 99_800, 100_100, 50));

        var first = BarPath.Draw(contract, bar, TimeSpan.FromMinutes(1), seed: 7);

        Assert.Equal(first, BarPath.Draw(contract, bar, TimeSpan.FromMinutes(1), seed: 7));
        Assert.NotEqual(first, BarPath.Draw(contract, bar, TimeSpan.FromMinutes(1), seed: 8));
        Assert.NotEqual(first, BarPath.Draw(RecordedData.Contract("ETHUSDT"), bar, TimeSpan.FromMinutes(1), seed: 7));
    }

    private static void AssertDrawn(Instrument contract, Candle candle, TimeSpan interval)
    {
        var path = BarPath.Draw(contract, candle, interval, seed: 1);

        Assert.Equal((int)interval.TotalSeconds, path.Length);
        Assert.Equal((candle.Open, candle.Close), (path[0].Price, path[^1].Price));
        Assert.Equal((candle.High, candle.Low), (path.Max(step => step.Price), path.Min(step => step.Price)));
        Assert.Equal(candle.Volume, path.Sum(step => step.Quantity));
        Assert.All(path, step => Assert.True(step.Quantity >= 0 && step.Quantity % contract.StepSize == 0));
        Assert.Equal((candle.OpenAt, candle.OpenAt + interval), (path[0].At, path[^1].At.AddSeconds(1)));
    }
}
