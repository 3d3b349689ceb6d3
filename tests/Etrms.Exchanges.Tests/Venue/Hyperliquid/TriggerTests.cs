namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>Stops and take-profits: alone, around an entry and around a position.</summary>
public sealed class TriggerTests(CoinVenue venue) : IClassFixture<CoinVenue>
{
    private const decimal Size = 0.05m;

    [Fact]
    public async Task A_stop_waits_for_the_mark_and_closes_the_position_under_its_own_number()
    {
        var trader = await OpenAtAsync(100_000);
        await trader.TakeAsync(buy: true, Size);
        var oid = (await trader.OrderAsync(CoinTrader.Trigger(false, 95_000, Size, "sl"))).GetProperty("resting").GetProperty("oid").GetInt64();
        var waiting = Assert.Single((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray());
        Assert.Equal(
            ("Stop Market", "Price below 95000", true, true),
            (waiting.GetProperty("orderType").GetString(), waiting.GetProperty("triggerCondition").GetString(), waiting.GetProperty("isTrigger").GetBoolean(), waiting.GetProperty("reduceOnly").GetBoolean()));

        await venue.MoveBtcAsync(94_000);

        Assert.Equal(0, await trader.PositionAsync());
        Assert.Equal("filled", await trader.StatusAsync(oid));
        Assert.Contains((await trader.InfoAsync("userFills")).EnumerateArray(), fill => fill.GetProperty("oid").GetInt64() == oid && fill.GetProperty("dir").GetString() == "Close Long");
    }

    [Fact]
    public async Task Children_wait_for_their_parent_and_the_first_to_fill_ends_its_sibling()
    {
        var trader = await OpenAtAsync(100_000);
        var answer = CoinTrader.Statuses(await trader.SendAsync(Group("normalTpsl", CoinTrader.Limit(true, 99_000, Size), Stop(95_000), Profit(105_000))));
        Assert.Equal(("waitingForFill", "waitingForFill"), (answer[1].GetString(), answer[2].GetString()));
        var parent = Assert.Single((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray());
        var children = parent.GetProperty("children").EnumerateArray().ToDictionary(child => child.GetProperty("orderType").GetString()!, child => child.GetProperty("oid").GetInt64());

        await venue.MoveBtcAsync(98_500);

        Assert.Equal(Size, await trader.PositionAsync());
        Assert.Equal(2, (await trader.InfoAsync("frontendOpenOrders")).EnumerateArray().Count(order => order.GetProperty("isTrigger").GetBoolean()));
        await venue.MoveBtcAsync(94_500);
        Assert.Equal(0, await trader.PositionAsync());
        Assert.Equal(
            ("filled", "siblingFilledCanceled"),
            (await trader.StatusAsync(children["Stop Market"]), await trader.StatusAsync(children["Take Profit Market"])));
    }

    [Fact]
    public async Task Children_of_an_entry_that_fills_at_once_are_live_at_once()
    {
        var trader = await OpenAtAsync(100_000);

        var answer = CoinTrader.Statuses(await trader.SendAsync(Group("normalTpsl", CoinTrader.Limit(true, 103_000, Size, "Ioc"), Stop(95_000), Profit(105_000))));

        Assert.True(answer[0].TryGetProperty("filled", out _));
        Assert.Equal(("waitingForTrigger", "waitingForTrigger"), (answer[1].GetString(), answer[2].GetString()));
    }

    [Fact]
    public async Task Children_end_with_a_parent_that_is_taken_back()
    {
        var trader = await OpenAtAsync(100_000);
        var answer = CoinTrader.Statuses(await trader.SendAsync(Group("normalTpsl", CoinTrader.Limit(true, 90_000, Size), Stop(85_000))));
        var parent = Assert.Single((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray());
        var child = Assert.Single(parent.GetProperty("children").EnumerateArray()).GetProperty("oid").GetInt64();

        await trader.SendAsync($$"""{"type":"cancel","cancels":[{"a":0,"o":{{answer[0].GetProperty("resting").GetProperty("oid").GetInt64()}}}]}""");

        Assert.Equal("canceled", await trader.StatusAsync(child));
        Assert.Empty((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray());
    }

    [Fact]
    public async Task Orders_on_the_position_close_what_the_position_then_is()
    {
        var trader = await OpenAtAsync(100_000);
        await trader.TakeAsync(buy: true, Size);
        await trader.SendAsync(Group("positionTpsl", Stop(95_000), Profit(110_000)));
        await trader.TakeAsync(buy: true, Size);
        Assert.All((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray(), order => Assert.True(order.GetProperty("isPositionTpsl").GetBoolean()));

        await venue.MoveBtcAsync(111_000);

        Assert.Equal(0, await trader.PositionAsync());
        Assert.Empty((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray());
        var former = (await trader.InfoAsync("historicalOrders")).EnumerateArray().Select(order => order.GetProperty("status").GetString()).ToList();
        Assert.Contains("siblingFilledCanceled", former);
    }

    [Fact]
    public async Task Protective_orders_end_with_the_position_that_they_protect()
    {
        var trader = await OpenAtAsync(100_000);
        await trader.TakeAsync(buy: true, Size);
        var oid = (await trader.OrderAsync(CoinTrader.Trigger(false, 95_000, Size, "sl"))).GetProperty("resting").GetProperty("oid").GetInt64();

        await trader.TakeAsync(buy: false, Size, reduceOnly: true);

        Assert.Equal("reduceOnlyCanceled", await trader.StatusAsync(oid));
    }

    [Fact]
    public async Task A_stop_is_moved_in_place()
    {
        var trader = await OpenAtAsync(100_000);
        await trader.TakeAsync(buy: true, Size);
        var oid = (await trader.OrderAsync(CoinTrader.Trigger(false, 95_000, Size, "sl"))).GetProperty("resting").GetProperty("oid").GetInt64();

        var moved = await trader.SendAsync($$"""{"type":"batchModify","modifies":[{"oid":{{oid}},"order":{{Stop(96_000)}}}],"a":true}""");

        Assert.True(Assert.Single(CoinTrader.Statuses(moved)).TryGetProperty("resting", out _), moved.ToString());
        var waiting = Assert.Single((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray());
        Assert.Equal(96_000, CoinTrader.Number(waiting, "triggerPx"));
        Assert.Equal("canceled", await trader.StatusAsync(oid));
    }

    [Fact]
    public async Task A_triggered_limit_order_may_rest_after_a_jump()
    {
        var trader = await OpenAtAsync(100_000);
        await trader.TakeAsync(buy: true, Size);
        var oid = (await trader.OrderAsync(CoinTrader.Trigger(false, 95_000, Size, "sl", price: 95_000))).GetProperty("resting").GetProperty("oid").GetInt64();

        await venue.MoveBtcAsync(90_000);

        Assert.Equal(Size, await trader.PositionAsync());
        var resting = Assert.Single((await trader.InfoAsync("frontendOpenOrders")).EnumerateArray());
        Assert.Equal((oid, false), (resting.GetProperty("oid").GetInt64(), resting.GetProperty("isTrigger").GetBoolean()));
    }

    [Fact]
    public async Task A_group_with_a_child_that_could_open_a_position_is_refused_whole()
    {
        var trader = await OpenAtAsync(100_000);

        var answer = await trader.SendAsync(Group("normalTpsl", CoinTrader.Limit(true, 99_000, Size), CoinTrader.Trigger(false, 95_000, Size, "sl", reduceOnly: false)));

        Assert.Single(CoinTrader.Errors(answer));
        Assert.Empty((await trader.InfoAsync("openOrders")).EnumerateArray());
    }

    private async Task<CoinTrader> OpenAtAsync(decimal price)
    {
        await venue.MoveBtcAsync(price);
        return await CoinTrader.OpenAsync(venue);
    }

    private static string Stop(decimal trigger) => CoinTrader.Trigger(false, trigger, Size, "sl");

    private static string Profit(decimal trigger) => CoinTrader.Trigger(false, trigger, Size, "tp");

    private static string Group(string grouping, params string[] orders) =>
        $$"""{"type":"order","orders":[{{string.Join(',', orders)}}],"grouping":"{{grouping}}"}""";
}
