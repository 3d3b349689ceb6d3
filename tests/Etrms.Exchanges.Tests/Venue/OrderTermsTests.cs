using System.Globalization;
using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>The rarer terms of orders on the wire. BTCUSDT stands at 100000 and its market stands still.</summary>
public sealed class OrderTermsTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    private const string Order = "/fapi/v1/order";
    private const string Algo = "/fapi/v1/algoOrder";
    private const string Resting = "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.01";

    [Fact]
    public async Task A_good_till_date_order_expires_by_the_venues_clock()
    {
        var trader = await StartAsync();
        var date = venue.Clock.GetUtcNow().AddSeconds(700).ToUnixTimeMilliseconds();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        var placed = await trader.OrderAsync($"{Resting}&price=98000&timeInForce=GTD&goodTillDate={date}");
        venue.Clock.Advance(TimeSpan.FromSeconds(701));
        var expired = await socket.WaitForEventAsync("ORDER_TRADE_UPDATE", update => update.GetProperty("o").GetProperty("x").GetString() == "EXPIRED");

        Assert.Equal(("GTD", date / 1000 * 1000), (placed.Text("timeInForce"), placed.Body.GetProperty("goodTillDate").GetInt64()));
        Assert.Equal("EXPIRED", expired.GetProperty("o").GetProperty("X").GetString());
    }

    [Theory]
    [InlineData("timeInForce=GTD&price=98000", -1102)]
    [InlineData("timeInForce=GTD&price=98000&goodTillDate=1000", -5040)]
    [InlineData("timeInForce=GTC&priceMatch=BEST", -5037)]
    [InlineData("timeInForce=GTC&priceMatch=QUEUE&price=98000", -1106)]
    [InlineData("timeInForce=GTC&price=98000&selfTradePreventionMode=EXPIRE_ALL", -5039)]
    [InlineData("timeInForce=RPI&price=101000", -5022)]
    public async Task Terms_that_cannot_hold_are_refused(string terms, int code)
    {
        var trader = await StartAsync();

        var answer = await trader.PostAsync(Order, $"{Resting}&{terms}");

        Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task A_price_match_is_not_for_market_orders()
    {
        var trader = await StartAsync();

        var answer = await trader.PostAsync(Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&priceMatch=OPPONENT");

        Assert.Equal(-5038, answer.Code);
    }

    [Theory]
    [InlineData("QUEUE", "bids", 0)]
    [InlineData("QUEUE_5", "bids", 4)]
    [InlineData("QUEUE_20", "bids", 19)]
    public async Task A_price_match_takes_its_price_from_the_book(string match, string side, int level)
    {
        var trader = await StartAsync();
        var book = await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=20");

        var placed = await trader.OrderAsync($"{Resting}&timeInForce=GTC&priceMatch={match}");

        Assert.Equal(Number(book.GetProperty(side)[level][0]), Number(placed.Body.GetProperty("price")));
        Assert.Equal(match, placed.Text("priceMatch"));
    }

    [Fact]
    public async Task A_price_match_against_the_other_side_takes()
    {
        var trader = await StartAsync();

        var placed = await trader.OrderAsync($"{Resting}&timeInForce=GTC&priceMatch=OPPONENT");

        Assert.Equal("FILLED", placed.Text("status"));
    }

    [Theory]
    [InlineData("EXPIRE_MAKER", "EXPIRED_IN_MATCH", "FILLED")]
    [InlineData("EXPIRE_TAKER", "NEW", "EXPIRED_IN_MATCH")]
    [InlineData("EXPIRE_BOTH", "EXPIRED_IN_MATCH", "EXPIRED_IN_MATCH")]
    [InlineData("NONE", "FILLED", "FILLED")]
    public async Task Two_orders_of_one_account_meet_by_the_newer_ones_terms(string mode, string maker, string taker)
    {
        var trader = await StartAsync();
        var top = (await venue.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=5")).GetProperty("bids")[0][0].GetString();
        var resting = await trader.OrderAsync($"{Resting}&timeInForce=GTX&price={top}");

        var sold = await trader.OrderAsync($"symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01&selfTradePreventionMode={mode}");
        var first = await trader.GetAsync(Order, $"symbol=BTCUSDT&orderId={resting.Body.GetProperty("orderId").GetInt64()}");

        Assert.Equal((maker, taker), (first.Text("status"), sold.Text("status")));
        Assert.Equal(mode, sold.Text("selfTradePreventionMode"));
        Assert.Equal(mode switch { "EXPIRE_MAKER" => -0.01m, _ => 0m }, await trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task An_order_without_a_mode_lets_the_resting_one_expire()
    {
        var trader = await StartAsync();

        var placed = await trader.OrderAsync($"{Resting}&timeInForce=GTC&price=98000");

        Assert.Equal("EXPIRE_MAKER", placed.Text("selfTradePreventionMode"));
    }

    [Fact]
    public async Task A_retail_order_rests_as_post_only()
    {
        var trader = await StartAsync();

        var placed = await trader.OrderAsync($"{Resting}&timeInForce=RPI&price=98000");

        Assert.Equal(("RPI", "NEW"), (placed.Text("timeInForce"), placed.Text("status")));
    }

    [Fact]
    public async Task Changing_an_order_keeps_its_number_and_is_remembered()
    {
        var trader = await StartAsync();
        var placed = await trader.OrderAsync($"{Resting}&timeInForce=GTC&price=98000");
        var id = placed.Body.GetProperty("orderId").GetInt64();

        var changed = await trader.PutAsync(Order, $"symbol=BTCUSDT&side=BUY&orderId={id}&quantity=0.02&price=97000&modifyId=7");
        var same = await trader.PutAsync(Order, $"symbol=BTCUSDT&side=BUY&orderId={id}&quantity=0.02&price=97000");
        var history = await trader.GetAsync("/fapi/v1/orderAmendment", $"symbol=BTCUSDT&orderId={id}");

        Assert.Equal((id, 7), (changed.Body.GetProperty("orderId").GetInt64(), changed.Body.GetProperty("modifyId").GetInt32()));
        Assert.Equal("NONE", changed.Text("selfTradePreventionMode"));
        Assert.Equal(-5027, same.Code);
        var change = Assert.Single(history.Body.EnumerateArray()).GetProperty("amendment");
        Assert.Equal(("98000", "97000"), (change.GetProperty("price").GetProperty("before").GetString(), change.GetProperty("price").GetProperty("after").GetString()));
    }

    [Fact]
    public async Task A_change_to_post_only_that_would_take_cancels_the_order()
    {
        var trader = await StartAsync();
        var placed = await trader.OrderAsync($"{Resting}&timeInForce=GTX&price=98000");

        var changed = await trader.PutAsync(Order, $"symbol=BTCUSDT&side=BUY&orderId={placed.Body.GetProperty("orderId")}&quantity=0.01&price=101000");

        Assert.Equal("CANCELED", changed.Text("status"));
    }

    [Fact]
    public async Task A_trailing_stop_follows_the_best_price_and_fires_after_its_callback()
    {
        var trader = await StartAsync();
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        var placed = await trader.PostAsync(
            Algo, "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01&callbackRate=1&activatePrice=100500&reduceOnly=true&workingType=MARK_PRICE");

        await venue.MovePriceAsync("BTCUSDT", 99_000m);
        var unarmed = await trader.PositionAsync("BTCUSDT");
        await venue.MovePriceAsync("BTCUSDT", 102_000m);
        await venue.MovePriceAsync("BTCUSDT", 101_000m);
        var held = await trader.PositionAsync("BTCUSDT");
        await venue.MovePriceAsync("BTCUSDT", 100_970m);

        Assert.Equal("NEW", placed.Text("algoStatus"));
        Assert.Equal((0.01m, 0.01m, 0m), (unarmed, held, await trader.PositionAsync("BTCUSDT")));
    }

    [Theory]
    [InlineData("callbackRate=25", -1130)]
    [InlineData("callbackRate=1&activatePrice=99000", -4135)]
    public async Task A_trailing_stop_is_refused_beyond_its_bounds(string terms, int code)
    {
        var trader = await StartAsync();

        var answer = await trader.PostAsync(Algo, $"algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01&{terms}");

        Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task A_scripted_lag_shows_a_cancelled_stop_as_new_for_a_while()
    {
        var trader = await StartAsync();
        var placed = await trader.PostAsync(Algo, "algoType=CONDITIONAL&symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=0.01&triggerPrice=105000");
        var query = $"algoId={placed.Body.GetProperty("algoId")}";
        await venue.ControlAsync("faults", new { kind = "stale", method = "GET", path = Algo, delay_ms = 1_200, count = 2 });

        await trader.DeleteAsync(Algo, query);
        var lagging = await trader.GetAsync(Algo, query);
        venue.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("NEW", lagging.Text("algoStatus"));
        Assert.Equal("CANCELED", (await trader.GetAsync(Algo, query)).Text("algoStatus"));
    }

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private async Task<VenueTrader> StartAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        return await venue.OpenAccountAsync();
    }
}
