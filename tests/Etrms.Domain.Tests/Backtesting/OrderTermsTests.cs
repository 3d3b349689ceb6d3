using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class OrderTermsTests
{
    [Fact]
    public void Two_orders_that_trade_with_each_other_pay_both_fees_and_end_flat()
    {
        var bench = new Bench().At(100);
        bench.Limit(OrderSide.Buy, 1, 100);

        var sold = bench.Send(Sell(1) with { Terms = new OrderTerms { SelfTrade = SelfTradePrevention.None } }).Value!;

        Assert.Equal(OrderStatus.Filled, sold.Status);
        Assert.Null(bench.Position());
        Assert.Equal(100_000m - (100 * 0.0002m) - (100 * 0.0005m), bench.Wallet);
        Assert.Equal([true, false], bench.Exchange.Trades(Bench.Account).Select(trade => trade.IsMaker));
    }

    [Fact]
    public void A_resting_order_that_gives_way_leaves_the_book_to_the_newer_one()
    {
        var bench = new Bench().At(100);
        var resting = bench.Limit(OrderSide.Buy, 1, 100).Value!;

        bench.Send(Sell(1));

        Assert.Equal(-1m, bench.Position()!.Quantity);
        var ended = bench.Exchange.FindOrder(Bench.Account, Bench.Btc.Id, new OrderReference(resting.OrderId, null))!;
        Assert.Equal((OrderStatus.Expired, EndCause.SelfTrade), (ended.Status, ended.EndCause));
    }

    [Fact]
    public void An_own_order_beyond_the_reach_of_a_newer_one_stays()
    {
        var bench = new Bench().At(100);
        var resting = bench.Limit(OrderSide.Buy, 1, 99).Value!;

        bench.Send(Sell(1));

        Assert.Equal(resting.OrderId, Assert.Single(bench.Exchange.OpenOrders(Bench.Account, Bench.Btc.Id)).OrderId);
    }

    [Fact]
    public void A_post_only_order_does_not_meet_an_own_one()
    {
        var bench = new Bench();
        bench.Show([(100, 1_000)], [(101, 1_000)]);
        bench.Mark(100.5m);
        bench.Limit(OrderSide.Sell, 1, 100.5m);

        var crossing = bench.Limit(OrderSide.Buy, 1, 100.6m, TimeInForce.GoodTillCrossing);

        Assert.Equal(RefusalReason.PostOnlyWouldTake, crossing.Refusal);
    }

    [Theory]
    [InlineData(PriceMatch.Opponent, 101)]
    [InlineData(PriceMatch.Queue, 100)]
    public void A_price_match_takes_the_price_of_its_level(PriceMatch match, int price)
    {
        var bench = new Bench();
        bench.Show([(100, 1_000)], [(101, 1_000)]);
        bench.Mark(100.5m);

        var order = bench.Send(Buy(1) with { Terms = new OrderTerms { PriceMatch = match } }).Value!;

        Assert.Equal(price, order.Price);
    }

    [Fact]
    public void A_price_match_deeper_than_the_book_is_refused()
    {
        var bench = new Bench().At(100);

        var outcome = bench.Send(Buy(1) with { Terms = new OrderTerms { PriceMatch = PriceMatch.Queue5 } });

        Assert.Equal(RefusalReason.NoDepthForPriceMatch, outcome.Refusal);
    }

    [Fact]
    public void Orders_expire_on_their_date_and_not_before()
    {
        var bench = new Bench().At(100);
        var date = Bench.Start.AddHours(1);
        bench.Send(Buy(1) with { Price = 99, Terms = new OrderTerms { GoodTillAt = date } });
        bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95) with { ClosePosition = false, Quantity = 1, Terms = new OrderTerms { GoodTillAt = date } });

        bench.Exchange.EndOverdue(date.AddSeconds(-1), bench.Tick());
        var before = bench.Exchange.OpenOrders(Bench.Account, null).Length + bench.Exchange.OpenConditionals(Bench.Account, null).Length;
        bench.Exchange.EndOverdue(date, bench.Tick());

        Assert.Equal(2, before);
        Assert.Empty(bench.Exchange.OpenOrders(Bench.Account, null));
        Assert.Empty(bench.Exchange.OpenConditionals(Bench.Account, null));
    }

    [Fact]
    public void A_protected_stop_waits_while_mark_and_last_price_are_apart()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 1);
        bench.Trade(100, 1);
        bench.Wait(Bench.CloseAt(OrderType.StopMarket, 95) with { Terms = new OrderTerms { PriceProtect = true } });

        bench.Mark(94);
        var held = bench.Position()!.Quantity;
        bench.Trade(94, 1);
        bench.Mark(94);

        Assert.Equal(1m, held);
        Assert.Null(bench.Position());
    }

    [Fact]
    public void An_order_can_be_changed_only_so_often()
    {
        var bench = new Bench(rules: new ExchangeRules { MaxModifications = 2 }).At(100);
        var order = bench.Limit(OrderSide.Buy, 1, 99).Value!;

        var outcomes = Enumerable.Range(1, 3).Select(step =>
            bench.Exchange.Modify(Bench.Account, new OrderReference(order.OrderId, null), (1, 99 - step), bench.Tick()).Refusal);

        Assert.Equal([null, null, RefusalReason.ModifiedTooOften], outcomes);
    }

    [Fact]
    public void A_deleveraged_position_is_closed_at_the_mark_without_a_fee()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 1);
        var wallet = bench.Wallet;
        bench.Mark(110);

        var forced = bench.Exchange.Deleverage(Bench.Account, (Bench.Btc.Id, PositionSide.Both), bench.Tick()).Value!;

        Assert.Equal(("adl_autoclose", OrderStatus.Filled), (forced.ClientOrderId, forced.Status));
        Assert.Null(bench.Position());
        Assert.Equal(wallet + 110 - 100.1m, bench.Wallet);
    }

    [Fact]
    public void Multi_assets_mode_and_isolated_margin_exclude_each_other()
    {
        var bench = new Bench().At(100);

        bench.Exchange.SetMultiAssets(Bench.Account, isMultiAssets: true, bench.Tick());

        Assert.Equal(
            RefusalReason.IsolatedInMultiAssetsMode,
            bench.Exchange.SetMarginMode(Bench.Account, Bench.Btc.Id, MarginMode.Isolated, bench.Tick()).Refusal);
    }

    private static OrderRequest Sell(decimal quantity) => new()
    {
        Instrument = Bench.Btc.Id,
        Side = OrderSide.Sell,
        Type = OrderType.Market,
        Quantity = quantity,
    };

    private static OrderRequest Buy(decimal quantity) => new()
    {
        Instrument = Bench.Btc.Id,
        Side = OrderSide.Buy,
        Type = OrderType.Limit,
        Quantity = quantity,
    };
}
