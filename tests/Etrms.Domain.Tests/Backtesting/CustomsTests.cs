using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>What the simulated exchange does where venues differ.</summary>
public sealed class CustomsTests
{
    private static readonly ExchangeRules Strict = new()
    {
        Orders = new OrderCustoms
        {
            ReductionsMayOverlap = true,
            ImmediateMustMatch = true,
            SharesNumbers = true,
            TriggersNeedPosition = true,
            MarketTolerance = 0.1m,
        },
    };

    [Fact]
    public void An_immediate_order_that_meets_nothing_is_refused_where_it_must_match()
    {
        var bench = new Bench(rules: Strict).At(100);

        Assert.Equal(RefusalReason.ImmediateNotMatched, bench.Limit(OrderSide.Buy, 1, 99, TimeInForce.ImmediateOrCancel).Refusal);
        Assert.Equal(OrderStatus.Expired, new Bench().At(100).Limit(OrderSide.Buy, 1, 99, TimeInForce.ImmediateOrCancel).Value!.Status);
    }

    [Fact]
    public void An_immediate_order_is_margined_where_it_meets_the_book_when_it_stands_for_a_market_order()
    {
        var asMarket = new Bench(deposit: 1_100, rules: Strict with { Orders = Strict.Orders with { ImmediateMarginsAtTouch = true } }).At(1_000);
        var asLimit = new Bench(deposit: 1_100, rules: Strict).At(1_000);

        Assert.True(asMarket.Limit(OrderSide.Buy, 20, 1_040, TimeInForce.ImmediateOrCancel).IsAccepted);
        Assert.Equal(RefusalReason.InsufficientMargin, asLimit.Limit(OrderSide.Buy, 20, 1_040, TimeInForce.ImmediateOrCancel).Refusal);
    }

    [Fact]
    public void Reducing_orders_may_cover_a_position_more_than_once_where_they_may_overlap()
    {
        var bench = new Bench(rules: Strict).At(100);
        bench.Market(OrderSide.Buy, 1);

        Assert.True(bench.Limit(OrderSide.Sell, 1, 104, reduceOnly: true).IsAccepted);
        Assert.True(bench.Limit(OrderSide.Sell, 1, 103, reduceOnly: true).IsAccepted);
    }

    [Fact]
    public void A_reduction_below_the_smallest_value_must_close_the_whole_position_where_that_is_the_rule()
    {
        var bench = new Bench(rules: Strict with { Orders = Strict.Orders with { SmallReductionsMustClose = true } }).At(100);
        bench.Market(OrderSide.Buy, 0.06m);

        Assert.Equal(RefusalReason.NotionalTooSmall, bench.Market(OrderSide.Sell, 0.03m, reduceOnly: true).Refusal);
        Assert.Equal(RefusalReason.NotionalTooSmall, bench.Limit(OrderSide.Sell, 0.03m, 100, reduceOnly: true).Refusal);
        Assert.True(bench.Market(OrderSide.Sell, 0.06m, reduceOnly: true).IsAccepted);
    }

    [Fact]
    public void What_a_conditional_order_releases_keeps_its_number_where_numbers_are_shared()
    {
        var bench = new Bench(rules: Strict).At(100);
        var opened = bench.Market(OrderSide.Buy, 1).Value!;
        var stop = bench.Wait(Protect(OrderType.StopMarket, 90)).Value!;

        bench.At(89);

        Assert.Equal(opened.OrderId + 1, stop.ConditionalId);
        Assert.Equal(OrderStatus.Filled, bench.Exchange.FindOrder(Bench.Account, new OrderReference(stop.ConditionalId, null))!.Status);
    }

    [Fact]
    public void A_protective_order_needs_a_position_and_ends_with_it()
    {
        var bench = new Bench(rules: Strict).At(100);
        Assert.Equal(RefusalReason.ReduceOnlyRejected, bench.Wait(Protect(OrderType.StopMarket, 90)).Refusal);
        bench.Market(OrderSide.Buy, 1);
        var stop = bench.Wait(Protect(OrderType.StopMarket, 90)).Value!;

        bench.Market(OrderSide.Sell, 1, reduceOnly: true);

        Assert.Equal((ConditionalStatus.Expired, EndCause.PositionClosed), EndOf(bench, stop));
    }

    [Fact]
    public void Children_sleep_until_their_parent_is_filled_and_the_first_to_fill_ends_the_other()
    {
        var bench = new Bench(rules: Strict).At(100);
        var parent = bench.Limit(OrderSide.Buy, 1, 95).Value!;
        var stop = bench.Wait(Protect(OrderType.StopMarket, 90) with { ParentOrderId = parent.OrderId }).Value!;
        var profit = bench.Wait(Protect(OrderType.TakeProfitMarket, 110) with { ParentOrderId = parent.OrderId }).Value!;
        Assert.Equal(2, bench.Exchange.HeldConditionals(Bench.Account).Length);
        Assert.Empty(bench.Exchange.OpenConditionals(Bench.Account, null));

        bench.At(94);
        Assert.Equal(2, bench.Exchange.OpenConditionals(Bench.Account, null).Length);
        bench.At(89);

        Assert.Equal(ConditionalStatus.Finished, EndOf(bench, stop).Status);
        Assert.Equal((ConditionalStatus.Canceled, EndCause.SiblingFilled), EndOf(bench, profit));
        Assert.Empty(bench.View.Positions);
    }

    [Fact]
    public void Children_end_with_a_parent_that_was_not_filled_whole()
    {
        var bench = new Bench(rules: Strict).At(100);
        var parent = bench.Limit(OrderSide.Buy, 2, 95).Value!;
        var stop = bench.Wait(Protect(OrderType.StopMarket, 90) with { ParentOrderId = parent.OrderId }).Value!;
        bench.Trade(95, 1);

        bench.Exchange.Cancel(Bench.Account, Bench.Btc.Id, new OrderReference(parent.OrderId, null), bench.Tick());

        Assert.Equal((ConditionalStatus.Canceled, EndCause.ParentEnded), EndOf(bench, stop));
        Assert.Equal(1, bench.Position()!.Quantity);
    }

    [Fact]
    public void A_held_order_survives_a_restart_of_the_exchange()
    {
        var bench = new Bench(rules: Strict).At(100);
        var parent = bench.Limit(OrderSide.Buy, 1, 95).Value!;
        var stop = bench.Wait(Protect(OrderType.StopMarket, 90) with { ParentOrderId = parent.OrderId }).Value!;

        var restored = new SimulatedExchange([Bench.Btc, Bench.Eth], Strict, _ => { });
        restored.Import(bench.Exchange.Export(history: 10));

        Assert.Equal(stop, Assert.Single(restored.HeldConditionals(Bench.Account)));
    }

    [Fact]
    public void A_refused_replacement_leaves_the_resting_order()
    {
        var bench = new Bench(rules: Strict).At(100);
        var order = bench.Limit(OrderSide.Buy, 1, 98).Value!;
        var reference = new OrderReference(order.OrderId, null);

        var refused = bench.Exchange.Replace(Bench.Account, reference, Buy(quantity: 90_000, price: 98), bench.Tick());
        var replaced = bench.Exchange.Replace(Bench.Account, reference, Buy(quantity: 2, price: 97), bench.Tick());

        Assert.Equal(RefusalReason.InsufficientMargin, refused.Refusal);
        Assert.Equal((2, 97), (replaced.Value!.Quantity, replaced.Value.Price));
        Assert.Equal(EndCause.Owner, bench.Exchange.FindOrder(Bench.Account, reference)!.EndCause);
        Assert.Single(bench.Exchange.OpenOrders(Bench.Account, null));
    }

    [Fact]
    public void Funding_can_be_taken_on_a_price_of_its_own()
    {
        var bench = new Bench(rules: Strict).At(100);
        bench.Market(OrderSide.Buy, 10);
        var before = bench.Wallet;

        bench.Exchange.SettleFunding(Bench.Btc.Id, new FundingRate(bench.Tick(), 0.001m), price: 110);

        Assert.Equal(-10 * 110 * 0.001m, bench.Wallet - before);
    }

    [Fact]
    public void A_large_position_loses_a_fifth_at_first_and_the_rest_when_that_does_not_help()
    {
        var bench = new Bench(deposit: 21_000, rules: Strict with { Liquidations = new LiquidationCustoms { PartialAbove = 100_000 } }).At(1_000);
        bench.Exchange.SetLeverage(Bench.Account, Bench.Btc.Id, 20, bench.Tick());
        bench.Market(OrderSide.Buy, 400);

        bench.At(LiquidatingPrice(bench));
        Assert.Equal(320, bench.Position()!.Quantity);

        bench.At(LiquidatingPrice(bench));
        Assert.Empty(bench.View.Positions);
    }

    [Fact]
    public void An_account_far_below_its_maintenance_is_taken_over_with_all_its_margin()
    {
        var rules = Strict with { Liquidations = new LiquidationCustoms { PartialAbove = 100_000, BackstopBelow = 2m / 3 } };
        var bench = new Bench(deposit: 21_000, rules: rules).At(1_000);
        bench.Market(OrderSide.Buy, 400);

        bench.At(949.5m);

        Assert.Empty(bench.View.Positions);
        Assert.True(Assert.Single(bench.Heard<ExchangeEvent.Liquidated>()).Order.IsBackstop);
        Assert.InRange(bench.Wallet, 0, 50);
    }

    /// <summary>A price a little below where the venue steps in.</summary>
    private static decimal LiquidatingPrice(Bench bench) => Bench.Btc.RoundPriceDown(bench.Position()!.LiquidationPrice!.Value - 0.1m);

    private static (ConditionalStatus Status, EndCause Cause) EndOf(Bench bench, ConditionalOrder order)
    {
        var ended = bench.Exchange.FindConditional(Bench.Account, new OrderReference(order.ConditionalId, null))!;
        return (ended.Status, ended.EndCause);
    }

    private static ConditionalOrderRequest Protect(OrderType type, decimal trigger) => new()
    {
        Instrument = Bench.Btc.Id,
        Side = OrderSide.Sell,
        Type = type,
        Quantity = 1,
        TriggerPrice = trigger,
        TriggerBy = TriggerPriceType.MarkPrice,
        ReduceOnly = true,
    };

    private static OrderRequest Buy(decimal quantity, decimal price) => new()
    {
        Instrument = Bench.Btc.Id,
        Side = OrderSide.Buy,
        Type = OrderType.Limit,
        Quantity = quantity,
        Price = price,
    };
}
