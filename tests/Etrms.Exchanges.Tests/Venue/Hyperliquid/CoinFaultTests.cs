using System.Net;

namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>Scripted faults, limits and the wire log of this protocol.</summary>
public sealed class CoinFaultTests(ImpatientVenue venue) : IClassFixture<ImpatientVenue>
{
    private const string Mids = """{"type":"allMids"}""";

    [Fact]
    public async Task A_call_can_be_refused_by_path_and_type()
    {
        await venue.ControlAsync("faults", new { kind = "refuse", path = "/info/allMids", error = "unavailable" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await venue.SendTextAsync(HttpMethod.Post, "/info", Mids)).Status);
        Assert.Equal(HttpStatusCode.OK, (await venue.SendTextAsync(HttpMethod.Post, "/info", Mids)).Status);
    }

    [Fact]
    public async Task An_order_can_be_carried_out_although_its_answer_is_lost()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        var cloid = "0x000000000000000000000000000000bb";
        var price = Math.Round(await trader.MarkAsync() * 0.9m);
        await venue.ControlAsync("faults", new { kind = "timeout_after", path = "/exchange/order" });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => trader.OrderAsync(CoinTrader.Limit(true, price, 0.01m, cloid: cloid)));

        var found = await trader.InfoAsync("orderStatus", $",\"oid\":\"{cloid}\"");
        Assert.Equal("open", found.GetProperty("order").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_frame_can_be_dropped_by_the_name_of_its_stream()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        await socket.SendAsync("""{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"ETH"}}""");
        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "activeAssetCtx");
        await venue.ControlAsync("faults", new { kind = "drop", stream = "hyperliquid@activeAssetCtx:ETH" });

        await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "ETH", price = 3_001 });
        await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "ETH", price = 3_002 });

        await socket.WaitForAsync(message => Mark(message) == "3002.0");
        Assert.DoesNotContain(socket.Heard, message => Mark(message) == "3001.0");
    }

    [Fact]
    public async Task Open_sockets_can_be_cut()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        await socket.SendAsync("""{"method":"ping"}""");
        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "pong");

        await venue.ControlAsync("sockets", new { action = "disconnect", route = "hyperliquid" });

        await socket.Ended;
    }

    [Fact]
    public async Task A_socket_that_says_nothing_for_long_is_cut()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");

        await socket.Ended;
    }

    [Fact]
    public async Task Orders_and_prices_stand_in_the_log()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        var cloid = "0x000000000000000000000000000000cc";
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        await socket.SendAsync("""{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"BTC"}}""");
        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "activeAssetCtx");
        await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "BTC", price = 91_234 });
        await socket.WaitForAsync(message => Mark(message) == "91234.0");

        await trader.OrderAsync(CoinTrader.Limit(true, 80_000, 0.01m, cloid: cloid));

        var log = (await venue.GetAsync("/control/log")).EnumerateArray().ToList();
        Assert.Contains(log, line => line.GetProperty("kind").GetString() == "order_received" && line.GetProperty("client_id").GetString() == cloid);
        Assert.Contains(log, line => line.GetProperty("kind").GetString() == "price_sent" && line.GetProperty("symbol").GetString() == "BTC"
            && line.GetProperty("price").GetDecimal() == 91_234);
    }

    [Fact]
    public async Task The_two_venues_prices_part_when_one_is_moved()
    {
        await venue.ControlAsync("price", new { venue = "binance", symbol = "BTCUSDT", price = 70_000 });
        await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "BTC", price = 71_000 });

        Assert.Equal("70000.00000000", (await venue.GetAsync("/fapi/v1/premiumIndex?symbol=BTCUSDT")).GetProperty("markPrice").GetString());
        Assert.Equal(71_000, await CoinTrader.Standard(venue).MarkAsync());
    }

    private static string? Mark(System.Text.Json.JsonElement message) =>
        message.GetProperty("channel").GetString() == "activeAssetCtx" ? message.GetProperty("data").GetProperty("ctx").GetProperty("markPx").GetString() : null;
}

/// <summary>The venue with little patience for silent sockets.</summary>
public sealed class ImpatientVenue : PaperVenue
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Venue:Hyperliquid:LongestSilence", "00:00:03")];
}
