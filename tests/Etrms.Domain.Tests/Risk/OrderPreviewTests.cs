using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>The gate with the state that an order would lead to (RISK 4.14).</summary>
public sealed class OrderPreviewTests
{
    [Fact]
    public void An_order_that_would_trip_an_armed_breaker_is_refused_by_its_name()
    {
        var desk = Holding(Some.Breaker("LEVERAGE", 3) with { Name = "Three times" });

        Assert.IsType<PreTradeResult.Approved>(Ask(desk, 0.19m));
        var refused = Assert.IsType<PreTradeResult.Refused>(Ask(desk, 0.2m));

        Assert.Equal((RefusalCode.WouldBreach, "It would trip Three times."), (refused.Code, refused.Message));
    }

    [Fact]
    public void A_warning_an_observer_and_a_smaller_position_do_not_stand_in_the_way()
    {
        var warning = Some.Breaker("LEVERAGE", 2, BreakerActionKind.Notify);
        var observer = Some.Breaker("LEVERAGE", 2) with { Id = Guid.NewGuid(), Mode = BreakerMode.Observe };

        Assert.IsType<PreTradeResult.Approved>(Ask(Holding(warning, observer), 0.2m));
        Assert.IsType<PreTradeResult.Approved>(Ask(Holding(Some.Breaker("LEVERAGE", 1.1m)), -0.1m));
    }

    [Fact]
    public void A_condition_of_each_position_sees_the_position_that_is_not_there_yet()
    {
        var desk = Holding(Some.Breaker("MAX_POSITION_SIZE", 2)).Mark("ETHUSDT", 2_500);

        Assert.Equal(RefusalCode.WouldBreach, Assert.IsType<PreTradeResult.Refused>(Ask(desk, 8, "ETHUSDT")).Code);
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, 7.9m, "ETHUSDT"));
    }

    [Fact]
    public void A_trade_too_many_today_is_refused()
    {
        var desk = Holding(Some.Breaker("TRADE_COUNT", 2)).Mark("ETHUSDT", 2_500).Fill("SOLUSDT", 1, 100);

        Assert.Equal(RefusalCode.WouldBreach, Assert.IsType<PreTradeResult.Refused>(Ask(desk, 1, "ETHUSDT")).Code);
    }

    [Fact]
    public void An_order_that_leaves_too_little_to_the_liquidation_is_refused()
    {
        var desk = new Desk();
        desk.Post(new RiskEvent.InstrumentsLoaded([Some.Margined("BTCUSDT")]) { Times = desk.Times }).Read().Mark("BTCUSDT", 100_000);

        // 3 BTC with 10,000: the margin of 1,450 is reached 2.9 % below, 4.2 BTC with 2,050: 1.9 %.
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, 3));
        Assert.Equal(RefusalCode.LiqDistance, Assert.IsType<PreTradeResult.Refused>(Ask(desk, 4.2m)).Code);
    }

    [Fact]
    public void Looking_changes_nothing()
    {
        var desk = Holding(Some.Breaker("LEVERAGE", 3));
        var before = desk.Engine.CaptureState();

        Ask(desk, 0.5m);

        var after = desk.Engine.CaptureState();
        Assert.Equal(before.EventHash, after.EventHash);
        Assert.Equal(before.Books.Accounts[0].Positions, after.Books.Accounts[0].Positions);
        Assert.Equal(before.Books.Accounts[0].Fills, after.Books.Accounts[0].Fills);
    }

    [Fact]
    public void The_preview_shows_the_average_entry_and_the_book_before_and_after()
    {
        var desk = Holding().Mark("BTCUSDT", 110_000);

        var preview = desk.Engine.Preview(Request(0.1m), 110_000);

        Assert.Equal(105_000, preview.Position?.EntryPrice);
        Assert.Equal(1.1m, preview.Before.Book.Leverage * 1.1m);
        Assert.Equal(2, preview.After.Book.Leverage);
    }

    [Fact]
    public void The_same_id_and_the_same_order_within_a_second_are_duplicates()
    {
        var desk = Holding().Hear(Some.Limit("BTCUSDT", 0.01m, 99_000, "one") with { Status = OrderStatus.Filled });
        var limit = Request(0.01m) with { Type = OrderType.Limit, Price = 99_000 };

        Assert.Equal(RefusalCode.DuplicateIntent, Code(desk, limit));
        desk.Mark("BTCUSDT", 100_000, 1.5);

        Assert.Null(Code(desk, limit));
        Assert.Equal(RefusalCode.DuplicateIntent, Code(desk, limit with { ClientOrderId = "one", Quantity = 0.02m }));
    }

    [Fact]
    public void Too_many_orders_in_a_minute_stop_the_next_that_opens_and_none_that_closes()
    {
        var desk = new Desk(new RiskSettings { MaxOrdersPerMinute = 2 }).Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000);
        desk.Hear(Some.Limit("BTCUSDT", 0.01m, 90_000, "1")).Hear(Some.Limit("BTCUSDT", 0.01m, 91_000, "2"));

        Assert.Equal(RefusalCode.RateLimit, Code(desk, Request(0.01m)));
        Assert.Null(Code(desk, Request(-0.01m)));
        Assert.Null(Code(desk.Mark("BTCUSDT", 100_000, 58).Read().Mark("BTCUSDT", 100_000, 3), Request(0.01m)));
    }

    [Fact]
    public void A_key_that_may_not_trade_is_told_before_the_venue_is_asked()
    {
        var desk = Holding();
        var context = desk.Engine.PreTradeContextOf(Request(0.01m)) with { KeyRefusal = "This key may only read." };

        Assert.Equal((RefusalCode.KeyScope, "This key may only read."), PreTradeCheck.Check(Request(0.01m), context) is PreTradeResult.Refused refused ? (refused.Code, refused.Message) : default);
        Assert.IsType<PreTradeResult.Approved>(PreTradeCheck.Check(Request(-0.01m), context));
    }

    [Fact]
    public void A_judgement_shows_a_refused_order_and_what_a_move_of_the_price_would_do_after_it()
    {
        var desk = Holding(Some.Breaker("LEVERAGE", 3) with { Name = "Three times" });

        var judged = desk.Engine.Judge(Request(0.3m), "This key may only read.", move: -0.1m);

        Assert.Equal([RefusalCode.KeyScope, RefusalCode.WouldBreach], judged.Refusals.Select(refusal => refusal.Code));
        Assert.Equal((0.3m, 100_000m), (judged.Quantity, judged.Mark));
        Assert.Equal((1m, 4m), (judged.Preview?.Before.Book.Leverage, judged.Preview?.After.Book.Leverage));
        Assert.Equal(6_000, judged.Preview?.AfterMove?.Book.Equity);
        Assert.Equal(10_000, desk.Engine.Snapshot().Book.Equity);
    }

    [Fact]
    public void An_order_that_only_shrinks_leads_to_no_less_than_flat()
    {
        var judged = Holding().Engine.Judge(Request(-0.4m) with { ReduceOnly = true });

        Assert.Empty(judged.Refusals);
        Assert.Equal((true, 0.1m), (judged.IsReducing, judged.Quantity));
        Assert.Null(judged.Preview?.Position);
    }

    [Fact]
    public void Without_a_price_nothing_is_foretold()
    {
        var judged = Holding().Engine.Judge(Request(1, "ETHUSDT"));

        Assert.Equal(RefusalCode.StaleData, Assert.Single(judged.Refusals).Code);
        Assert.Null(judged.Preview);
    }

    private static PreTradeResult Ask(Desk desk, decimal quantity, string symbol = "BTCUSDT") =>
        PreTradeCheck.Check(Request(quantity, symbol), desk.Engine.PreTradeContextOf(Request(quantity, symbol)));

    private static RefusalCode? Code(Desk desk, OrderRequest request) =>
        (PreTradeCheck.Check(request, desk.Engine.PreTradeContextOf(request)) as PreTradeResult.Refused)?.Code;

    private static OrderRequest Request(decimal signed, string symbol = "BTCUSDT") => new()
    {
        Account = Desk.Account,
        Instrument = Some.Id(symbol),
        Side = signed > 0 ? OrderSide.Buy : OrderSide.Sell,
        Quantity = Math.Abs(signed),
        ClientOrderId = "what-if-order",
    };

    /// <summary>10,000 of equity and 10,000 in BTC.</summary>
    private static Desk Holding(params CircuitBreaker[] breakers) =>
        new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers);
}
