using System.Globalization;
using System.IO.Compression;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Reads gzipped CSV of recorded candles and funding rates, a line at a time.</summary>
internal static class CandleFile
{
    public static async IAsyncEnumerable<Candle> ReadCandlesAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (line, number) in LinesAsync(path, cancellationToken))
        {
            yield return ParseCandle(line) ?? throw Malformed(path, number, "open_time_ms,open,high,low,close,volume");
        }
    }

    public static async IAsyncEnumerable<FundingRate> ReadFundingAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (line, number) in LinesAsync(path, cancellationToken))
        {
            yield return ParseFunding(line) ?? throw Malformed(path, number, "time_ms,funding_rate");
        }
    }

    internal static Candle? ParseCandle(string line)
    {
        var values = new decimal[5];
        var fields = line.AsSpan().Split(',');
        if (!fields.MoveNext() || !TryTime(line.AsSpan(fields.Current), out var openAt))
        {
            return null;
        }

        foreach (ref var value in values.AsSpan())
        {
            if (!fields.MoveNext() || !TryNumber(line.AsSpan(fields.Current), out value))
            {
                return null;
            }
        }

        var (open, high, low, close, volume) = (values[0], values[1], values[2], values[3], values[4]);
        var isSane = low > 0 && low <= Math.Min(open, close) && high >= Math.Max(open, close) && volume >= 0;
        return isSane ? new Candle(openAt, open, high, low, close, volume) : null;
    }

    internal static FundingRate? ParseFunding(string line)
    {
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && TryTime(line.AsSpan(0, comma), out var at) && TryNumber(line.AsSpan(comma + 1), out var rate)
            ? new FundingRate(at, rate)
            : null;
    }

    private static async IAsyncEnumerable<(string Line, int Number)> LinesAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            var isHeader = number == 1 && line.Length > 0 && !char.IsAsciiDigit(line[0]);
            if (line.Length > 0 && !isHeader)
            {
                yield return (line, number);
            }
        }
    }

    private static bool TryTime(ReadOnlySpan<char> text, out DateTimeOffset at)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < 32_503_680_000_000;
        at = isTime ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : default;
        return isTime;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static InvalidDataException Malformed(string path, int line, string expected) =>
        new($"{path}, line {line}: not a row of {expected}.");
}
