using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Exchanges.Tests.Venue.Market;

/// <summary>Real candles, which stand beside the repository; tests that need them skip without.</summary>
internal static class RecordedData
{
    public static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_MARKET_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Set ETRMS_MARKET_DATA to the folder with recorded candles.");
        return folder;
    }

    public static async Task<RecordedBars> ReadAsync(string symbol, string interval)
    {
        var file = new CandleFolder(Folder()).Files(symbol).First(candidate => candidate.Interval.Code == interval);
        return (await CandleFolder.ReadAsync(file, TimeSpan.Zero, TestContext.Current.CancellationToken))!;
    }

    public static Instrument Contract(string symbol) => InstrumentCatalogue.Find(symbol)!;
}
