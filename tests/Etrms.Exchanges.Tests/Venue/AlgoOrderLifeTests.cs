using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class AlgoOrderLifeTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    private const string Algo = "/fapi/v1/algoOrder";
    private const string Stop = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET";

    [Theory]
    [InlineData("CONTRACT_PRICE")]
    [InlineData("MARK_PRICE")]
    public async Task A_stop_fires_when_the_price_is_moved_and_tells_its_whole_life(string workingType)
    {
        var trader = await StartAsync();
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1");
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        var placed = await trader.PostAsync(Algo, $"{Stop}&quantity=0.1&reduceOnly=true&triggerPrice=99000&workingType={workingType}&clientAlgoId=stop-1");
        await venue.MovePriceAsync("BTCUSDT", 98_900m);
        var finished = await socket.WaitForEventAsync("ALGO_UPDATE", update => State(update) == "FINISHED");
        var found = await trader.GetAsync(Algo, "clientAlgoId=stop-1");

        Assert.Equal(("NEW", "STOP_MARKET"), (placed.Text("algoStatus"), placed.Text("orderType")));
        Assert.Equal(["NEW", "TRIGGERING", "TRIGGERED", "FINISHED"], socket.Events("ALGO_UPDATE").Select(State));
        Assert.Equal("0.1", finished.GetProperty("o").GetProperty("aq").GetString());
        Assert.Equal("FINISHED", found.Text("algoStatus"));
        var order = socket.Events("ORDER_TRADE_UPDATE").First(update => update.GetProperty("o").GetProperty("X").GetString() == "FILLED").GetProperty("o");
        Assert.Equal(found.Text("actualOrderId"), order.GetProperty("i").GetInt64().ToString());
        Assert.Equal(("MARKET", "STOP_MARKET"), (order.GetProperty("o").GetString(), order.GetProperty("ot").GetString()));
        Assert.Equal(0m, await trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task Conditional_orders_have_lists_and_cancellations_of_their_own()
    {
        var trader = await StartAsync();
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=98000");
        var placed = await trader.PostAsync(Algo, $"{Stop}&quantity=0.1&triggerPrice=95000");

        await trader.DeleteAsync("/fapi/v1/allOpenOrders", "symbol=BTCUSDT");
        var waiting = await trader.GetAsync("/fapi/v1/openAlgoOrders", "symbol=BTCUSDT");
        var cancelled = await trader.DeleteAsync(Algo, $"algoId={placed.Body.GetProperty("algoId").GetInt64()}");
        var history = await trader.GetAsync("/fapi/v1/allAlgoOrders", "symbol=BTCUSDT");

        Assert.Empty((await trader.GetAsync("/fapi/v1/openOrders", "symbol=BTCUSDT")).Body.EnumerateArray());
        Assert.Single(waiting.Body.EnumerateArray());
        Assert.Equal(("200", "success"), (cancelled.Text("code"), cancelled.Text("msg")));
        Assert.Equal("CANCELED", Assert.Single(history.Body.EnumerateArray()).GetProperty("algoStatus").GetString());
    }

    [Fact]
    public async Task A_second_stop_that_closes_the_position_is_refused_but_a_take_profit_is_not()
    {
        var trader = await StartAsync();
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1");

        var first = await trader.PostAsync(Algo, $"{Stop}&triggerPrice=95000.07&closePosition=true&workingType=MARK_PRICE");
        var second = await trader.PostAsync(Algo, $"{Stop}&triggerPrice=94000&closePosition=true&workingType=MARK_PRICE");
        var profit = await trader.PostAsync(
            Algo, "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=TAKE_PROFIT_MARKET&triggerPrice=120000&closePosition=true&workingType=MARK_PRICE");

        Assert.Equal(("GTE_GTC", "95000.07"), (first.Text("timeInForce"), first.Text("triggerPrice")));
        Assert.True(first.Body.GetProperty("closePosition").GetBoolean());
        Assert.Equal(-4130, second.Code);
        Assert.Equal("NEW", profit.Text("algoStatus"));
    }

    [Fact]
    public async Task A_stop_that_has_nothing_left_to_reduce_ends_without_a_fill()
    {
        var trader = await StartAsync();
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.1");
        await trader.PostAsync(Algo, $"{Stop}&quantity=0.1&reduceOnly=true&triggerPrice=99000");
        await trader.OrderAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1");
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        await venue.MovePriceAsync("BTCUSDT", 98_900m);
        var ended = await socket.WaitForEventAsync("ALGO_UPDATE", update => State(update) is "REJECTED" or "EXPIRED");

        Assert.NotEmpty(ended.GetProperty("o").GetProperty("rm").GetString()!);
        Assert.Equal(0m, await trader.PositionAsync("BTCUSDT"));
    }

    private static string? State(JsonElement update) => update.GetProperty("o").GetProperty("X").GetString();

    private async Task<VenueTrader> StartAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        return await venue.OpenAccountAsync();
    }
}
