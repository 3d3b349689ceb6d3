using System.Collections.Concurrent;
using System.IO.Compression;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>Recorded candles of the reference folder; a test is skipped without it.</summary>
internal static class ReferenceCandles
{
    private static readonly ConcurrentDictionary<string, CandleSeries> Read = new(StringComparer.Ordinal);
    private static readonly DateTimeOffset Year2022 = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Hours of BTCUSDT in 2022.</summary>
    public static CandleSeries Bitcoin2022() => Hours("BTCUSDT-1h.csv.gz", SeriesKind.Perpetual).Between(Year2022, Year2022.AddYears(1));

    /// <summary>Read once for all tests.</summary>
    public static CandleSeries Hours(string file, SeriesKind kind) => Read.GetOrAdd(file, _ => ReadHours(file, kind));

    private static CandleSeries ReadHours(string file, SeriesKind kind)
    {
        var builder = new CandleSeriesBuilder(new InstrumentId(Exchange.Binance, file.Split('-')[0]), TimeSpan.FromHours(1));
        foreach (var (rows, line) in Rows(file, kind, Timeframe.TryParse("1h", out var hour) ? hour : null))
        {
            Assert.Null(rows.Read(line, out Candle candle));
            builder.Add(candle);
        }

        return builder.Build();
    }

    public static IReadOnlyList<FundingRate> Funding(string file) =>
    [
        .. Rows(file, SeriesKind.Funding, null).Select(row =>
        {
            Assert.Null(row.Rows.Read(row.Line, out FundingRate rate));
            return rate;
        }),
    ];

    private static IEnumerable<(RecordedRows Rows, string Line)> Rows(string file, SeriesKind kind, Timeframe? timeframe)
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Set ETRMS_REFERENCE to the folder with the reference data.");
        using var packed = File.OpenRead(Path.Combine(folder!, "data", "binance-usdm", file));
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var rows = RecordedRows.Below(text.ReadLine()!, kind, timeframe)!;
        while (text.ReadLine() is { } line)
        {
            yield return (rows, line);
        }
    }
}
