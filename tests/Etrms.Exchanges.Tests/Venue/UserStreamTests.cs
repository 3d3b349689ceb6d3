using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class UserStreamTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    [Fact]
    public async Task All_four_ways_to_attach_hear_the_account()
    {
        var trader = await StartAsync();
        var key = await trader.ListenKeyAsync();
        await using var byPath = await VenueSocket.OpenAsync(venue, $"/private/ws/{key}");
        await using var byQuery = await VenueSocket.OpenAsync(venue, $"/private/ws?listenKey={key}");
        await using var combined = await VenueSocket.OpenAsync(venue, $"/private/stream?listenKey={key}");
        await using var subscribed = await VenueSocket.OpenAsync(venue, "/private/stream?streams=");
        await subscribed.RequestAsync("SUBSCRIBE", $"[\"{key}\"]", "5");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");

        await byPath.WaitForEventAsync("ACCOUNT_UPDATE");
        await byQuery.WaitForEventAsync("ACCOUNT_UPDATE");
        Assert.Equal(key, (await combined.WaitForAsync(IsWrappedOrder)).GetProperty("stream").GetString());
        Assert.Equal(key, (await subscribed.WaitForAsync(IsWrappedOrder)).GetProperty("stream").GetString());
    }

    [Fact]
    public async Task A_market_order_tells_the_order_and_the_account_in_the_shapes_of_the_exchange()
    {
        var trader = await StartAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        var placed = await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=told");
        var account = await socket.WaitForEventAsync("ACCOUNT_UPDATE");
        var filled = (await socket.WaitForEventAsync("ORDER_TRADE_UPDATE", update => State(update) == "FILLED")).GetProperty("o");
        var types = socket.Heard.Select(message => message.GetProperty("e").GetString()).ToList();

        Assert.Equal("NEW", State(socket.Events("ORDER_TRADE_UPDATE").First()));
        Assert.Equal((placed.Body.GetProperty("orderId").GetInt64(), "told", "TRADE"), (filled.GetProperty("i").GetInt64(), filled.GetProperty("c").GetString(), filled.GetProperty("x").GetString()));
        Assert.True(types.IndexOf("TRADE_LITE") < types.LastIndexOf("ORDER_TRADE_UPDATE"));
        Assert.Equal("ORDER", account.GetProperty("a").GetProperty("m").GetString());
        Assert.Equal("0.01", Assert.Single(account.GetProperty("a").GetProperty("P").EnumerateArray()).GetProperty("pa").GetString());
        Assert.Equal("USDT", Assert.Single(account.GetProperty("a").GetProperty("B").EnumerateArray()).GetProperty("a").GetString());
    }

    [Fact]
    public async Task Named_events_are_an_allow_list()
    {
        var trader = await StartAsync();
        var key = await trader.ListenKeyAsync();
        await using var all = await VenueSocket.OpenAsync(venue, $"/private/ws?listenKey={key}");
        await using var some = await VenueSocket.OpenAsync(venue, $"/private/ws?listenKey={key}&events=ACCOUNT_UPDATE/NO_SUCH_EVENT");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await trader.DeleteAsync("/fapi/v1/listenKey");
        await all.WaitForEventAsync("listenKeyExpired");
        await some.WaitForEventAsync("ACCOUNT_UPDATE");

        Assert.All(some.Heard, message => Assert.Equal("ACCOUNT_UPDATE", message.GetProperty("e").GetString()));
    }

    [Fact]
    public async Task Leverage_changes_are_told()
    {
        var trader = await StartAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        await trader.PostAsync("/fapi/v1/leverage", "symbol=BTCUSDT&leverage=6");

        var told = await socket.WaitForEventAsync("ACCOUNT_CONFIG_UPDATE");
        Assert.Equal(6, told.GetProperty("ac").GetProperty("l").GetInt32());
    }

    [Fact]
    public async Task A_deleted_key_says_so_and_can_no_longer_be_extended()
    {
        var trader = await StartAsync();
        var key = await trader.ListenKeyAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{key}");

        Assert.Equal(key, (await trader.PutAsync("/fapi/v1/listenKey")).Text("listenKey"));
        await trader.DeleteAsync("/fapi/v1/listenKey");
        var expired = await socket.WaitForEventAsync("listenKeyExpired");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");

        Assert.Equal(key, expired.GetProperty("listenKey").GetString());
        Assert.Equal(-1125, (await trader.PutAsync("/fapi/v1/listenKey")).Code);
        Assert.NotEqual(key, await trader.ListenKeyAsync());
        Assert.Single(socket.Heard);
    }

    [Fact]
    public async Task A_key_that_nobody_extends_expires_after_an_hour()
    {
        var trader = await StartAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        venue.Clock.Advance(TimeSpan.FromMinutes(61));

        await socket.WaitForEventAsync("listenKeyExpired");
        Assert.Equal(-1125, (await trader.PutAsync("/fapi/v1/listenKey")).Code);
    }

    [Fact]
    public async Task A_socket_on_an_unknown_key_opens_and_stays_silent()
    {
        var trader = await StartAsync();
        await using var known = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");
        await using var unknown = await VenueSocket.OpenAsync(venue, $"/private/ws?listenKey={new string('0', 64)}");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await known.WaitForEventAsync("ACCOUNT_UPDATE");

        Assert.Equal("null", (await unknown.RequestAsync("SUBSCRIBE", "[]", "1")).GetProperty("result").GetRawText());
        Assert.Single(unknown.Heard);
    }

    private static bool IsWrappedOrder(JsonElement message) =>
        message.TryGetProperty("data", out var data) && data.GetProperty("e").GetString() == "ORDER_TRADE_UPDATE";

    private static string? State(JsonElement update) => update.GetProperty("o").GetProperty("X").GetString();

    private async Task<VenueTrader> StartAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        return await venue.OpenAccountAsync();
    }
}
