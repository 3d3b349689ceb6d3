using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Cli.Backtests;

/// <summary>Reads recorded files of the format in docs/user-guide/data.md, without a server.</summary>
internal static class CandleFile
{
    /// <summary>Candles of a file whose name tells symbol and timeframe, such as BTCUSDT-1h.csv.gz; the step is told by them.</summary>
    public static CandleSeries Read(string path)
    {
        var name = Path.GetFileName(path);
        var timeframe = TimeframeOf(name) ?? throw new CommandFailedException($"{path}: the name tells no timeframe. Name it like BTCUSDT-1h.csv.gz.");
        var parts = PartsOf(name);
        return Read(path, new InstrumentId(Exchange.Binance, parts[0]), timeframe, parts.Contains("mark") ? SeriesKind.Mark : SeriesKind.Perpetual);
    }

    /// <summary>Candles of a file that are known to be those of a contract.</summary>
    public static CandleSeries Read(string path, InstrumentId instrument, Timeframe timeframe, SeriesKind kind)
    {
        var builder = new CandleSeriesBuilder(instrument, timeframe.Length);
        ReadRows(path, kind, timeframe, (rows, line) =>
        {
            if (rows.Read(line, out Candle candle) is { } fault)
            {
                return fault;
            }

            try
            {
                builder.Add(candle);
                return null;
            }
            catch (ArgumentException impossible)
            {
                return impossible.Message;
            }
        });
        return builder.Count > 0 ? builder.Build() : throw new CommandFailedException($"{path}: the file holds no candle.");
    }

    /// <summary>The timeframe that a file's name tells; null when it tells none.</summary>
    public static Timeframe? TimeframeOf(string name) =>
        PartsOf(name).Select(part => Timeframe.TryParse(part, out var found) ? found : (Timeframe?)null).FirstOrDefault(found => found is not null);

    public static IReadOnlyList<FundingRate> ReadFunding(string path)
    {
        var rates = new List<FundingRate>();
        ReadRows(path, SeriesKind.Funding, null, (rows, line) =>
        {
            var fault = rows.Read(line, out FundingRate rate);
            rates.Add(rate);
            return fault;
        });
        return rates;
    }

    private static string[] PartsOf(string name) => name.Split('.')[0].Split('-');

    private static void ReadRows(string path, SeriesKind kind, Timeframe? timeframe, Func<RecordedRows, string, string?> take)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailedException($"{path}: there is no such file.");
        }

        RecordedRows? rows = null;
        var number = 0;
        foreach (var line in TextLines.Of(path))
        {
            number++;
            if (rows is null)
            {
                rows = RecordedRows.Below(line, kind, timeframe)
                    ?? throw new CommandFailedException($"{path}: the first line must be \"{RecordedRows.HeaderOf(kind)}\".");
            }
            else if (take(rows, line) is { } fault)
            {
                throw new CommandFailedException($"{path}, line {number}: {fault}.");
            }
        }
    }
}
