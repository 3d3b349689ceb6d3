using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class OrderLifeTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    private const string Order = "/fapi/v1/order";

    [Fact]
    public async Task A_limit_order_rests_is_changed_and_cancelled()
    {
        var trader = await StartAsync();

        var placed = await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.01&price=98000&newClientOrderId=life-1");
        var id = placed.Body.GetProperty("orderId").GetInt64();
        var changed = await trader.PutAsync(Order, $"symbol=BTCUSDT&side=BUY&orderId={id}&quantity=0.02&price=98500");
        var open = await trader.GetAsync("/fapi/v1/openOrders", "symbol=BTCUSDT");
        var cancelled = await trader.DeleteAsync(Order, "symbol=BTCUSDT&origClientOrderId=life-1");
        var again = await trader.DeleteAsync(Order, "symbol=BTCUSDT&origClientOrderId=life-1");
        var later = await trader.GetAsync(Order, $"symbol=BTCUSDT&orderId={id}");

        Assert.Equal(("NEW", "0.000", "GTX"), (placed.Text("status"), placed.Text("executedQty"), placed.Text("timeInForce")));
        Assert.Equal((id, "98500.00", "0.020"), (changed.Body.GetProperty("orderId").GetInt64(), changed.Text("price"), changed.Text("origQty")));
        Assert.Equal("98500.00", Assert.Single(open.Body.EnumerateArray()).GetProperty("price").GetString());
        Assert.Equal("CANCELED", cancelled.Text("status"));
        Assert.Equal(-2011, again.Code);
        Assert.Equal("CANCELED", later.Text("status"));
    }

    [Fact]
    public async Task A_market_order_fills_is_billed_and_shows_as_a_position()
    {
        var trader = await StartAsync();

        var placed = await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.05");
        var id = placed.Body.GetProperty("orderId").GetInt64();
        var trades = await trader.GetAsync("/fapi/v1/userTrades", $"symbol=BTCUSDT&orderId={id}");
        var found = await trader.GetAsync(Order, $"symbol=BTCUSDT&orderId={id}");
        var account = await trader.GetAsync("/fapi/v3/account");
        var income = await trader.GetAsync("/fapi/v1/income", "incomeType=COMMISSION");

        var fee = trades.Body.EnumerateArray().Sum(trade => Number(trade, "commission"));
        var cost = trades.Body.EnumerateArray().Sum(trade => Number(trade, "price") * Number(trade, "qty"));
        Assert.Equal(("FILLED", "0.050"), (placed.Text("status"), placed.Text("executedQty")));
        Assert.Equal(cost, Number(found.Body, "cumQuote"));
        Assert.Equal(cost * 0.0005m, fee);
        Assert.Equal(100_000m - fee, Number(account.Body, "totalWalletBalance"));
        Assert.Equal(-fee, income.Body.EnumerateArray().Sum(entry => Number(entry, "income")));
        Assert.Equal(0.05m, await trader.PositionAsync("BTCUSDT"));
        Assert.False(placed.Body.TryGetProperty("avgPrice", out _));
    }

    [Fact]
    public async Task An_acknowledgement_does_not_know_the_fill_yet()
    {
        var trader = await StartAsync();

        var placed = await trader.PostAsync(Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");

        Assert.Equal(("NEW", "0.000"), (placed.Text("status"), placed.Text("executedQty")));
        Assert.Equal(0.01m, await trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task A_client_id_is_unique_among_open_orders_only()
    {
        var trader = await StartAsync();
        const string resting = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=98000&newClientOrderId=same";
        const string market = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=twice";

        await trader.OrderAsync(resting);
        var second = await trader.PostAsync(Order, resting);
        await trader.OrderAsync(market);
        await trader.OrderAsync(market);

        Assert.Equal(-4116, second.Code);
        Assert.Equal(0.02m, await trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task A_resting_order_alone_shows_a_flat_row_and_holds_margin()
    {
        var trader = await StartAsync();

        Assert.Empty((await trader.GetAsync("/fapi/v3/positionRisk")).Body.EnumerateArray());
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=98000");
        var row = Assert.Single((await trader.GetAsync("/fapi/v3/positionRisk")).Body.EnumerateArray());
        var account = await trader.GetAsync("/fapi/v3/account");

        Assert.Equal(0m, Number(row, "positionAmt"));
        Assert.True(Number(account.Body, "totalOpenOrderInitialMargin") > 0);
    }

    [Fact]
    public async Task Orders_of_a_batch_succeed_or_fail_one_by_one()
    {
        var trader = await StartAsync();
        var orders = Uri.EscapeDataString(
            """[{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"0.01","price":"98000"},{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","quantity":"0.01","price":"98000"}]""");

        var answer = await trader.PostAsync("/fapi/v1/batchOrders", $"batchOrders={orders}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("NEW", answer.Body[0].GetProperty("status").GetString());
        Assert.Equal(-1102, answer.Body[1].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task The_dead_man_switch_cancels_ordinary_orders_once_it_runs_out()
    {
        var trader = await StartAsync();
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=98000");
        await trader.PostAsync("/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=0.01&triggerPrice=105000");
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        var armed = await trader.PostAsync("/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=60000");
        var before = await trader.GetAsync("/fapi/v1/openOrders", "symbol=BTCUSDT");
        venue.Clock.Advance(TimeSpan.FromSeconds(61));
        await socket.WaitForEventAsync("ORDER_TRADE_UPDATE", update => update.GetProperty("o").GetProperty("x").GetString() == "CANCELED");

        Assert.Equal("60000", armed.Text("countdownTime"));
        Assert.Single(before.Body.EnumerateArray());
        Assert.Single((await trader.GetAsync("/fapi/v1/openAlgoOrders", "symbol=BTCUSDT")).Body.EnumerateArray());
    }

    [Fact]
    public async Task In_hedge_mode_both_sides_are_kept_apart()
    {
        var trader = await StartAsync();

        var switched = await trader.PostAsync("/fapi/v1/positionSide/dual", "dualSidePosition=true");
        var without = await trader.PostAsync(Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&positionSide=LONG&type=MARKET&quantity=0.02");
        await trader.OrderAsync("symbol=BTCUSDT&side=SELL&positionSide=SHORT&type=MARKET&quantity=0.01");
        var reduceOnly = await trader.PostAsync(Order, "symbol=BTCUSDT&side=SELL&positionSide=LONG&type=MARKET&quantity=0.01&reduceOnly=true");
        var rows = (await trader.GetAsync("/fapi/v3/positionRisk")).Body.EnumerateArray()
            .ToDictionary(row => row.GetProperty("positionSide").GetString()!, row => Number(row, "positionAmt"));

        Assert.Equal(200, switched.Code);
        Assert.Equal(-4061, without.Code);
        Assert.Equal(-1106, reduceOnly.Code);
        Assert.Equal((0.02m, -0.01m), (rows["LONG"], rows["SHORT"]));
    }

    [Fact]
    public async Task Leverage_and_margin_type_stick_and_are_shown()
    {
        var trader = await StartAsync();

        var leverage = await trader.PostAsync("/fapi/v1/leverage", "symbol=BTCUSDT&leverage=5");
        var isolated = await trader.PostAsync("/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1");
        var settings = (await trader.GetAsync("/fapi/v1/symbolConfig", "symbol=BTCUSDT")).Body[0];
        var position = (await trader.GetAsync("/fapi/v2/positionRisk", "symbol=BTCUSDT")).Body[0];
        var added = await trader.PostAsync("/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=100&type=1");

        Assert.Equal((5, 200), (leverage.Body.GetProperty("leverage").GetInt32(), isolated.Code));
        Assert.Equal(("ISOLATED", 5), (settings.GetProperty("marginType").GetString(), settings.GetProperty("leverage").GetInt32()));
        Assert.Equal(("isolated", "5"), (position.GetProperty("marginType").GetString(), position.GetProperty("leverage").GetString()));
        Assert.Equal(200, added.Code);
        Assert.Equal(-4048, (await trader.PostAsync("/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED")).Code);
    }

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private async Task<VenueTrader> StartAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        return await venue.OpenAccountAsync();
    }
}
