using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Integration.Tests.Data;

/// <summary>Candles as the tests need them.</summary>
internal static class SomeSeries
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Timeframe Hour = Timeframe.Of(TimeSpan.FromHours(1));

    public static readonly SeriesKey Hours = new(new InstrumentId(Exchange.Binance, "BTCUSDT"), SeriesKind.Perpetual, Hour, SeriesSource.Import);

    public static readonly SeriesKey Funding = new(new InstrumentId(Exchange.Binance, "BTCUSDT"), SeriesKind.Funding, null, SeriesSource.Import);

    /// <summary>Hourly candles of which no two are alike.</summary>
    public static Candle[] Candles(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(hour => new Candle(Start.AddHours(hour), 100 + hour, 102 + hour, 99 + hour, 101 + hour, 5.5m + hour))];
}
