using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>The WebSocket API: the same desk as REST, another envelope.</summary>
public sealed class WebSocketApiTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    [Fact]
    public async Task An_order_is_placed_changed_read_and_cancelled()
    {
        await using var api = await StartAsync();

        var placed = await api.SignedAsync(
            "order.place", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("quantity", "0.01"), ("price", "98000"));
        var id = Result(placed).GetProperty("orderId").GetInt64();
        var changed = await api.SignedAsync("order.modify", ("symbol", "BTCUSDT"), ("side", "BUY"), ("orderId", id), ("quantity", "0.02"), ("price", "98000"));
        var read = await api.SignedAsync("order.status", ("symbol", "BTCUSDT"), ("orderId", id));
        var canceled = await api.SignedAsync("order.cancel", ("symbol", "BTCUSDT"), ("orderId", id));
        var again = await api.SignedAsync("order.cancel", ("symbol", "BTCUSDT"), ("orderId", id));

        Assert.Equal("0.020", Text(changed, "origQty"));
        Assert.Equal("NEW", Text(read, "status"));
        Assert.Equal("CANCELED", Text(canceled, "status"));
        Assert.Equal((400, -2011), (again.GetProperty("status").GetInt32(), again.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.Equal(
            ["ORDERS/SECOND", "ORDERS/MINUTE", "REQUEST_WEIGHT/MINUTE"],
            placed.GetProperty("rateLimits").EnumerateArray().Select(limit => $"{limit.GetProperty("rateLimitType")}/{limit.GetProperty("interval")}"));
    }

    [Fact]
    public async Task A_conditional_order_is_placed_and_cancelled()
    {
        await using var api = await StartAsync();

        var placed = await api.SignedAsync(
            "algoOrder.place", ("algoType", "CONDITIONAL"), ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "STOP_MARKET"), ("quantity", "0.01"), ("triggerPrice", "95000"));
        var canceled = await api.SignedAsync("algoOrder.cancel", ("algoId", Result(placed).GetProperty("algoId").GetInt64()));

        Assert.Equal("NEW", Text(placed, "algoStatus"));
        Assert.Equal("200", Text(canceled, "code"));
    }

    [Theory]
    [InlineData("account.balance")]
    [InlineData("v2/account.balance")]
    [InlineData("account.status")]
    [InlineData("v2/account.status")]
    [InlineData("account.position")]
    [InlineData("v2/account.position")]
    public async Task Accounts_are_read(string method)
    {
        await using var api = await StartAsync();

        var answer = await api.SignedAsync(method);

        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.NotEqual(JsonValueKind.Undefined, Result(answer).ValueKind);
    }

    [Fact]
    public async Task Prices_and_listen_keys_need_no_signature()
    {
        await using var api = await StartAsync();

        var price = await api.SendAsync("ticker.price", new { symbol = "BTCUSDT" });
        var top = await api.SendAsync("ticker.book", new { symbol = "BTCUSDT" });
        var book = await api.SendAsync("depth", new { symbol = "BTCUSDT", limit = 5 });
        var key = await api.SendAsync("userDataStream.start", new { apiKey = "testkey" });
        var ping = await api.SendAsync("userDataStream.ping", new { apiKey = "testkey" });
        var stop = await api.SendAsync("userDataStream.stop", new { apiKey = "testkey" });

        Assert.Equal("100000.00", Text(price, "price"));
        Assert.Equal("BTCUSDT", Text(top, "symbol"));
        Assert.Equal(5, Result(book).GetProperty("bids").GetArrayLength());
        Assert.Equal(Text(key, "listenKey"), Text(ping, "listenKey"));
        Assert.Equal(200, stop.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_key_with_a_secret_cannot_log_on_but_one_of_ed25519_can()
    {
        await using var api = await StartAsync();
        var pair = Vectors.Read("binance-signing.json").GetProperty("vectors").EnumerateArray()
            .First(vector => vector.GetProperty("algorithm").GetString() == "Ed25519");
        var added = await venue.ControlAsync("keys", new { api_key = "testkey", public_key = pair.GetProperty("publicKeyPem").GetString() });

        var refused = await api.SignedAsync("session.logon");
        var forged = await api.SendAsync(
            "session.logon",
            new { apiKey = added.GetProperty("api_key").GetString(), signature = pair.GetProperty("signatureBase64").GetString(), timestamp = venue.Clock.GetUtcNow().ToUnixTimeMilliseconds() });
        var status = await api.SendAsync("session.status", new { });

        Assert.Equal(-4056, refused.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(-1022, forged.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(JsonValueKind.Null, Result(status).GetProperty("apiKey").ValueKind);
    }

    [Theory]
    [InlineData("order.place", -2014)]
    [InlineData("no.such.method", -1000)]
    public async Task A_request_without_what_it_needs_is_refused(string method, int code)
    {
        await using var api = await StartAsync();

        var answer = await api.SendAsync(method, new { symbol = "BTCUSDT" });

        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Calls_are_held_by_their_weight_and_not_by_the_message_limit_of_streams()
    {
        await using var api = await StartAsync();

        for (var i = 0; i < 30; i++)
        {
            var answer = await api.SendAsync("ticker.price", new { symbol = "BTCUSDT" });
            Assert.Equal(200, answer.GetProperty("status").GetInt32());
        }
    }

    [Fact]
    public async Task Limits_are_left_out_when_the_client_asks_so()
    {
        await using var api = await ApiSocket.OpenAsync(venue, await venue.OpenAccountAsync(), "?returnRateLimits=false");

        var answer = await api.SendAsync("ticker.price", new { symbol = "BTCUSDT" });

        Assert.False(answer.TryGetProperty("rateLimits", out _));
    }

    [Fact]
    public async Task A_time_out_after_execution_cuts_the_connection_and_leaves_the_order()
    {
        var trader = await venue.OpenAccountAsync();
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        await using var api = await ApiSocket.OpenAsync(venue, trader);
        await venue.ControlAsync("faults", new { kind = "timeout_after", method = "WS", path = "order.place" });

        await Assert.ThrowsAnyAsync<Exception>(() => api.SignedAsync(
            "order.place", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quantity", "0.01")).WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        await api.Socket.Ended;

        Assert.Equal(0.01m, await trader.PositionAsync("BTCUSDT"));
    }

    private static JsonElement Result(JsonElement answer) =>
        answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException(answer.GetRawText());

    private static string Text(JsonElement answer, string name) => Result(answer).GetProperty(name).GetString()!;

    private async Task<ApiSocket> StartAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        return await ApiSocket.OpenAsync(venue, await venue.OpenAccountAsync());
    }
}
