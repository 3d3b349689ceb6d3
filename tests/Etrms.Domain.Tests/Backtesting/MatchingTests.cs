using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class MatchingTests
{
    [Fact]
    public void A_market_order_walks_the_book_and_pays_the_taker_fee_on_every_level()
    {
        var bench = new Bench().At(100);
        bench.Show([(99.9m, 5)], [(100, 1), (100.5m, 2), (101, 5)]);

        var order = bench.Market(OrderSide.Buy, 4).Value!;

        Assert.Equal(OrderStatus.Filled, order.Status);
        Assert.Equal(100.5m, order.AveragePrice);
        Assert.Equal([100m, 100.5m, 101m], bench.Exchange.Trades(Bench.Account).Select(trade => trade.Price));
        Assert.Equal(100_000 - (402 * 0.0005m), bench.Wallet);
    }

    [Fact]
    public void What_one_order_took_is_gone_until_the_next_book()
    {
        var bench = new Bench().At(100);
        bench.Show([(99.9m, 5)], [(100, 1), (101, 5)]);

        var first = bench.Market(OrderSide.Buy, 1).Value!;
        var second = bench.Market(OrderSide.Buy, 1).Value!;

        Assert.Equal(100, first.AveragePrice);
        Assert.Equal(101, second.AveragePrice);
    }

    [Fact]
    public void A_market_order_beyond_the_book_fills_what_is_there_and_expires()
    {
        var bench = new Bench().At(100);
        bench.Show([(99.9m, 5)], [(100, 1), (120, 5)]);

        var order = bench.Market(OrderSide.Buy, 3).Value!;

        Assert.Equal(OrderStatus.Expired, order.Status);
        Assert.Equal(1, order.FilledQuantity);
    }

    [Fact]
    public void A_resting_limit_fills_at_its_own_price_as_maker_when_the_book_crosses_it()
    {
        var bench = new Bench().At(100);
        bench.Limit(OrderSide.Buy, 2, 99);

        bench.Show([(98, 5)], [(98.5m, 1)]);
        bench.Show([(98, 5)], [(98.9m, 7)]);

        var trades = bench.Exchange.Trades(Bench.Account).ToList();
        Assert.Equal([1m, 1m], trades.Select(trade => trade.Quantity));
        Assert.All(trades, trade => Assert.Equal((99m, true, 99 * 0.0002m), (trade.Price, trade.IsMaker, trade.Fee)));
        Assert.Empty(bench.Exchange.OpenOrders(Bench.Account, null));
    }

    [Fact]
    public void A_public_trade_fills_a_resting_order_only_up_to_its_quantity()
    {
        var bench = new Bench().At(100);
        var id = bench.Limit(OrderSide.Buy, 2, 99).Value!.OrderId;

        bench.Trade(99, quantity: 0.5m);
        bench.Trade(98.9m, quantity: 5, buyerIsMaker: false);

        var order = bench.Exchange.FindOrder(Bench.Account, Bench.Btc.Id, new OrderReference(id, null))!;
        Assert.Equal((OrderStatus.PartiallyFilled, 0.5m), (order.Status, order.FilledQuantity));
    }

    [Fact]
    public void Post_only_that_would_take_is_refused()
    {
        var bench = new Bench().At(100);

        var outcome = bench.Limit(OrderSide.Buy, 1, 100.1m, TimeInForce.GoodTillCrossing);

        Assert.Equal(RefusalReason.PostOnlyWouldTake, outcome.Refusal);
        Assert.Equal(OrderStatus.New, bench.Limit(OrderSide.Buy, 1, 100, TimeInForce.GoodTillCrossing).Value!.Status);
    }

    [Fact]
    public void Fill_or_kill_takes_all_or_nothing()
    {
        var bench = new Bench().At(100);
        bench.Show([(99.9m, 5)], [(100, 1), (101, 1)]);

        var refused = bench.Limit(OrderSide.Buy, 2, 100.5m, TimeInForce.FillOrKill);
        var filled = bench.Limit(OrderSide.Buy, 2, 101, TimeInForce.FillOrKill);

        Assert.Equal(RefusalReason.FillOrKillNotFilled, refused.Refusal);
        Assert.Equal(100.5m, filled.Value!.AveragePrice);
    }

    [Fact]
    public void Immediate_or_cancel_takes_what_is_there_and_expires()
    {
        var bench = new Bench().At(100);
        bench.Show([(99.9m, 5)], [(100, 1), (101, 1)]);

        var order = bench.Limit(OrderSide.Buy, 2, 100, TimeInForce.ImmediateOrCancel).Value!;

        Assert.Equal((OrderStatus.Expired, 1m), (order.Status, order.FilledQuantity));
    }

    [Fact]
    public void Every_order_is_announced_before_its_executions()
    {
        var bench = new Bench().At(100);

        bench.Market(OrderSide.Buy, 1);

        var kinds = bench.Heard<ExchangeEvent.OrderChanged>().Select(fact => fact.Execution);
        Assert.Equal([ExecutionKind.New, ExecutionKind.Trade], kinds);
        var account = bench.Heard<ExchangeEvent.AccountChanged>().Last();
        Assert.Equal((AccountChangeReason.Order, 1m), (account.Reason, Assert.Single(account.Positions).Quantity));
    }

    [Fact]
    public void A_client_id_is_unique_among_open_orders_only()
    {
        var bench = new Bench().At(100);
        var request = new OrderRequest
        {
            Instrument = Bench.Btc.Id,
            Side = OrderSide.Buy,
            Type = OrderType.Limit,
            Quantity = 1,
            Price = 99,
            ClientOrderId = "mine",
        };

        var first = bench.Send(request).Value!;
        var second = bench.Send(request);
        bench.Exchange.Cancel(Bench.Account, Bench.Btc.Id, new OrderReference(null, "mine"), bench.Tick());
        var third = bench.Send(request).Value!;

        Assert.Equal(RefusalReason.DuplicateClientId, second.Refusal);
        Assert.NotEqual(first.OrderId, third.OrderId);
    }

    [Fact]
    public void An_amended_order_keeps_its_number_and_may_fill_at_once()
    {
        var bench = new Bench().At(100);
        var order = bench.Limit(OrderSide.Buy, 1, 95).Value!;

        var same = bench.Exchange.Modify(Bench.Account, new OrderReference(order.OrderId, null), (1, 95), bench.Tick());
        var amended = bench.Exchange.Modify(Bench.Account, new OrderReference(order.OrderId, null), (2, 100.1m), bench.Tick()).Value!;

        Assert.Equal(RefusalReason.NothingToModify, same.Refusal);
        Assert.Equal((order.OrderId, OrderStatus.Filled, 2m), (amended.OrderId, amended.Status, amended.FilledQuantity));
    }

    [Theory]
    [InlineData(0, 99, RefusalReason.QuantityNotPositive)]
    [InlineData(0.0005, 99, RefusalReason.QuantityOffStep)]
    [InlineData(200_000, 99, RefusalReason.QuantityTooLarge)]
    [InlineData(1, 99.05, RefusalReason.PriceOffTick)]
    [InlineData(1, 0, RefusalReason.PriceNotPositive)]
    [InlineData(1, 105.1, RefusalReason.PriceAboveBand)]
    [InlineData(0.05, 99, RefusalReason.NotionalTooSmall)]
    public void Trading_rules_refuse_by_name(double quantity, double price, RefusalReason expected)
    {
        var bench = new Bench().At(100);

        var outcome = bench.Limit(OrderSide.Buy, (decimal)quantity, (decimal)price);

        Assert.Equal(expected, outcome.Refusal);
        Assert.Empty(bench.Heard<ExchangeEvent.OrderChanged>());
    }

    [Fact]
    public void Unknown_names_are_refused()
    {
        var bench = new Bench().At(100);
        var elsewhere = Bench.Contract("XYZUSDT", 0.1m, 1);

        Assert.Equal(RefusalReason.UnknownInstrument, bench.Market(OrderSide.Buy, 1, instrument: elsewhere).Refusal);
        Assert.Equal(RefusalReason.InstrumentHasNoPrice, bench.Market(OrderSide.Buy, 1, instrument: Bench.Eth).Refusal);
        Assert.Equal(
            RefusalReason.UnknownOrder,
            bench.Exchange.Cancel(Bench.Account, Bench.Btc.Id, new OrderReference(7, null), bench.Tick()).Refusal);
        Assert.Equal(RefusalReason.UnknownAccount, bench.Exchange.Transfer("nobody", 1, bench.Tick()).Refusal);
    }
}
