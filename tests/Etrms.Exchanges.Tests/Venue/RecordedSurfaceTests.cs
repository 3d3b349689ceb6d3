using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>Every recorded answer to a read: the venue answers the path with every key that was recorded, or the path is listed as beyond it.</summary>
public sealed class RecordedSurfaceTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    // Downloads, conversions, portfolio margin, statistics of other people's trading and the algorithmic orders of another service.
    private static readonly string[] Beyond =
    [
        "/fapi/v1/trade/asyn", "/fapi/v1/income/asyn", "/fapi/v1/order/asyn", "/fapi/v1/convert/", "/fapi/v1/pmAccountInfo", "/futures/data/",
        "/sapi/v1/algo/", "/fapi/v1/assetIndex", "/fapi/v1/indexInfo", "/fapi/v1/constituents", "/fapi/v1/tradingSchedule",
    ];

    // Keys that ended in 2026, that only other types of order have, or that samples show beside errors.
    private static readonly HashSet<string> Gone = new(StringComparer.Ordinal)
    {
        "avgPrice", "cumQuote", "cumBase", "activatePrice", "priceRate", "code", "msg", "notionalCoef", "tradeGroupId", "isAutoAddMargin",
        "disclaimer", "actualQty", "actualType",
    };

    // What the samples of the documents hold in one place although the wire has it in several.
    private static readonly HashSet<string> Mixed = new(StringComparer.Ordinal) { "/fapi/v1/exchangeInfo" };

    private static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["/fapi/v1/continuousKlines"] = "pair=BTCUSDT&contractType=PERPETUAL&interval=1m",
        ["/fapi/v1/indexPriceKlines"] = "pair=BTCUSDT&interval=1m",
        ["/fapi/v1/klines"] = "symbol=BTCUSDT&interval=1m",
        ["/fapi/v1/premiumIndexKlines"] = "symbol=BTCUSDT&interval=1m",
        ["/fapi/v1/markPriceKlines"] = "symbol=BTCUSDT&interval=1m",
        ["/fapi/v2/account"] = "",
        ["/fapi/v3/account"] = "",
        ["/fapi/v1/apiTradingStatus"] = "",
        ["/fapi/v1/fundingInfo"] = "",
    };

    public static TheoryData<string> Reads()
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        return string.IsNullOrEmpty(folder)
            ? ["rest.official.account_information_v3"]
            : [.. Directory.EnumerateFiles(Path.Combine(folder, "vectors", "exchange", "binance-responses"), "rest.*.json")
                .Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(IsRead).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_recorded_read_is_answered_with_every_key(string vector)
    {
        var file = Vectors.Read(Path.Combine("binance-responses", vector + ".json"));
        var path = file.GetProperty("path").GetString()!;
        if (path is "/fapi/v1/order" or "/fapi/v1/openOrder" or "/fapi/v1/algoOrder")
        {
            // Their queries name an order: PayloadShapeTests and the conditional tests place one first.
            return;
        }

        var trader = await ActAsync();

        var answer = await trader.GetAsync(path, Queries.GetValueOrDefault(path, "symbol=BTCUSDT"));

        Assert.True((int)answer.Status < 300, $"{path} answered {answer.Body}");
        if (!Mixed.Contains(path))
        {
            AssertKeys(vector, file.GetProperty("body"), answer.Body);
        }
    }

    private static bool IsRead(string vector)
    {
        var file = Vectors.Read(Path.Combine("binance-responses", vector + ".json"));
        return file.TryGetProperty("method", out var method) && method.GetString() == "GET"
            && !vector.Contains(".err-", StringComparison.Ordinal)
            && !Beyond.Any(path => file.GetProperty("path").GetString()!.StartsWith(path, StringComparison.Ordinal));
    }

    private static void AssertKeys(string where, JsonElement recorded, JsonElement ours)
    {
        if (recorded.ValueKind == JsonValueKind.Array)
        {
            // A call that names its contract may be answered with the one object.
            var one = ours.ValueKind == JsonValueKind.Array ? ours.EnumerateArray().FirstOrDefault() : ours;
            if (recorded.GetArrayLength() > 0 && one.ValueKind != JsonValueKind.Undefined)
            {
                AssertKeys(where + "[]", recorded[0], one);
            }
        }
        else if (recorded.ValueKind == JsonValueKind.Object && ours.ValueKind == JsonValueKind.Array)
        {
            AssertKeys(where, recorded, ours.EnumerateArray().First());
        }
        else if (recorded.ValueKind == JsonValueKind.Object && !where.EndsWith(".indicators", StringComparison.Ordinal))
        {
            foreach (var property in recorded.EnumerateObject().Where(property => !Gone.Contains(property.Name)))
            {
                Assert.True(ours.TryGetProperty(property.Name, out var value), $"{where}.{property.Name} is missing");
                AssertKeys($"{where}.{property.Name}", property.Value, value);
            }
        }
    }

    /// <summary>An account with a history of every kind.</summary>
    private async Task<VenueTrader> ActAsync()
    {
        var trader = await venue.OpenAccountAsync();
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        await trader.PostAsync("/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await trader.PostAsync("/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=5&type=1");
        var resting = await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=98000");
        await trader.PutAsync("/fapi/v1/order", $"symbol=BTCUSDT&side=BUY&orderId={resting.Body.GetProperty("orderId")}&quantity=0.01&price=97000");
        await trader.PostAsync("/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=90000");
        return trader;
    }
}
