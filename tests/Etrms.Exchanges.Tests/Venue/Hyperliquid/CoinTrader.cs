using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Etrms.Exchanges.Hyperliquid.Signing;

namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>Trades for one wallet of the venue, with actions written out as they travel.</summary>
internal sealed class CoinTrader(PaperVenue venue, string address, string privateKey)
{
    /// <summary>Private key of the wallet that always exists.</summary>
    public static readonly string StandardKey = "0x" + new string('1', 64);

    /// <summary>Asset number of BTC.</summary>
    public const int Btc = 0;

    private static long _lastNonce;

    public string Address => address;

    public static CoinTrader Standard(PaperVenue venue) => new(venue, KeyOf(StandardKey).Address, StandardKey);

    /// <summary>A fresh wallet, traded by its agent.</summary>
    public static async Task<CoinTrader> OpenAsync(PaperVenue venue, decimal balance = 100_000)
    {
        var created = await venue.ControlAsync("accounts", new { venue = "hyperliquid", label = "test", balance });
        return new CoinTrader(venue, created.GetProperty("address").GetString()!, created.GetProperty("agent_private_key").GetString()!);
    }

    /// <summary>The same wallet with another key.</summary>
    public CoinTrader With(string otherKey) => new(venue, address, otherKey);

    public async Task<JsonElement> InfoAsync(string type, string more = "")
    {
        var (status, body) = await venue.SendTextAsync(HttpMethod.Post, "/info", $$"""{"type":"{{type}}","user":"{{address}}"{{more}}}""");
        Assert.True(status == HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>Signs and sends an L1 action.</summary>
    public async Task<JsonElement> SendAsync(string action, long? nonce = null, string? vault = null, long? expiresAfter = null)
    {
        using var answer = await venue.Http.PostAsync(new Uri("/exchange", UriKind.Relative), Body(Sign(action, nonce, vault, expiresAfter)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The signed request as it travels.</summary>
    public string Sign(string action, long? nonce = null, string? vault = null, long? expiresAfter = null)
    {
        var json = Encoding.UTF8.GetBytes(action);
        var envelope = new ActionEnvelope(nonce ?? NextNonce(), vault, expiresAfter);
        var digest = ActionSignature.Digest(ActionSignature.Hash(json, envelope), isMainnet: true);
        return Encoding.UTF8.GetString(SignedAction.Write(json, envelope, KeyOf(privateKey).Sign(digest)));
    }

    /// <summary>The texts that a refused or partly refused action came back with.</summary>
    public static IEnumerable<string> Errors(JsonElement answer) => answer.GetProperty("status").GetString() == "err"
        ? [answer.GetProperty("response").GetString()!]
        : Statuses(answer).Where(status => status.ValueKind == JsonValueKind.Object && status.TryGetProperty("error", out _))
            .Select(status => status.GetProperty("error").GetString()!);

    public static List<JsonElement> Statuses(JsonElement answer) =>
        [.. answer.GetProperty("response").GetProperty("data").GetProperty("statuses").EnumerateArray()];

    /// <summary>Places one order and hands back its status.</summary>
    public async Task<JsonElement> OrderAsync(string order) =>
        Assert.Single(Statuses(await SendAsync($$"""{"type":"order","orders":[{{order}}],"grouping":"na"}""")));

    public static string Limit(bool buy, decimal price, decimal size, string tif = "Gtc", bool reduceOnly = false, string? cloid = null) =>
        $$$"""{"a":0,"b":{{{Word(buy)}}},"p":"{{{Text(price)}}}","s":"{{{Text(size)}}}","r":{{{Word(reduceOnly)}}},"t":{"limit":{"tif":"{{{tif}}}"}}{{{Cloid(cloid)}}}}""";

    public static string Trigger(bool buy, decimal trigger, decimal size, string tpsl, decimal? price = null, bool reduceOnly = true) =>
        $$$$"""{"a":0,"b":{{{{Word(buy)}}}},"p":"{{{{Text(price ?? trigger)}}}}","s":"{{{{Text(size)}}}}","r":{{{{Word(reduceOnly)}}}},"t":{"trigger":{"isMarket":{{{{Word(price is null)}}}},"triggerPx":"{{{{Text(trigger)}}}}","tpsl":"{{{{tpsl}}}}"}}}""";

    /// <summary>Takes from the book through a far limit.</summary>
    public async Task<JsonElement> TakeAsync(bool buy, decimal size, bool reduceOnly = false)
    {
        var mark = await MarkAsync();
        var filled = await OrderAsync(Limit(buy, Math.Round(mark * (buy ? 1.05m : 0.95m)), size, "Ioc", reduceOnly));
        Assert.True(filled.TryGetProperty("filled", out var fill), filled.ToString());
        return fill;
    }

    public async Task<decimal> MarkAsync() =>
        Number((await InfoAsync("metaAndAssetCtxs"))[1][Btc], "markPx");

    /// <summary>The signed position in BTC; 0 when there is none.</summary>
    public async Task<decimal> PositionAsync() =>
        (await InfoAsync("clearinghouseState")).GetProperty("assetPositions").EnumerateArray()
            .Select(held => held.GetProperty("position"))
            .Where(position => position.GetProperty("coin").GetString() == "BTC")
            .Sum(position => Number(position, "szi"));

    /// <summary>State of an order, by the exchange's number.</summary>
    public async Task<string> StatusAsync(long oid)
    {
        var found = await InfoAsync("orderStatus", $",\"oid\":{oid}");
        return found.TryGetProperty("order", out var order) ? order.GetProperty("status").GetString()! : found.GetProperty("status").GetString()!;
    }

    public static decimal Number(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    public static SigningKey KeyOf(string text) => SigningKey.TryRead(text, out var key) ? key : throw new ArgumentException("No key.", nameof(text));

    public static long NextNonce()
    {
        long former, next;
        do
        {
            former = Interlocked.Read(ref _lastNonce);
            next = Math.Max(former + 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        }
        while (Interlocked.CompareExchange(ref _lastNonce, next, former) != former);

        return next;
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    private static string Word(bool truth) => truth ? "true" : "false";

    private static string Text(decimal number) => number.ToString("0.########", CultureInfo.InvariantCulture);

    private static string Cloid(string? cloid) => cloid is null ? "" : $",\"c\":\"{cloid}\"";
}
