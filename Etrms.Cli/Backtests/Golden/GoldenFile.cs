using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>A golden file and where its data lie.</summary>
internal sealed record GoldenFile(string Path, JsonElement Root, string DataFolder, Dictionary<string, CandleSeries> Cache)
{
    public decimal Fee => Root.GetProperty("fee_rate").GetDecimal();

    public decimal Capital => Root.GetProperty("initial_cash").GetDecimal();

    public bool Has(string name) => Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out _);

    /// <summary>The whole series that the file names.</summary>
    public CandleSeries Candles() => Candles(Root.GetProperty("data").GetString()!);

    /// <summary>The part of the series that the file's window names.</summary>
    public CandleSeries Window()
    {
        var window = Root.GetProperty("window");
        return Candles().Between(Day(window[0]), Day(window[1]));
    }

    /// <summary>A series by its path below the data folder, read once.</summary>
    public CandleSeries Candles(string relative)
    {
        var path = System.IO.Path.Combine(DataFolder, relative);
        if (!Cache.TryGetValue(path, out var series))
        {
            Cache[path] = series = CandleFile.Read(path);
        }

        return series;
    }

    private static DateTimeOffset Day(JsonElement date) =>
        DateTimeOffset.Parse(date.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
