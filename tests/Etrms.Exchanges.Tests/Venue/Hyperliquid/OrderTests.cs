namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>Limit orders: what is taken, what is refused and in which words.</summary>
public sealed class OrderTests(CoinVenue venue) : IClassFixture<CoinVenue>
{
    private const string Cloid = "0x000000000000000000000000000000aa";

    public static TheoryData<string, string> Refused => new()
    {
        { CoinTrader.Limit(true, 90_000.12m, 0.01m), "Price must be divisible by tick size. asset=0" },
        { CoinTrader.Limit(true, 90_000, 0.0000001m), "Order has invalid size. asset=0" },
        { CoinTrader.Limit(true, 90_000, 0), "Order has zero size. asset=0" },
        { CoinTrader.Limit(true, 90_000, 0.0001m), "Order must have minimum value of $10. asset=0" },
        { CoinTrader.Limit(true, 90_000, 500), "Insufficient margin to place order. asset=0" },
        { CoinTrader.Limit(false, 110_000, 0.01m, reduceOnly: true), "Reduce only order would increase position. asset=0" },
        { CoinTrader.Limit(true, 90_000, 0.01m, "Ioc"), "Order could not immediately match against any resting orders. asset=0" },
        { CoinTrader.Limit(true, 10_000, 0.01m), "Order price cannot be more than 80% away from the reference price asset=0" },
        { CoinTrader.Trigger(false, 110_000, 0.01m, "sl", reduceOnly: false), "Invalid TP/SL price. asset=0" },
        { CoinTrader.Trigger(false, 90_000, 0.01m, "sl"), "Reduce only order would increase position. asset=0" },
        { CoinTrader.Limit(true, 90_000, 0.01m).Replace("\"a\":0", "\"a\":77", StringComparison.Ordinal), "Order has invalid asset. asset=77" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_order_against_the_rules_is_refused_in_the_exchanges_words(string order, string text)
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await venue.MoveBtcAsync(100_000);

        Assert.Equal(text, (await trader.OrderAsync(order)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_post_only_order_that_would_take_is_told_the_touch()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        var top = (await trader.InfoAsync("l2Book", ",\"coin\":\"BTC\"")).GetProperty("levels");

        var error = (await trader.OrderAsync(CoinTrader.Limit(true, Math.Round(await trader.MarkAsync() * 1.02m), 0.01m, "Alo"))).GetProperty("error").GetString();

        Assert.Equal(
            $"Post only order would have immediately matched, bbo was {top[0][0].GetProperty("px").GetString()}@{top[1][0].GetProperty("px").GetString()}. asset=0",
            error);
    }

    [Fact]
    public async Task A_resting_order_is_found_by_either_name_changed_and_cancelled()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await venue.MoveBtcAsync(100_000);
        var oid = (await trader.OrderAsync(CoinTrader.Limit(true, 90_000, 0.01m, cloid: Cloid))).GetProperty("resting").GetProperty("oid").GetInt64();
        var byCloid = await trader.InfoAsync("orderStatus", $",\"oid\":\"{Cloid}\"");
        Assert.Equal(oid, byCloid.GetProperty("order").GetProperty("order").GetProperty("oid").GetInt64());

        var changed = await trader.SendAsync($$"""{"type":"batchModify","modifies":[{"oid":{{oid}},"order":{{CoinTrader.Limit(true, 91_000, 0.02m)}}}]}""");
        var later = Assert.Single(CoinTrader.Statuses(changed)).GetProperty("resting").GetProperty("oid").GetInt64();

        Assert.Equal(("canceled", "open"), (await trader.StatusAsync(oid), await trader.StatusAsync(later)));
        var cancel = $$"""{"type":"cancel","cancels":[{"a":0,"o":{{later}}}]}""";
        Assert.Equal("success", Assert.Single(CoinTrader.Statuses(await trader.SendAsync(cancel))).GetString());
        Assert.Equal("Order was never placed, already canceled, or filled. asset=0", Assert.Single(CoinTrader.Errors(await trader.SendAsync(cancel))));
        Assert.Equal("unknownOid", await trader.StatusAsync(999_999_999));
    }

    [Fact]
    public async Task A_refused_change_leaves_the_order_where_it_was()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await venue.MoveBtcAsync(100_000);
        var oid = (await trader.OrderAsync(CoinTrader.Limit(true, 90_000, 0.01m))).GetProperty("resting").GetProperty("oid").GetInt64();

        var refused = await trader.SendAsync($$"""{"type":"modify","oid":{{oid}},"order":{{CoinTrader.Limit(true, 90_000, 500)}}}""");

        Assert.StartsWith("Insufficient margin", Assert.Single(CoinTrader.Errors(refused)), StringComparison.Ordinal);
        Assert.Equal("open", await trader.StatusAsync(oid));
    }

    [Fact]
    public async Task Each_order_of_a_batch_has_its_own_answer_but_a_bad_shape_answers_for_all()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await venue.MoveBtcAsync(100_000);
        var (good, tooSmall, offTick) = (CoinTrader.Limit(true, 90_000, 0.01m), CoinTrader.Limit(true, 90_000, 0.0001m), CoinTrader.Limit(true, 90_000.5m, 0.01m));

        var mixed = CoinTrader.Statuses(await trader.SendAsync($$"""{"type":"order","orders":[{{good}},{{tooSmall}}],"grouping":"na"}"""));
        var whole = CoinTrader.Statuses(await trader.SendAsync($$"""{"type":"order","orders":[{{good}},{{offTick}}],"grouping":"na"}"""));

        Assert.True(mixed[0].TryGetProperty("resting", out _) && mixed[1].TryGetProperty("error", out _));
        Assert.StartsWith("Price must be divisible", Assert.Single(whole).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Single((await trader.InfoAsync("openOrders")).EnumerateArray());
    }

    [Fact]
    public async Task An_order_meets_no_order_of_its_own_account()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await venue.MoveBtcAsync(100_000);
        var touch = CoinTrader.Number((await trader.InfoAsync("l2Book", ",\"coin\":\"BTC\"")).GetProperty("levels")[1][0], "px");
        var own = (await trader.OrderAsync(CoinTrader.Limit(false, touch, 0.01m, "Alo"))).GetProperty("resting").GetProperty("oid").GetInt64();

        await trader.TakeAsync(buy: true, 0.01m);

        Assert.Equal("selfTradeCanceled", await trader.StatusAsync(own));
        Assert.Equal(0.01m, await trader.PositionAsync());
    }

    [Fact]
    public async Task A_fill_shows_in_position_money_and_history()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        var before = await trader.InfoAsync("clearinghouseState");

        var fill = await trader.TakeAsync(buy: true, 0.05m);

        var told = Assert.Single((await trader.InfoAsync("userFills")).EnumerateArray(), row => row.GetProperty("oid").GetInt64() == fill.GetProperty("oid").GetInt64());
        Assert.Equal(("Open Long", "0.0", true), (told.GetProperty("dir").GetString(), told.GetProperty("startPosition").GetString(), told.GetProperty("crossed").GetBoolean()));
        var (price, fee) = (CoinTrader.Number(told, "px"), CoinTrader.Number(told, "fee"));
        Assert.Equal(Math.Round(price * 0.05m * 0.00045m, 6), fee);
        var after = await trader.InfoAsync("clearinghouseState");
        var paid = CoinTrader.Number(before.GetProperty("marginSummary"), "totalRawUsd") - CoinTrader.Number(after.GetProperty("marginSummary"), "totalRawUsd");
        Assert.Equal((price * 0.05m) + fee, paid, 2);
        Assert.Equal(0.05m, await trader.PositionAsync());
    }

    [Fact]
    public async Task A_dead_man_switch_cancels_everything_at_its_time()
    {
        var trader = await CoinTrader.OpenAsync(venue);
        await venue.MoveBtcAsync(100_000);
        var oid = (await trader.OrderAsync(CoinTrader.Limit(true, 90_000, 0.01m))).GetProperty("resting").GetProperty("oid").GetInt64();
        await using var socket = await VenueSocket.OpenAsync(venue, "/ws");
        await socket.SendAsync($$$"""{"method":"subscribe","subscription":{"type":"orderUpdates","user":"{{{trader.Address}}}"}}""");
        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "subscriptionResponse");

        Assert.Contains("5 seconds", Assert.Single(CoinTrader.Errors(await trader.SendAsync($$"""{"type":"scheduleCancel","time":{{Now() + 1_000}}}"""))), StringComparison.Ordinal);
        Assert.Equal("ok", (await trader.SendAsync($$"""{"type":"scheduleCancel","time":{{Now() + 10_000}}}""")).GetProperty("status").GetString());
        venue.Clock.Advance(TimeSpan.FromSeconds(10));

        await socket.WaitForAsync(message => message.GetProperty("channel").GetString() == "orderUpdates"
            && message.GetProperty("data").EnumerateArray().Any(update => update.GetProperty("status").GetString() == "scheduledCancel"));
        Assert.Equal("scheduledCancel", await trader.StatusAsync(oid));
    }

    private long Now() => venue.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
