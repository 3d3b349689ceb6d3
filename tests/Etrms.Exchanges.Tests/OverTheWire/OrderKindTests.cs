using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>Every kind of order and every setting of an account, sent and read back.</summary>
public sealed class OrderKindTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    private static readonly OrderRequest Bid = new()
    {
        Account = Some.Account,
        Instrument = Some.Btc,
        Side = OrderSide.Buy,
        Type = OrderType.Limit,
        Price = 59_000m,
        Quantity = 0.020m,
        ClientOrderId = "etrms-kind",
    };

    public async ValueTask InitializeAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 60_100m);
        await venue.MovePriceAsync("BTCUSDT", 60_000m);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, OrderStatus> Limits => new()
    {
        { nameof(TimeInForce.GoodTillCancel), OrderStatus.New },
        { nameof(TimeInForce.GoodTillCrossing), OrderStatus.New },
        { nameof(TimeInForce.ImmediateOrCancel), OrderStatus.Expired },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task A_limit_order_does_what_its_time_in_force_says(string timeInForce, OrderStatus expected)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var request = Bid with { TimeInForce = Enum.Parse<TimeInForce>(timeInForce) };

        var order = await account.SendAsync(Approved(request));

        Assert.Equal((expected, request.TimeInForce, 59_000m), (order.Status, order.TimeInForce, order.Price));
    }

    [Fact]
    public async Task An_order_that_could_not_be_filled_at_once_or_only_by_taking_is_refused()
    {
        await using var account = await WireAccount.OpenAsync(venue);

        var killed = await account.Gateway.SendAsync(Approved(Bid with { TimeInForce = TimeInForce.FillOrKill }), CancellationToken.None);
        var crossing = await account.Gateway.SendAsync(
            Approved(Bid with { TimeInForce = TimeInForce.GoodTillCrossing, Price = 60_500m }), CancellationToken.None);

        Assert.True(killed is ExchangeOutcome<Order>.Rejected or ExchangeOutcome<Order>.Accepted { Value.Status: OrderStatus.Expired }, killed.Describe());
        Assert.True(crossing is ExchangeOutcome<Order>.Rejected or ExchangeOutcome<Order>.Accepted { Value.Status: OrderStatus.Expired }, crossing.Describe());
        Assert.Empty(await account.OpenOrdersAsync());
    }

    public static TheoryData<string, string, decimal?, decimal?> Conditionals => new()
    {
        { nameof(OrderType.Stop), nameof(OrderSide.Buy), 61_000m, 61_100m },
        { nameof(OrderType.StopMarket), nameof(OrderSide.Buy), 61_000m, null },
        { nameof(OrderType.TakeProfit), nameof(OrderSide.Buy), 59_000m, 59_100m },
        { nameof(OrderType.TakeProfitMarket), nameof(OrderSide.Sell), 61_000m, null },
    };

    [Theory]
    [MemberData(nameof(Conditionals))]
    public async Task A_conditional_order_rests_is_found_and_is_cancelled(string type, string side, decimal? trigger, decimal? price)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var request = Bid with
        {
            Type = Enum.Parse<OrderType>(type),
            Side = Enum.Parse<OrderSide>(side),
            TriggerPrice = trigger,
            TriggerBy = TriggerPriceType.LastPrice,
            Price = price,
        };

        await account.SendAsync(Approved(request));
        var found = await FindAsync(account, isConditional: true);
        var listed = Assert.Single(await account.OpenOrdersAsync());
        await account.Gateway.CancelAsync(listed, CancellationToken.None);

        Assert.Equal((request.Type, request.Side, trigger, price ?? 0, true), (found!.Type, found.Side, found.TriggerPrice, found.Price, found.IsConditional));
        Assert.Equal(found.OrderId, listed.OrderId);
        Assert.Equal(OrderStatus.Canceled, (await FindAsync(account, isConditional: true))!.Status);
    }

    [Fact]
    public async Task A_trailing_stop_keeps_its_callback_and_activation()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await account.SendAsync(Some.Open("etrms-open"));

        await account.SendAsync(Approved(Bid with
        {
            Type = OrderType.TrailingStopMarket,
            Side = OrderSide.Sell,
            Price = null,
            CallbackRate = 0.01m,
            ActivationPrice = 61_000m,
            ReduceOnly = true,
        }));

        var trailing = Assert.Single(await account.OpenOrdersAsync());
        Assert.Equal((OrderType.TrailingStopMarket, 0.01m, 61_000m), (trailing.Type, trailing.CallbackRate, trailing.ActivationPrice));
    }

    [Fact]
    public async Task A_limit_order_with_an_end_tells_it()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var end = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds());

        var outcome = await account.Gateway.SendAsync(Approved(Bid with { GoodTillAt = end }), CancellationToken.None);

        Assert.Equal(end, Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value.GoodTillAt);
    }

    [Fact]
    public async Task A_resting_order_is_changed_and_keeps_its_number()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var order = await account.SendAsync(Approved(Bid));

        var changed = await account.Gateway.ModifyAsync(order, 0.030m, 58_500m, CancellationToken.None);

        var resting = Assert.Single(await account.OpenOrdersAsync());
        Assert.IsType<ExchangeOutcome<Order>.Accepted>(changed);
        Assert.Equal((order.OrderId, 0.030m, 58_500m), (resting.OrderId, resting.Quantity, resting.Price));
    }

    [Fact]
    public async Task Hedge_mode_holds_both_legs_and_each_is_closed_by_its_side()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var switched = await account.Gateway.SetHedgeModeAsync(true, CancellationToken.None);
        var again = await account.Gateway.SetHedgeModeAsync(true, CancellationToken.None);
        await account.SendAsync(Approved(Market(OrderSide.Buy, PositionSide.Long, "etrms-l")));
        await account.SendAsync(Approved(Market(OrderSide.Sell, PositionSide.Short, "etrms-s")));

        var legs = (await account.SnapshotAsync()).Positions;
        await account.SendAsync(Some.Close("etrms-x", PositionSide.Long));

        Assert.All([switched, again], outcome => Assert.True(Assert.IsType<ExchangeOutcome<bool>.Accepted>(outcome).Value));
        Assert.Equal([(PositionSide.Long, 0.020m), (PositionSide.Short, -0.020m)], legs.Select(leg => (leg.Side, leg.Quantity)).Order());
        Assert.Equal(PositionSide.Short, Assert.Single(await account.PositionsAsync()).Side);
    }

    [Fact]
    public async Task Margin_is_moved_into_and_out_of_an_isolated_position()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await account.Gateway.SetMarginModeAsync(Some.Btc, MarginMode.Isolated, CancellationToken.None);
        await account.SendAsync(Some.Open("etrms-open"));
        var before = Assert.Single(await account.PositionsAsync()).IsolatedMargin;

        var added = await account.Gateway.AdjustIsolatedMarginAsync(Some.Btc, PositionSide.Both, 100, CancellationToken.None);
        var between = Assert.Single(await account.PositionsAsync()).IsolatedMargin;
        var taken = await account.Gateway.AdjustIsolatedMarginAsync(Some.Btc, PositionSide.Both, -40, CancellationToken.None);

        Assert.Equal(100, Assert.IsType<ExchangeOutcome<decimal>.Accepted>(added).Value);
        Assert.Equal(-40, Assert.IsType<ExchangeOutcome<decimal>.Accepted>(taken).Value);
        Assert.Equal(before + 100, between);
        Assert.Equal(before + 60, Assert.Single(await account.PositionsAsync()).IsolatedMargin);
    }

    [Fact]
    public async Task A_dead_mans_switch_that_is_not_renewed_cancels_what_rests_and_one_taken_back_does_not()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await account.SendAsync(Approved(Bid));

        var armed = await account.Gateway.ArmDeadManAsync(Some.Btc, TimeSpan.FromMinutes(1), CancellationToken.None);
        var disarmed = await account.Gateway.ArmDeadManAsync(Some.Btc, after: null, CancellationToken.None);
        Assert.Single(await account.OpenOrdersAsync());
        await account.Gateway.ArmDeadManAsync(Some.Btc, TimeSpan.FromMilliseconds(50), CancellationToken.None);

        Assert.Equal(TimeSpan.FromMinutes(1), Assert.IsType<ExchangeOutcome<TimeSpan?>.Accepted>(armed).Value);
        Assert.Null(Assert.IsType<ExchangeOutcome<TimeSpan?>.Accepted>(disarmed).Value);
        await account.WaitUntilAsync("the cancelling", async () => (await account.OpenOrdersAsync()).IsEmpty);
    }

    private static OrderRequest Market(OrderSide side, PositionSide leg, string clientId) =>
        Bid with { Side = side, PositionSide = leg, Type = OrderType.Market, Price = null, ClientOrderId = clientId };

    private static ApprovedOrder Approved(OrderRequest request)
    {
        var context = new PreTradeContext(Some.BtcInstrument, Mark: 60_000, Quantity: 0, Posture.Normal, PostureReason: null);
        var result = PreTradeCheck.Check(request, context);
        Assert.True(result is PreTradeResult.Approved, result.ToString());
        return ((PreTradeResult.Approved)result).Order;
    }

    private static async Task<Order?> FindAsync(WireAccount account, bool isConditional) =>
        Assert.IsType<ExchangeOutcome<Order?>.Accepted>(
            await account.Gateway.FindAsync(Some.Btc, "etrms-kind", isConditional, CancellationToken.None)).Value;
}
