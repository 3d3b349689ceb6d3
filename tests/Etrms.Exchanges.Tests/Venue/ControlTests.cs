using System.Globalization;
using System.Net;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class ControlTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    [Fact]
    public async Task The_status_names_the_source_of_the_prices()
    {
        var status = await venue.GetAsync("/control/status");

        Assert.Equal("simulated", status.GetProperty("price_source").GetString());
        Assert.True(status.GetProperty("paused").GetBoolean());
        Assert.Equal(["BTCUSDT", "ETHUSDT"], status.GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetString()));
        Assert.True(status.TryGetProperty("market_time", out _) && status.TryGetProperty("wall_time", out _));
    }

    [Fact]
    public async Task The_speed_can_be_set_and_the_market_paused_and_resumed()
    {
        Assert.Equal(5, (await venue.ControlAsync("speed", new { speed = 5 })).GetProperty("speed").GetDouble());
        Assert.False((await venue.ControlAsync("resume", new { })).GetProperty("paused").GetBoolean());
        Assert.True((await venue.ControlAsync("pause", new { })).GetProperty("paused").GetBoolean());
        await venue.ControlAsync("speed", new { speed = 1 });
    }

    [Fact]
    public async Task A_price_path_is_played_point_by_point()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws/btcusdt@markPrice@1s");

        await venue.ControlAsync("path", new { symbol = "BTCUSDT", points = new[] { new { after_ms = 0, price = 90_001.5m }, new { after_ms = 150, price = 90_002.5m } } });

        await socket.WaitForEventAsync("markPriceUpdate", mark => mark.GetProperty("p").GetString() == "90001.50000000");
        await socket.WaitForEventAsync("markPriceUpdate", mark => mark.GetProperty("p").GetString() == "90002.50000000");
    }

    [Fact]
    public async Task A_wall_rests_in_the_book_until_it_is_taken_away()
    {
        var price = (await BidsAsync())[3].Price;

        await venue.ControlAsync("wall", new { symbol = "BTCUSDT", side = "BUY", price, quantity = 5_000 });
        Assert.InRange(Assert.Single(await BidsAsync(), level => level.Price == price).Quantity, 5_000, 6_000);
        await venue.ControlAsync("wall", new { symbol = "BTCUSDT", side = "BUY", price, quantity = 0 });

        Assert.DoesNotContain(await BidsAsync(), level => level.Quantity >= 5_000);
        Assert.True((await BidsAsync()).Zip((await BidsAsync()).Skip(1)).All(pair => pair.First.Price > pair.Second.Price));
    }

    [Fact]
    public async Task The_log_tells_when_a_price_went_out_and_when_an_order_came_in()
    {
        var trader = await venue.OpenAccountAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws/btcusdt@markPrice@1s");
        await venue.MovePriceAsync("BTCUSDT", 91_111.1m);
        await socket.WaitForEventAsync("markPriceUpdate", mark => mark.GetProperty("p").GetString() == "91111.10000000");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=logged-1");

        var log = (await venue.GetAsync("/control/log")).EnumerateArray().ToList();

        var price = log.Last(line => line.GetProperty("kind").GetString() == "price_sent" && line.GetProperty("price").GetDecimal() == 91_111.1m);
        var order = log.Last(line => line.GetProperty("kind").GetString() == "order_received");
        Assert.Equal(("BTCUSDT", "logged-1"), (price.GetProperty("symbol").GetString(), order.GetProperty("client_id").GetString()));
        Assert.True(order.GetProperty("at_micros").GetInt64() > price.GetProperty("at_micros").GetInt64());
        Assert.DoesNotContain(
            (await venue.GetAsync($"/control/log?after={order.GetProperty("seq").GetInt64()}")).EnumerateArray(),
            line => line.GetProperty("kind").GetString() == "order_received");
    }

    [Theory]
    [InlineData("price", """{"symbol":"NOSUCH","price":"1"}""", "symbol")]
    [InlineData("price", """{"symbol":"BTCUSDT","price":"-1"}""", "price")]
    [InlineData("wall", """{"symbol":"NOSUCH","side":"BUY","price":"1","quantity":"1"}""", "symbol")]
    [InlineData("wall", """{"symbol":"BTCUSDT","side":"BUY","price":"1.00001","quantity":"1"}""", "price")]
    [InlineData("wall", """{"symbol":"BTCUSDT","side":"BUY","price":"1","quantity":"-1"}""", "quantity")]
    [InlineData("price", """{"symbol":"BTCUSDT","price":"NaN"}""", "")]
    [InlineData("speed", """{"speed":0}""", "speed")]
    [InlineData("speed", """{"speed":1e9}""", "speed")]
    [InlineData("accounts", """{"label":"","balance":1}""", "label")]
    [InlineData("accounts", """{"label":"x","balance":-1}""", "balance")]
    [InlineData("path", """{"symbol":"BTCUSDT","points":[]}""", "points")]
    [InlineData("jump", """{"to":"yesterday"}""", "")]
    public async Task Nonsense_is_refused_and_the_field_is_named(string path, string body, string field)
    {
        var (status, problem) = await venue.SendTextAsync(HttpMethod.Post, $"/control/{path}", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(field, problem, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<List<(decimal Price, decimal Quantity)>> BidsAsync() =>
    [
        .. (await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=100")).GetProperty("bids").EnumerateArray()
            .Select(row => (decimal.Parse(row[0].GetString()!, CultureInfo.InvariantCulture), decimal.Parse(row[1].GetString()!, CultureInfo.InvariantCulture))),
    ];
}
