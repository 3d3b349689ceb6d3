using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class ConditionalOrderTests
{
    [Fact]
    public void A_stop_closes_the_position_when_the_mark_touches_it()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 2);
        var stop = bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95)).Value!;

        bench.Show([(94.9m, 100)], [(95, 100)]);
        bench.Mark(95);

        Assert.Null(bench.Position());
        var statuses = bench.Heard<ExchangeEvent.ConditionalChanged>().Select(fact => fact.Order.Status);
        Assert.Equal([ConditionalStatus.New, ConditionalStatus.Triggering, ConditionalStatus.Triggered, ConditionalStatus.Finished], statuses);
        var finished = bench.Exchange.FindConditional(Bench.Account, new OrderReference(stop.ConditionalId, null))!;
        Assert.Equal((94.9m, 2m), (finished.AveragePrice, finished.FilledQuantity));
        Assert.Equal(finished.OrderId, bench.Exchange.Trades(Bench.Account).Last().OrderId);
    }

    [Theory]
    [InlineData(OrderType.StopMarket, OrderSide.Sell, 101)]
    [InlineData(OrderType.StopMarket, OrderSide.Buy, 99)]
    [InlineData(OrderType.TakeProfitMarket, OrderSide.Sell, 99)]
    [InlineData(OrderType.TakeProfitMarket, OrderSide.Buy, 101)]
    public void A_trigger_on_the_wrong_side_of_the_market_is_refused(OrderType type, OrderSide side, int trigger)
    {
        var bench = new Bench().At(100);

        var outcome = bench.Wait(new ConditionalOrderRequest
        {
            Instrument = Bench.Btc.Id,
            Side = side,
            Type = type,
            Quantity = 1,
            TriggerPrice = trigger,
            ReduceOnly = true,
        });

        Assert.Equal(RefusalReason.WouldTriggerImmediately, outcome.Refusal);
    }

    [Fact]
    public void One_close_position_order_per_direction_and_kind()
    {
        var bench = new Bench().At(100);
        Assert.Equal(RefusalReason.ClosePositionWithoutPosition, bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95)).Refusal);
        bench.Market(OrderSide.Buy, 2);

        Assert.True(bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95)).IsAccepted);
        Assert.Equal(RefusalReason.ClosePositionExists, bench.Wait(Bench.CloseAt(OrderType.StopMarket, 94)).Refusal);
        Assert.True(bench.Wait(Bench.CloseAt(OrderType.TakeProfitMarket, 110)).IsAccepted);
        Assert.Equal(
            RefusalReason.ClosePositionWithQuantity,
            bench.Wait(Bench.CloseAt(OrderType.StopMarket, 94) with { Quantity = 1 }).Refusal);
    }

    [Fact]
    public void When_one_of_a_pair_closes_the_position_the_other_expires()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 2);
        bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95));
        var profit = bench.Wait(Bench.CloseAt(OrderType.TakeProfitMarket, 110)).Value!;

        bench.At(94);

        Assert.Equal(ConditionalStatus.Expired,
            bench.Exchange.FindConditional(Bench.Account, new OrderReference(profit.ConditionalId, null))!.Status);
        Assert.Empty(bench.Exchange.OpenConditionals(Bench.Account, null));
    }

    [Fact]
    public void A_reduce_only_stop_without_a_position_expires_when_it_triggers()
    {
        var bench = new Bench().At(100);
        bench.Wait(new ConditionalOrderRequest
        {
            Instrument = Bench.Btc.Id,
            Side = OrderSide.Sell,
            Type = OrderType.StopMarket,
            Quantity = 1,
            TriggerPrice = 95,
            ReduceOnly = true,
            TriggerBy = TriggerPriceType.MarkPrice,
        });

        bench.At(94);

        var order = bench.Exchange.ConditionalHistory(Bench.Account).Single();
        Assert.Equal((ConditionalStatus.Expired, RefusalReason.ReduceOnlyRejected), (order.Status, order.RejectReason!.Value));
        Assert.Null(bench.Position());
    }

    [Fact]
    public void An_opening_stop_without_margin_is_rejected_only_when_it_triggers()
    {
        var bench = new Bench(deposit: 100).At(100);
        var outcome = bench.Wait(new ConditionalOrderRequest
        {
            Instrument = Bench.Btc.Id,
            Side = OrderSide.Buy,
            Type = OrderType.StopMarket,
            Quantity = 100,
            TriggerPrice = 101,
            TriggerBy = TriggerPriceType.MarkPrice,
        });
        Assert.True(outcome.IsAccepted);

        bench.At(101);

        Assert.Equal(RefusalReason.InsufficientMargin, bench.Exchange.ConditionalHistory(Bench.Account).Single().RejectReason);
    }

    [Fact]
    public void A_stop_closes_although_a_reduce_only_target_rests()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 2);
        bench.Limit(OrderSide.Sell, 2, 105, reduceOnly: true);
        bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95));

        bench.At(94);

        Assert.Null(bench.Position());
        Assert.Empty(bench.Exchange.OpenOrders(Bench.Account, null));
    }

    [Fact]
    public void A_stop_on_the_last_price_ignores_the_mark()
    {
        var bench = new Bench().At(100);
        bench.Trade(100, 1);
        bench.Market(OrderSide.Buy, 2);
        bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95) with { TriggerBy = TriggerPriceType.LastPrice });

        bench.Mark(94);
        Assert.NotNull(bench.Position());
        bench.Trade(94, 1);

        Assert.Null(bench.Position());
    }

    [Fact]
    public void A_triggered_stop_limit_rests_at_its_price()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 2);
        bench.Wait(new ConditionalOrderRequest
        {
            Instrument = Bench.Btc.Id,
            Side = OrderSide.Sell,
            Type = OrderType.Stop,
            Quantity = 2,
            TriggerPrice = 95,
            Price = 94.5m,
            ReduceOnly = true,
            TriggerBy = TriggerPriceType.MarkPrice,
        });

        bench.At(94);
        var resting = Assert.Single(bench.Exchange.OpenOrders(Bench.Account, null));
        bench.At(94.5m);

        Assert.Equal((OrderType.Limit, OrderType.Stop, 94.5m), (resting.Type, resting.OriginalType, resting.Price));
        Assert.Null(bench.Position());
        Assert.Equal(ConditionalStatus.Finished, bench.Exchange.ConditionalHistory(Bench.Account).Single().Status);
    }

    [Fact]
    public void A_trailing_stop_follows_the_best_price_and_fires_on_the_retracement()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 2);
        bench.Wait(new ConditionalOrderRequest
        {
            Instrument = Bench.Btc.Id,
            Side = OrderSide.Sell,
            Type = OrderType.TrailingStopMarket,
            Quantity = 2,
            CallbackRate = 0.05m,
            ActivationPrice = 110,
            ReduceOnly = true,
            TriggerBy = TriggerPriceType.MarkPrice,
        });

        bench.At(102).At(96).At(112).At(120).At(114.1m);
        Assert.NotNull(bench.Position());
        bench.At(114);

        Assert.Null(bench.Position());
        Assert.Equal(114, bench.Exchange.Trades(Bench.Account).Last().Price);
    }

    [Fact]
    public void A_cancelled_conditional_order_never_fires()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 2);
        var stop = bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95)).Value!;
        var reference = new OrderReference(stop.ConditionalId, null);

        Assert.True(bench.Exchange.CancelConditional(Bench.Account, reference, bench.Tick()).IsAccepted);
        Assert.Equal(RefusalReason.UnknownConditionalOrder, bench.Exchange.CancelConditional(Bench.Account, reference, bench.Tick()).Refusal);
        bench.At(90);

        Assert.Equal(2, bench.Position()!.Quantity);
    }
}
