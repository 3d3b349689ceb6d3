using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class MarketStreamTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    [Theory]
    [InlineData("/market", "btcusdt@markPrice@1s", "markPriceUpdate")]
    [InlineData("/market", "btcusdt@markPrice", "markPriceUpdate")]
    [InlineData("/market", "btcusdt@kline_1m", "kline")]
    [InlineData("/market", "btcusdt@ticker", "24hrTicker")]
    [InlineData("/market", "btcusdt@miniTicker", "24hrMiniTicker")]
    [InlineData("/market", "btcusdt@aggTrade", "aggTrade")]
    [InlineData("/public", "btcusdt@trade", "trade")]
    [InlineData("/public", "btcusdt@bookTicker", "bookTicker")]
    [InlineData("/public", "!bookTicker", "bookTicker")]
    [InlineData("/public", "btcusdt@depth", "depthUpdate")]
    [InlineData("/public", "btcusdt@depth@100ms", "depthUpdate")]
    [InlineData("/public", "btcusdt@depth@500ms", "depthUpdate")]
    [InlineData("/public", "btcusdt@depth5", "depthUpdate")]
    [InlineData("/public", "btcusdt@depth20@100ms", "depthUpdate")]
    [InlineData("", "btcusdt@markPrice@1s", "markPriceUpdate")]
    [InlineData("", "btcusdt@bookTicker", "bookTicker")]
    public async Task A_stream_is_heard_on_its_base_and_on_the_unsplit_one(string path, string stream, string type)
    {
        await venue.ControlAsync("resume", new { });
        await using var socket = await VenueSocket.OpenAsync(venue, $"{path}/stream?streams={stream}");
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        await venue.MovePriceAsync("BTCUSDT", 100_100m);

        var heard = await socket.WaitForAsync(message => message.TryGetProperty("stream", out _));

        Assert.Equal(stream, heard.GetProperty("stream").GetString());
        Assert.Equal(type, heard.GetProperty("data").GetProperty("e").GetString());
        Assert.EndsWith("BTCUSDT", stream[0] == '!' ? "BTCUSDT" : heard.GetProperty("data").GetProperty("s").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/market", "!markPrice@arr@1s")]
    [InlineData("/market", "!miniTicker@arr")]
    public async Task A_stream_of_all_contracts_is_a_list(string path, string stream)
    {
        await using var socket = await VenueSocket.OpenAsync(venue, $"{path}/ws/{stream}");

        var heard = await socket.WaitForAsync(message => message.ValueKind == JsonValueKind.Array);

        Assert.Equal(["BTCUSDT", "ETHUSDT"], heard.EnumerateArray().Select(each => each.GetProperty("s").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_mark_and_the_book_follow_a_moved_price_at_once()
    {
        await venue.ControlAsync("pause", new { });
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws/btcusdt@markPrice@1s/btcusdt@bookTicker");

        await venue.MovePriceAsync("BTCUSDT", 91_234.5m);

        await socket.WaitForEventAsync("markPriceUpdate", mark => Number(mark, "p") == 91_234.5m);
        await socket.WaitForEventAsync("bookTicker", book => Math.Abs(Number(book, "b") - 91_234.5m) < 50 && Number(book, "a") > Number(book, "b"));
        var premium = await venue.GetAsync("/fapi/v1/premiumIndex?symbol=BTCUSDT");
        Assert.Equal(91_234.5m, Number(premium, "markPrice"));
    }

    [Fact]
    public async Task Depth_updates_follow_each_other_without_a_gap_and_meet_the_snapshot()
    {
        await venue.ControlAsync("resume", new { });
        await using var socket = await VenueSocket.OpenAsync(venue, "/public/ws/btcusdt@depth@100ms");
        await socket.WaitForEventAsync("depthUpdate");
        var snapshot = await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
        var lastId = snapshot.GetProperty("lastUpdateId").GetInt64();

        for (var step = 0; step < 4; step++)
        {
            await venue.MovePriceAsync("BTCUSDT", 100_000m + step);
            var count = socket.Events("depthUpdate").Count();
            await socket.WaitForAsync(_ => socket.Events("depthUpdate").Count() > count);
        }

        var updates = socket.Events("depthUpdate").ToList();
        Assert.All(updates.Zip(updates.Skip(1)), pair => Assert.Equal(Long(pair.First, "u"), Long(pair.Second, "pu")));
        Assert.Contains(updates, update => Long(update, "U") <= lastId + 1 && Long(update, "u") >= lastId);
    }

    [Fact]
    public async Task A_wrong_route_and_an_unknown_stream_are_acknowledged_and_silent()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/public/stream?streams=");

        var acknowledged = await socket.RequestAsync("SUBSCRIBE", """["btcusdt@markPrice@1s","btcusdt@kline_1m","btcusdt@noSuchThing"]""", "\"a1b2\"");
        var listed = await socket.RequestAsync("LIST_SUBSCRIPTIONS", "[]", "77");
        await venue.MovePriceAsync("BTCUSDT", 99_000m);
        await socket.RequestAsync("SUBSCRIBE", """["btcusdt@bookTicker"]""", "8");
        await venue.MovePriceAsync("BTCUSDT", 98_000m);
        var first = await socket.WaitForAsync(message => message.TryGetProperty("data", out _));

        Assert.Equal(JsonValueKind.Null, acknowledged.GetProperty("result").ValueKind);
        Assert.Equal(3, listed.GetProperty("result").GetArrayLength());
        Assert.Equal("btcusdt@bookTicker", first.GetProperty("stream").GetString());
    }

    [Fact]
    public async Task After_unsubscribing_nothing_more_is_heard()
    {
        await venue.ControlAsync("pause", new { });
        await using var socket = await VenueSocket.OpenAsync(venue, "/public/ws/btcusdt@bookTicker");
        await venue.MovePriceAsync("BTCUSDT", 97_000m);
        await socket.WaitForEventAsync("bookTicker", book => Number(book, "b") < 97_001m);

        await socket.RequestAsync("UNSUBSCRIBE", """["btcusdt@bookTicker"]""", "1");
        var heard = socket.Events("bookTicker").Count();
        await venue.MovePriceAsync("BTCUSDT", 96_000m);
        await socket.RequestAsync("LIST_SUBSCRIPTIONS", "[]", "2");

        Assert.Equal(heard, socket.Events("bookTicker").Count());
    }

    [Theory]
    [InlineData("not json", 3)]
    [InlineData("[]", 2)]
    [InlineData("""{"method":"DANCE","id":1}""", 2)]
    [InlineData("""{"method":"SUBSCRIBE","params":"x","id":1}""", 2)]
    [InlineData("""{"method":"SUBSCRIBE","params":[1],"id":1}""", 2)]
    public async Task A_request_that_makes_no_sense_is_answered_with_an_error(string request, int code)
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/public/ws");

        await socket.SendAsync(request);

        var answer = await socket.WaitForAsync(message => message.TryGetProperty("error", out _));
        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_client_that_asks_too_fast_is_cut_off()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/public/ws");

        // Twice the limit and one more: wherever a second ends between them, one of its parts is too much.
        await Record.ExceptionAsync(() => AskAsync(socket, times: 21));

        await socket.Ended;
        Assert.True(socket.Heard.Count <= 20);
    }

    [Fact]
    public async Task A_comma_between_streams_fails_the_handshake()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => VenueSocket.OpenAsync(venue, "/public/stream?streams=btcusdt@depth,ethusdt@depth"));
    }

    private static async Task AskAsync(VenueSocket socket, int times)
    {
        for (var request = 0; request < times; request++)
        {
            await socket.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        }
    }

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static long Long(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
