using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>The way to a target from the venue's live state (RISK 5, actions and venue).</summary>
public sealed class FlatteningTests
{
    private static readonly Guid Plan = new("00000000-0000-0000-0000-0000000000c1");

    [Fact]
    public void A_liquid_position_is_flattened_by_one_reduce_only_order()
    {
        var order = Sent(Request(Long(0.5m)));

        Assert.Equal((OrderSide.Sell, 0.5m, true), (order.Side, order.Quantity, order.ReduceOnly));
        Assert.Equal((OrderType.Limit, TimeInForce.ImmediateOrCancel, 99_690.0m), (order.Type, order.TimeInForce, order.Price));
    }

    [Theory]
    [InlineData(1, 0.003)]
    [InlineData(2, 0.006)]
    [InlineData(3, 0.012)]
    public void The_limit_moves_away_from_the_touch_with_every_attempt(int attempt, double slippage)
    {
        var order = Sent(Request(Long(-0.5m)) with { Attempt = attempt });

        Assert.Equal(OrderSide.Buy, order.Side);
        Assert.Equal(Math.Ceiling(100_010 * (1 + (decimal)slippage) * 10) / 10, order.Price);
    }

    [Fact]
    public void After_the_ladder_and_without_prices_it_sends_market_orders()
    {
        Assert.Equal(OrderType.Market, Sent(Request(Long(0.5m)) with { Attempt = 4 }).Type);
        Assert.Equal(OrderType.Market, Sent(Request(Long(0.5m)) with { Prices = null }).Type);
        Assert.Equal(OrderType.Market, Sent(Request(Long(0.5m)) with { Settings = new() { StartWithMarket = true } }).Type);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(9, false)]
    [InlineData(1, true)]
    public void With_a_largest_slippage_no_attempt_goes_farther_and_none_is_a_market_order(int attempt, bool startsWithMarket)
    {
        var settings = new FlatteningSettings { StartWithMarket = startsWithMarket, MaxSlippage = 0.002m };

        var order = Sent(Request(Long(0.5m)) with { Attempt = attempt, Settings = settings });

        Assert.Equal((OrderType.Limit, TimeInForce.ImmediateOrCancel, 99_790.0m), (order.Type, order.TimeInForce, order.Price));
    }

    [Fact]
    public void A_ladder_within_the_largest_slippage_stays_as_it_is()
    {
        Assert.Equal(99_690.0m, Sent(Request(Long(0.5m)) with { Settings = new() { MaxSlippage = 0.01m } }).Price);
    }

    [Fact]
    public void Without_a_price_a_largest_slippage_waits_for_one()
    {
        Assert.IsType<FlatteningStep.AwaitPrice>(Flattening.Next(Request(Long(0.5m)) with { Prices = null, Settings = new() { MaxSlippage = 0.01m } }));
    }

    [Fact]
    public void A_limit_stays_inside_the_venues_price_band()
    {
        var prices = new TouchPrices(95_100, 95_200, 100_000);

        Assert.Equal(95_000, Sent(Request(Long(0.5m)) with { Prices = prices, Attempt = 2 }).Price);
    }

    [Fact]
    public void FC_31_Opening_orders_go_first_then_competing_reducers_and_the_stop_last()
    {
        var opening = Order("1", OrderSide.Buy, 0.1m);
        var target = Order("2", OrderSide.Sell, 0.5m) with { ReduceOnly = true };
        var stop = Stop("3");

        Assert.Equal([opening], Assert.IsType<FlatteningStep.CancelOpening>(Next(Long(0.5m), opening, target, stop)).Orders);
        Assert.Equal([target], Assert.IsType<FlatteningStep.CancelCompetingReducers>(Next(Long(0.5m), target, stop)).Orders);
        Assert.IsType<FlatteningStep.Send>(Next(Long(0.5m), stop));
        Assert.Equal([stop], Assert.IsType<FlatteningStep.CancelLeftovers>(Next(Long(0), stop)).Orders);
        Assert.IsType<FlatteningStep.Done>(Next(Long(0)));
    }

    [Fact]
    public void A_reducer_that_leaves_room_for_a_partial_reduction_may_stay()
    {
        var target = Order("2", OrderSide.Sell, 0.2m) with { ReduceOnly = true };

        var step = Flattening.Next(Request(Long(0.5m), target) with { Target = 0.2m });

        Assert.Equal(0.3m, Assert.IsType<FlatteningStep.Send>(step).Order.Quantity);
    }

    [Fact]
    public void FC_32_After_a_partial_fill_the_next_order_is_sized_from_the_live_position()
    {
        var first = Sent(Request(Long(0.5m)));
        var second = Sent(Request(Long(0.25m)) with { Attempt = 2 });

        Assert.Equal(0.25m, second.Quantity);
        Assert.NotEqual(first.ClientOrderId, second.ClientOrderId);
    }

    [Fact]
    public void FC_42_What_is_too_small_for_an_order_is_dust()
    {
        Assert.Equal(0.0004m, Assert.IsType<FlatteningStep.Dust>(Next(Long(0.0004m))).Remaining);
    }

    [Fact]
    public void FC_43_In_hedge_mode_each_leg_is_closed_by_itself()
    {
        var request = Request([
            Long(0.5m).Single() with { Side = PositionSide.Long },
            Long(-0.2m).Single() with { Side = PositionSide.Short },
        ], Order("9", OrderSide.Sell, 1) with { PositionSide = PositionSide.Long }) with
        { Side = PositionSide.Short };

        var order = Sent(request);

        Assert.Equal((OrderSide.Buy, PositionSide.Short, 0.2m), (order.Side, order.PositionSide, order.Quantity));
    }

    [Fact]
    public void FC_45_A_position_above_the_venues_maximum_is_sliced_deterministically()
    {
        var market = new FlatteningSettings { StartWithMarket = true };

        Assert.Equal(1_000, Sent(Request(Long(2_500))).Quantity);
        Assert.Equal(100, Sent(Request(Long(2_500)) with { Settings = market }).Quantity);
        Assert.Equal(Sent(Request(Long(2_500))), Sent(Request(Long(2_500))));
    }

    [Fact]
    public void FC_61_A_position_already_at_or_below_its_target_needs_nothing()
    {
        Assert.IsType<FlatteningStep.Done>(Flattening.Next(Request(Long(0.2m)) with { Target = 0.2m }));
        Assert.IsType<FlatteningStep.Done>(Flattening.Next(Request(Long(-0.1m)) with { Target = 0.2m }));
    }

    [Fact]
    public void A_target_between_two_steps_leaves_no_more_than_the_target()
    {
        var order = Sent(Request(Long(0.003m)) with { Target = 0.0015m });

        Assert.Equal(0.002m, order.Quantity);
    }

    [Fact]
    public void Client_order_ids_are_short_plain_and_the_same_after_a_restart()
    {
        var id = Sent(Request(Long(0.5m))).ClientOrderId;

        Assert.Matches("^etrms-[a-z2-7]{26}$", id);
        Assert.Equal(id, Sent(Request(Long(0.4m))).ClientOrderId);
    }

    // RFC 4122 appendix B as corrected, and the DNS example that every implementation quotes.
    [Fact]
    public void Plan_ids_are_version_five_uuids()
    {
        var dns = new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        Assert.Equal(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), PlanIds.Uuid5(dns, "www.example.com"));
        Assert.Equal(new Guid("886313e1-3b8a-5372-9b90-0c9aee199e5d"), PlanIds.Uuid5(dns, "python.org"));
    }

    private static FlatteningStep Next(ImmutableArray<Position> positions, params Order[] orders) => Flattening.Next(Request(positions, orders));

    private static ApprovedOrder Sent(FlatteningRequest request) => Assert.IsType<FlatteningStep.Send>(Flattening.Next(request)).Order;

    private static ImmutableArray<Position> Long(decimal quantity) =>
        [new Position { Instrument = Some.Id("BTCUSDT"), Quantity = quantity, EntryPrice = 100_000 }];

    private static Order Order(string id, OrderSide side, decimal quantity) => new()
    {
        OrderId = id,
        ClientOrderId = id,
        Instrument = Some.Id("BTCUSDT"),
        Side = side,
        Type = OrderType.Limit,
        Status = OrderStatus.New,
        Quantity = quantity,
    };

    private static Order Stop(string id) => Order(id, OrderSide.Sell, 0.5m) with
    {
        Type = OrderType.StopMarket,
        TriggerPrice = 95_000,
        ReduceOnly = true,
        IsConditional = true,
    };

    private static FlatteningRequest Request(ImmutableArray<Position> positions, params Order[] orders) => new()
    {
        PlanId = Plan,
        Account = Desk.Account,
        Instrument = Some.Instrument("BTCUSDT"),
        Side = PositionSide.Both,
        Target = 0,
        Positions = positions,
        OpenOrders = [.. orders],
        Prices = new TouchPrices(99_990, 100_010, 100_000),
        Attempt = 1,
    };
}
