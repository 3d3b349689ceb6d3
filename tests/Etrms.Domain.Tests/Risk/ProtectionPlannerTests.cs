using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

public sealed class ProtectionPlannerTests
{
    [Fact]
    public void A_long_gets_a_stop_below_and_a_target_above_over_its_whole_size()
    {
        var plan = ProtectionPlanner.Plan(Request(0.5m) with { StopLoss = 98_000.04m, TakeProfit = 110_000.06m });

        Assert.Equal([(OrderType.StopMarket, 98_000.1m), (OrderType.TakeProfitMarket, 110_000.0m)], plan.Send.Select(order => (order.Type, order.TriggerPrice!.Value)));
        Assert.All(plan.Send, order => Assert.True(order is { Side: OrderSide.Sell, ReduceOnly: true, Quantity: 0.5m, TriggerBy: TriggerPriceType.MarkPrice }));
        Assert.Empty(plan.Cancel);
    }

    [Fact]
    public void A_short_is_protected_the_other_way_round()
    {
        var plan = ProtectionPlanner.Plan(Request(-0.5m) with { StopLoss = 102_000.04m, TakeProfit = 90_000.06m });

        Assert.Equal([(OrderSide.Buy, 102_000.0m), (OrderSide.Buy, 90_000.1m)], plan.Send.Select(order => (order.Side, order.TriggerPrice!.Value)));
    }

    [Fact]
    public void A_moved_stop_is_placed_before_the_old_one_goes_and_the_target_stays()
    {
        var stop = Resting("1", OrderType.StopMarket, 97_000, 0.5m);
        var target = Resting("2", OrderType.TakeProfitMarket, 110_000, 0.5m);

        var plan = ProtectionPlanner.Plan(Request(0.5m, stop, target) with { StopLoss = 98_000, TakeProfit = 110_000 });

        Assert.Equal(98_000, Assert.Single(plan.Send).TriggerPrice);
        Assert.Equal([stop], plan.Cancel);
    }

    [Fact]
    public void A_stop_of_the_wrong_size_is_replaced_and_one_that_closes_all_is_kept()
    {
        var small = Resting("1", OrderType.StopMarket, 98_000, 0.2m);
        var whole = small with { Quantity = 0, ClosePosition = true };

        Assert.Single(ProtectionPlanner.Plan(Request(0.5m, small) with { StopLoss = 98_000 }).Send);
        Assert.Empty(ProtectionPlanner.Plan(Request(0.5m, whole) with { StopLoss = 98_000 }).Send);
    }

    [Fact]
    public void No_level_removes_the_order_and_no_position_removes_both()
    {
        var stop = Resting("1", OrderType.StopMarket, 97_000, 0.5m);

        Assert.Equal([stop], ProtectionPlanner.Plan(Request(0.5m, stop)).Cancel);
        var flat = ProtectionPlanner.Plan(Request(0, stop) with { StopLoss = 98_000 });
        Assert.Equal([stop], flat.Cancel);
        Assert.Empty(flat.Send);
    }

    [Fact]
    public void Orders_of_the_trader_that_do_not_protect_are_left_alone()
    {
        var entry = Resting("1", OrderType.StopMarket, 105_000, 0.5m) with { Side = OrderSide.Buy, ReduceOnly = false };

        Assert.Empty(ProtectionPlanner.Plan(Request(0.5m, entry)).Cancel);
    }

    [Theory]
    [InlineData(1, 101_000, null, "stop_loss")]
    [InlineData(-1, 99_000, null, "stop_loss")]
    [InlineData(1, null, 99_000, "take_profit")]
    [InlineData(-1, null, 101_000, "take_profit")]
    [InlineData(1, 0, null, "stop_loss")]
    [InlineData(1, null, -5, "take_profit")]
    public void A_level_on_the_wrong_side_is_refused_by_field(int quantity, int? stop, int? target, string field)
    {
        Assert.Equal(field, ProtectionPlanner.Refusal(quantity, 100_000, stop, target)?.Field);
    }

    [Fact]
    public void Sound_levels_are_not_refused()
    {
        Assert.Null(ProtectionPlanner.Refusal(1, 100_000, 98_000, 110_000));
        Assert.Null(ProtectionPlanner.Refusal(-1, 100_000, 102_000, 90_000));
    }

    [Fact]
    public void Tightening_puts_a_nearer_stop_in_place_of_a_farther_one_and_leaves_targets_alone()
    {
        var request = Request(1, Resting("far", OrderType.StopMarket, 90_000, 1), Resting("take", OrderType.TakeProfitMarket, 120_000, 0.5m));

        var plan = ProtectionPlanner.Plan(request with { StopLoss = 95_000, TightenOnly = true });

        Assert.Equal(95_000, Assert.Single(plan.Send).TriggerPrice);
        Assert.Equal("far", Assert.Single(plan.Cancel).OrderId);
    }

    [Fact]
    public void Tightening_never_loosens_and_adds_only_where_near_stops_do_not_cover()
    {
        var near = Request(1, Resting("near", OrderType.StopMarket, 97_000, 1), Resting("far", OrderType.StopMarket, 90_000, 1));
        var half = Request(1, Resting("near", OrderType.StopMarket, 97_000, 0.5m));

        var kept = ProtectionPlanner.Plan(near with { StopLoss = 95_000, TightenOnly = true });
        var added = ProtectionPlanner.Plan(half with { StopLoss = 95_000, TightenOnly = true });

        Assert.Equal((0, 0), (kept.Send.Length, kept.Cancel.Length));
        Assert.Equal((1, 0), (added.Send.Length, added.Cancel.Length));
    }

    private static Order Resting(string id, OrderType type, decimal trigger, decimal quantity) => new()
    {
        OrderId = id,
        ClientOrderId = id,
        Instrument = Some.Id("BTCUSDT"),
        Side = OrderSide.Sell,
        Type = type,
        Status = OrderStatus.New,
        Quantity = quantity,
        TriggerPrice = trigger,
        ReduceOnly = true,
        IsConditional = true,
    };

    private static ProtectionRequest Request(decimal quantity, params Order[] orders) => new()
    {
        PlanId = new Guid("00000000-0000-0000-0000-0000000000c1"),
        Account = Desk.Account,
        Instrument = Some.Instrument("BTCUSDT"),
        Position = new Position { Instrument = Some.Id("BTCUSDT"), Quantity = quantity, EntryPrice = 100_000 },
        OpenOrders = [.. orders],
        Mark = 100_000,
    };
}
