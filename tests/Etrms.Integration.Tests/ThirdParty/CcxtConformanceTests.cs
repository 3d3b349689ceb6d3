using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.ThirdParty;

/// <summary>Both protocols of the paper venue, judged by ccxt: every check of the reference script passes.</summary>
public sealed class CcxtConformanceTests
{
    [Fact]
    public Task Ccxt_finds_nothing_amiss_with_a_made_up_market() => JudgeAsync([]);

    [Fact]
    public Task Ccxt_finds_nothing_amiss_with_recorded_prices()
    {
        var data = Environment.GetEnvironmentVariable("ETRMS_MARKET_DATA") is { Length: > 0 } given ? given : Path.Combine(Reference(), "data");
        Assert.SkipUnless(Directory.Exists(data), "There are no recorded prices: neither ETRMS_MARKET_DATA nor the reference names them.");
        return JudgeAsync([new("ETRMS_MARKET_DATA", data), new("Venue__AlignToWall", "true")]);
    }

    private static async Task JudgeAsync(KeyValuePair<string, string>[] settings)
    {
        var (script, modules) = (Path.Combine(Reference(), "conformance", "ccxt-conformance.mjs"), ForeignClient.Folder);
        await using var venue = await PaperVenue.StartAsync(settings);
        var address = venue.Address.ToString().TrimEnd('/');

        await ForeignClient.RunAsync(
            script,
            new("MODULES_DIR", modules), new("BINANCE_REST", address), new("HL_REST", address),
            new("PRICE_HOOK", $"{address}/control/price"));
    }

    private static string Reference()
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Set ETRMS_REFERENCE to the folder with the conformance script.");
        return folder!;
    }
}
