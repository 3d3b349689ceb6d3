using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>The one WebSocket of the protocol: subscriptions, their first frames and what follows.</summary>
public sealed class CoinSocketTests(CoinVenue venue) : IClassFixture<CoinVenue>
{
    public static TheoryData<string, string> Streams => new()
    {
        { """{"type":"allMids"}""", "allMids" },
        { """{"type":"l2Book","coin":"BTC","nSigFigs":null,"mantissa":null}""", "l2Book" },
        { """{"type":"l2Book","coin":"BTC","nSigFigs":3}""", "l2Book" },
        { """{"type":"trades","coin":"BTC"}""", "trades" },
        { """{"type":"bbo","coin":"ETH"}""", "bbo" },
        { """{"type":"activeAssetCtx","coin":"BTC"}""", "activeAssetCtx" },
        { """{"type":"candle","coin":"BTC","interval":"1m"}""", "candle" },
        { """{"type":"candle","coin":"BTC","interval":"1w"}""", "candle" },
        { """{"type":"clearinghouseState","user":"USER"}""", "clearinghouseState" },
        { """{"type":"openOrders","user":"USER"}""", "openOrders" },
        { """{"type":"userFills","user":"USER"}""", "userFills" },
        { """{"type":"userFundings","user":"USER"}""", "userFundings" },
        { """{"type":"userNonFundingLedgerUpdates","user":"USER"}""", "userNonFundingLedgerUpdates" },
        { """{"type":"activeAssetData","user":"USER","coin":"BTC"}""", "activeAssetData" },
        { """{"type":"webData2","user":"USER"}""", "webData2" },
        { """{"type":"webData3","user":"USER"}""", "webData3" },
        { """{"type":"spotState","user":"USER"}""", "spotState" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_subscription_is_echoed_and_begins_with_the_present(string subscription, string channel)
    {
        var wanted = subscription.Replace("USER", CoinTrader.Standard(venue).Address, StringComparison.Ordinal);
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");

        await SubscribeAsync(socket, wanted);

        var echo = await WaitAsync(socket, "subscriptionResponse");
        var sent = JsonSerializer.Deserialize<JsonElement>(wanted);
        Assert.All(sent.EnumerateObject(), property =>
            Assert.Equal(property.Value.GetRawText(), echo.GetProperty("subscription").GetProperty(property.Name).GetRawText()));
        await WaitAsync(socket, channel);
    }

    [Fact]
    public async Task A_book_without_terms_is_echoed_with_empty_ones()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");

        await SubscribeAsync(socket, """{"type":"l2Book","coin":"BTC"}""");

        var echo = (await WaitAsync(socket, "subscriptionResponse")).GetProperty("subscription");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (echo.GetProperty("nSigFigs").ValueKind, echo.GetProperty("mantissa").ValueKind));
    }

    [Theory]
    [InlineData("""{"method":"subscribe","subscription":{"type":"nonsense"}}""", "Invalid subscription")]
    [InlineData("""{"method":"subscribe","subscription":{"type":"l2Book","coin":"NOSUCH"}}""", "Invalid subscription")]
    [InlineData("""{"method":"unsubscribe","subscription":{"type":"allMids"}}""", "Already unsubscribed")]
    [InlineData("""{"method":"shout"}""", "Error parsing JSON")]
    [InlineData("not json", "Error parsing JSON")]
    public async Task A_wrong_message_comes_back_on_the_error_channel(string message, string beginning)
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");

        await socket.SendAsync(message);

        var error = (await WaitAsync(socket, "error")).GetString();
        Assert.StartsWith(beginning, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_stream_cannot_be_had_twice_and_can_be_left()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        await SubscribeAsync(socket, """{"type":"allMids"}""");
        await SubscribeAsync(socket, """{"type":"allMids"}""");

        Assert.StartsWith("Already subscribed", (await WaitAsync(socket, "error")).GetString(), StringComparison.Ordinal);
        await socket.SendAsync("""{"method":"unsubscribe","subscription":{"type":"allMids"}}""");
        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "subscriptionResponse"
            && message.GetProperty("data").GetProperty("method").GetString() == "unsubscribe");
        await socket.SendAsync("""{"method":"ping"}""");
        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "pong");
    }

    [Fact]
    public async Task An_order_is_told_on_every_stream_of_its_account()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        foreach (var type in (string[])["orderUpdates", "userFills", "userEvents", "clearinghouseState", "openOrders"])
        {
            await SubscribeAsync(socket, $$"""{"type":"{{type}}","user":"{{trader.Address}}"}""");
        }

        var fill = await trader.TakeAsync(buy: true, 0.02m);

        var oid = fill.GetProperty("oid").GetInt64();
        await WaitAsync(socket, "orderUpdates", data => data.EnumerateArray().Any(update =>
            update.GetProperty("status").GetString() == "filled" && update.GetProperty("order").GetProperty("oid").GetInt64() == oid));
        var later = await WaitAsync(socket, "userFills", data => !data.TryGetProperty("isSnapshot", out _));
        Assert.Equal(oid, later.GetProperty("fills")[0].GetProperty("oid").GetInt64());
        await WaitAsync(socket, "user", data => data.TryGetProperty("fills", out _));
        await WaitAsync(socket, "clearinghouseState", data => data.GetProperty("clearinghouseState").GetProperty("assetPositions").GetArrayLength() == 1);
    }

    [Fact]
    public async Task A_moved_price_reaches_context_book_mids_and_touch()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        foreach (var subscription in (string[])["""{"type":"activeAssetCtx","coin":"BTC"}""", """{"type":"bbo","coin":"BTC"}""", """{"type":"allMids"}""", """{"type":"l2Book","coin":"BTC"}"""])
        {
            await SubscribeAsync(socket, subscription);
        }

        await venue.MoveBtcAsync(87_654);

        await WaitAsync(socket, "activeAssetCtx", data => data.GetProperty("ctx").GetProperty("markPx").GetString() == "87654.0");
        await WaitAsync(socket, "bbo", data => IsNear(data.GetProperty("bbo")[0].GetProperty("px")));
        await WaitAsync(socket, "allMids", data => IsNear(data.GetProperty("mids").GetProperty("BTC")));
        await WaitAsync(socket, "l2Book", data => IsNear(data.GetProperty("levels")[0][0].GetProperty("px")));
    }

    [Fact]
    public async Task Calls_go_over_the_socket_as_well()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");

        await socket.SendAsync("""{"method":"post","id":7,"request":{"type":"info","payload":{"type":"l2Book","coin":"BTC"}}}""");
        await socket.SendAsync($$$"""{"method":"post","id":8,"request":{"type":"action","payload":{{{trader.Sign("""{"type":"noop"}""")}}}}}""");
        await socket.SendAsync("""{"method":"post","id":9,"request":{"type":"info","payload":{"type":"noSuchThing"}}}""");

        var book = await WaitAsync(socket, "post", data => data.GetProperty("id").GetInt32() == 7);
        Assert.Equal(2, book.GetProperty("response").GetProperty("payload").GetProperty("data").GetProperty("levels").GetArrayLength());
        var done = await WaitAsync(socket, "post", data => data.GetProperty("id").GetInt32() == 8);
        Assert.Equal("ok", done.GetProperty("response").GetProperty("payload").GetProperty("status").GetString());
        var error = await WaitAsync(socket, "post", data => data.GetProperty("id").GetInt32() == 9);
        Assert.Equal("error", error.GetProperty("response").GetProperty("type").GetString());
    }

    private static bool IsNear(JsonElement price) =>
        Math.Abs(decimal.Parse(price.GetString()!, System.Globalization.CultureInfo.InvariantCulture) - 87_654) < 100;

    private static Task SubscribeAsync(VenueSocket socket, string subscription) =>
        socket.SendAsync($$"""{"method":"subscribe","subscription":{{subscription}}}""");

    private static async Task<JsonElement> WaitAsync(VenueSocket socket, string channel, Func<JsonElement, bool>? fits = null) =>
        (await socket.WaitForAsync(message =>
            message.GetProperty("channel").GetString() == channel && (fits is null || fits(message.GetProperty("data"))))).GetProperty("data");
}
