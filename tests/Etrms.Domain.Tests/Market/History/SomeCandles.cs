using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Tests.Market.History;

internal static class SomeCandles
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Timeframe Minute = Timeframe.Of(TimeSpan.FromMinutes(1));

    public static readonly Timeframe Hour = Timeframe.Of(TimeSpan.FromHours(1));

    /// <summary>Candles of a minute that go up and down by about a thousandth.</summary>
    public static Candle[] Minutes(int count) => [.. Enumerable.Range(0, count).Select(MinuteAt)];

    public static Candle MinuteAt(int minute)
    {
        var close = 100 + (minute % 2 == 0 ? 0.1m : -0.1m) + minute % 7 * 0.01m;
        return new Candle(Start.AddMinutes(minute), 100, 101, 99, close, 10 + minute % 5);
    }

    public static SeriesCertificate Certify(IEnumerable<Candle> candles, Timeframe? timeframe = null)
    {
        using var builder = CertificateBuilder.ForCandles(timeframe ?? Minute);
        foreach (var candle in candles)
        {
            builder.Add(candle);
        }

        return builder.Finish();
    }
}
