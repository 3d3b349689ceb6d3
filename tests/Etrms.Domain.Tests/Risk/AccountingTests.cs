using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Transfers, fees, funding, round trips and days (RISK 5, accounting).</summary>
public sealed class AccountingTests
{
    // Position and wallet came as two events: between them equity lacked the profit, and a breaker re-armed and tripped on nothing.
    [Fact]
    public void A_close_and_its_booking_are_judged_as_one()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };
        var desk = new Desk().Read().Configure(breaker).Hold("BTCUSDT", 100, 100).Marks("BTCUSDT", 105, 110);
        var closed = new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0, EntryPrice = 0, UpdatedAt = desk.Now };

        desk.Post(new RiskEvent.PositionChanged(Desk.Account, closed, new WalletReading("USDT", 11_000)) { Times = desk.Times });

        Assert.Null(desk.Snapshot.Book.Equity);
        desk.Fill("BTCUSDT", -100, 110, 1_000);
        Assert.Equal(11_000, desk.Snapshot.Book.Equity);
        Assert.DoesNotContain(desk.Events, e => e.Kind == BreakerEventKind.Triggered);
    }

    [Fact]
    public void FC_11_A_deposit_during_a_drawdown_leaves_its_percentage_alone()
    {
        var desk = Losing();
        var before = desk.Snapshot.Book.Drawdown;

        desk.Transfer(5_000);

        Assert.Equal(0.03m, before);
        Assert.Equal(14_700, desk.Snapshot.Book.Equity);
        Assert.Equal(0.03m, desk.Snapshot.Book.Drawdown!.Value, 20);
        Assert.Equal(0.03m, desk.Snapshot.Breakers[0].Value!.Value, 20);
    }

    [Fact]
    public void FC_12_A_withdrawal_trips_nothing_and_costs_nothing()
    {
        var desk = Losing();
        var before = ValuePerUnit(desk);

        desk.Transfer(-4_000);

        Assert.Equal(before, ValuePerUnit(desk), 20);
        Assert.Equal(0.03m, desk.Snapshot.Book.Drawdown!.Value, 20);
        Assert.Equal(-300, desk.Snapshot.Book.DayPnl);
        Assert.Empty(desk.Events);
    }

    [Fact]
    public void FC_12_A_withdrawal_is_neutral_also_when_its_booking_comes_first()
    {
        var desk = Losing();

        desk.Book(LedgerKind.Transfer, -4_000);
        Assert.Null(desk.Snapshot.Book.Equity);
        desk.Balance(6_000);

        Assert.Equal(5_700, desk.Snapshot.Book.Equity);
        Assert.Equal(0.03m, desk.Snapshot.Book.Drawdown!.Value, 20);
        Assert.Empty(desk.Events);
    }

    [Fact]
    public void FC_13_An_unexplained_balance_change_is_unknown_and_told_and_never_a_loss()
    {
        var desk = Losing().Balance(6_000).Forget();

        desk.Mark("BTCUSDT", 99_000);
        Assert.Null(desk.Snapshot.Breakers[0].Value);
        Assert.Empty(desk.Reductions);
        for (var i = 0; i < 65; i++)
        {
            desk.Mark("BTCUSDT", 99_000 + (i % 2), afterSeconds: 1);
        }

        desk.Wait(0.25).Wait(0.25);

        Assert.Empty(desk.Reductions);
        Assert.Single(desk.Alerts, alert => alert.Key.StartsWith("balance:", StringComparison.Ordinal));
    }

    [Fact]
    public void FC_13_The_booking_that_explains_the_jump_makes_it_known_again()
    {
        var desk = Losing().Balance(6_000).Mark("BTCUSDT", 99_000);

        desk.Book(LedgerKind.Transfer, -4_000);

        Assert.Equal(0.03m, desk.Snapshot.Breakers[0].Value!.Value, 20);
    }

    [Fact]
    public void FC_13_A_jump_that_the_trader_accepts_counts_as_loss_and_trips()
    {
        var desk = Losing().Balance(6_000);
        Assert.Empty(desk.Reductions);

        desk.Command(new OperatorCommand.AcceptBalance(Desk.Account) { Id = Guid.NewGuid(), Operator = "ann" });

        Assert.Equal(5_700, desk.Snapshot.Book.Equity);
        Assert.Equal(0.43m, desk.Snapshot.Book.Drawdown);
        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void FC_14_Funding_counts_in_profit_and_in_the_position_and_is_shown_by_itself()
    {
        var desk = Losing();

        desk.Balance(9_990).Book(LedgerKind.Funding, -10, symbol: "BTCUSDT");

        Assert.Equal(-310, desk.Snapshot.Book.DayPnl);
        Assert.Equal(-10, desk.Snapshot.Book.FundingToday);
        Assert.Equal(-10, desk.Snapshot.Positions[0].FundingPaid);
    }

    [Fact]
    public void FC_14_Funding_every_eight_hours_makes_a_slow_loss_that_trips_and_ends_the_position_as_a_losing_trade()
    {
        var loss = Some.Breaker("PNL", 0.005m, BreakerActionKind.Notify).With("window", "WEEK") with { Id = Guid.NewGuid(), Qualify = new(TimeSpan.Zero, 1) };
        var streak = Some.Breaker("CONSECUTIVE_LOSSES", 5) with { Id = Guid.NewGuid() };
        var desk = Flat(loss, streak).Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Fill("BTCUSDT", 0.1m, 100_000);

        for (var paid = 1; paid <= 3; paid++)
        {
            desk.Mark("BTCUSDT", 100_000, 8 * 3_600).Read();
            Assert.Empty(desk.Events);
            desk.Balance(desk.Wallet - 20).Book(LedgerKind.Funding, -20, symbol: "BTCUSDT");
        }

        Assert.Equal(0.006m, Assert.Single(desk.Events).Value);
        Assert.Equal(-60, desk.Snapshot.Positions[0].FundingPaid);
        desk.Hold("BTCUSDT", 0, 0).Fill("BTCUSDT", -0.1m, 100_500, 50).Balance(desk.Wallet + 50);
        Assert.Equal(1, desk.Breaker(streak).Value);
        Assert.Equal((-40m, -10m), (desk.Snapshot.Book.FundingToday!.Value, desk.Snapshot.Book.WeekPnl!.Value));
    }

    [Fact]
    public void FC_15_Partial_closes_are_one_round_trip_and_a_net_win_ends_the_streak()
    {
        var breaker = Some.Breaker("CONSECUTIVE_LOSSES", 5);
        var desk = new Desk().Read().Configure(breaker).Trade(-50).Trade(-50);

        desk.Fill("BTCUSDT", 3, 100).Fill("BTCUSDT", -1, 160, 60).Fill("BTCUSDT", -1, 90, -10);
        Assert.Equal(2, desk.Breaker(breaker).Value);
        desk.Fill("BTCUSDT", -1, 80, -20);

        Assert.Equal(0, desk.Breaker(breaker).Value);
    }

    [Fact]
    public void FC_16_A_scratch_trade_leaves_the_streak_alone()
    {
        var breaker = Some.Breaker("CONSECUTIVE_LOSSES", 5).With("min_loss", "0.05");
        var desk = new Desk().Read().Configure(breaker);

        desk.Trade(-50).Trade(-0.01m).Trade(-50);

        Assert.Equal(2, desk.Breaker(breaker).Value);
    }

    [Fact]
    public void Fees_and_funding_decide_whether_a_round_trip_lost()
    {
        var breaker = Some.Breaker("CONSECUTIVE_LOSSES", 5);
        var desk = new Desk().Read().Configure(breaker);

        desk.Fill("BTCUSDT", 1, 100, fee: 3).Fill("BTCUSDT", -1, 105, 5, fee: 3);

        Assert.Equal(1, desk.Breaker(breaker).Value);
    }

    [Fact]
    public void A_fill_that_turns_the_position_closes_one_round_trip_and_opens_the_next()
    {
        var breaker = Some.Breaker("CONSECUTIVE_LOSSES", 5);
        var desk = new Desk().Read().Configure(breaker);

        desk.Fill("BTCUSDT", 1, 100).Fill("BTCUSDT", -3, 90, -10).Fill("BTCUSDT", 2, 95, -10);

        Assert.Equal(2, desk.Breaker(breaker).Value);
    }

    [Theory]
    [InlineData(FillCause.Liquidation, "main: BTCUSDT was liquidated")]
    [InlineData(FillCause.Deleveraging, "main: BTCUSDT was reduced by auto-deleveraging")]
    public void FC_17_A_closing_by_the_venue_is_told_as_such_counts_and_leaves_no_stop_and_no_unprotected_symbol(FillCause cause, string title)
    {
        var streak = Some.Breaker("CONSECUTIVE_LOSSES", 5) with { Id = Guid.NewGuid() };
        var bare = Some.Watch("UNPROTECTED_POSITION", 5) with { Id = Guid.NewGuid() };
        var (stop, target, entry) = (Some.Stop("BTCUSDT", 0.3m, 95_000), Some.Stop("BTCUSDT", 0.3m, 120_000, "t1", OrderType.TakeProfitMarket), Some.Limit("BTCUSDT", 0.1m, 90_000, "e1"));
        var desk = Flat(streak, bare).Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Fill("BTCUSDT", 0.3m, 100_000)
            .Hear(stop).Hear(target).Hear(entry).Wait(1).Forget();
        var forced = new Fill(
            "f1", "o9", "autoclose-1", Some.Id("BTCUSDT"), OrderSide.Sell, PositionSide.Both, 99_000, 0.3m, 5, "USDT", -300, false, desk.Now)
        { Cause = cause };

        desk.Post(new RiskEvent.Filled(Desk.Account, forced) { Times = desk.Times }).Wait(0.25);
        Assert.Equal((AlertSeverity.Critical, title), (Assert.Single(desk.Alerts).Severity, desk.Alerts[0].Title));
        desk.Balance(9_695).Hold("BTCUSDT", 0, 0);
        for (var i = 0; i < 10; i++)
        {
            desk.Wait(1);
        }

        Assert.Equal(["s1", "t1"], desk.Decisions.OfType<RiskDecision.CancelOrders>().Select(cancel => cancel.OrderId));
        Assert.Equal((1m, -305m), (desk.Breaker(streak).Value!.Value, desk.Snapshot.Book.DayPnl!.Value));
        Assert.Empty(desk.Events);
    }

    [Fact]
    public void FC_18_A_new_day_forgives_the_daily_breaker_but_not_its_rolling_twin()
    {
        var daily = Some.Breaker("PNL", 0.05m, BreakerActionKind.Notify);
        var rolling = daily.With("window", "ROLLING") with { Id = Guid.NewGuid() };
        var desk = Flat(daily, rolling).Wait(TimeSpan.FromHours(11)).Wait(TimeSpan.FromMinutes(59)).Read();

        desk.Trade(-300).Wait(TimeSpan.FromMinutes(2)).Read().Trade(-100);

        Assert.Equal(100m / 9_700, desk.Breaker(daily).Value!.Value, 10);
        Assert.Equal(0.04m, desk.Breaker(rolling).Value);
    }

    [Fact]
    public void The_rolling_window_forgets_what_lies_before_it()
    {
        var rolling = Some.Breaker("PNL", 0.5m, BreakerActionKind.Notify).With("window", "ROLLING").With("rolling_hours", "2");
        var desk = Flat(rolling).Trade(-300);
        Assert.Equal(0.03m, desk.Breaker(rolling).Value);

        for (var i = 0; i < 130; i++)
        {
            desk.Read().Wait(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(0, desk.Breaker(rolling).Value);
    }

    [Fact]
    public void FC_20_The_day_starts_with_the_unrealised_loss_inside_its_baseline()
    {
        var daily = Some.Breaker("PNL", 0.5m, BreakerActionKind.Notify) with { Revision = 2 };
        var desk = Losing().Configure(daily);
        desk.Wait(TimeSpan.FromHours(12)).Read().Mark("BTCUSDT", 99_000);

        desk.Mark("BTCUSDT", 98_000);

        Assert.Equal(300 / 9_700m, desk.Breaker(daily).Value!.Value, 20);
        Assert.Equal(-300, desk.Snapshot.Book.DayPnl);
        Assert.Equal(-600, desk.Snapshot.Book.WeekPnl);
    }

    // Where only realised profit counts, as at Tiger, yesterday's open loss falls on the day that closes it.
    [Fact]
    public void FC_20_A_loss_that_was_open_at_the_boundary_falls_on_the_new_day_where_only_realised_profit_counts()
    {
        var whole = Some.Breaker("PNL", 0.5m, BreakerActionKind.Notify) with { Revision = 2 };
        var realised = whole.With("include_unrealised", "false") with { Id = Guid.NewGuid() };
        var desk = Losing().Configure(whole, realised);
        desk.Wait(TimeSpan.FromHours(12)).Read().Mark("BTCUSDT", 98_000);
        Assert.Equal((300 / 9_700m, 0m), (desk.Breaker(whole).Value!.Value, desk.Breaker(realised).Value!.Value));

        desk.Hold("BTCUSDT", 0, 0).Fill("BTCUSDT", -0.3m, 98_000, -600).Balance(9_400);

        Assert.Equal((300 / 9_700m, 600 / 9_700m), (desk.Breaker(whole).Value!.Value, desk.Breaker(realised).Value!.Value));
        Assert.Contains("equity at the start of the window", Explained(desk, whole), StringComparison.Ordinal);
        Assert.Contains("realised", Explained(desk, realised), StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_joins_later_brings_its_money_like_a_transfer()
    {
        var desk = Losing();
        var other = new AccountId(Guid.NewGuid());
        desk.Post(new RiskEvent.AccountAdded(other, Exchange.Binance, "second", true) { Times = desk.Times });
        Assert.Null(desk.Snapshot.Book.Equity);

        desk.Post(new RiskEvent.AccountSnapshotTaken(other, Cash(5_000)) { Times = desk.Times });

        Assert.Equal(14_700, desk.Snapshot.Book.Equity);
        Assert.Equal(0.03m, desk.Snapshot.Book.Drawdown!.Value, 20);
        Assert.Equal(-300, desk.Snapshot.Book.DayPnl);
    }

    [Fact]
    public void An_account_that_leaves_takes_its_money_like_a_withdrawal()
    {
        var desk = Losing();
        var other = new AccountId(Guid.NewGuid());
        desk.Post(new RiskEvent.AccountAdded(other, Exchange.Binance, "second", true) { Times = desk.Times });
        desk.Post(new RiskEvent.AccountSnapshotTaken(other, Cash(5_000)) { Times = desk.Times });

        desk.Post(new RiskEvent.AccountRemoved(other) { Times = desk.Times });

        Assert.Equal(9_700, desk.Snapshot.Book.Equity);
        Assert.Equal(0.03m, desk.Snapshot.Book.Drawdown!.Value, 20);
    }

    [Fact]
    public void A_replay_that_is_older_than_our_clock_starts_its_own_days()
    {
        var engine = new RiskEngine(RiskSettings.Default);
        var wall = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        var decisions = new List<RiskDecision>();
        engine.Step(new RiskEvent.AccountAdded(Desk.Account, Exchange.Binance, "demo", true) { Times = new(wall, wall, wall) }, decisions);
        engine.Step(new RiskEvent.AccountSnapshotTaken(Desk.Account, Cash(1_000)) { Times = new(wall, wall, wall) }, decisions);
        var market = new DateTimeOffset(2025, 6, 12, 23, 59, 0, TimeSpan.Zero);

        engine.Step(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100, 100) { Times = new(market, wall, wall) }, decisions);
        engine.Step(new RiskEvent.BalanceChanged(Desk.Account, "USDT", 900) { Times = new(market, wall, wall) }, decisions);
        engine.Step(new RiskEvent.LedgerBooked(Desk.Account, new("1", LedgerKind.Other, null, "USDT", -100, market)) { Times = new(market, wall, wall) }, decisions);
        Assert.Equal(-100, engine.Snapshot().Book.DayPnl);
        engine.Step(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100, 100) { Times = new(market.AddMinutes(2), wall, wall) }, decisions);
        engine.Step(new RiskEvent.ClockTicked { Times = new(market.AddMinutes(2), wall, wall) }, decisions);

        Assert.Equal(0, engine.Snapshot().Book.DayPnl);
        Assert.Equal(market.AddMinutes(2), engine.Snapshot().AsOf.MarketAt);
    }

    private static string Explained(Desk desk, CircuitBreaker breaker) =>
        desk.Engine.EvaluateBreakers().Single(evaluation => evaluation.BreakerId == breaker.Id).Explanation;

    /// <summary>What one unit of the whole book is worth.</summary>
    private static decimal ValuePerUnit(Desk desk) =>
        desk.Snapshot.Book.Equity!.Value / desk.Engine.CaptureState().Books.Scopes.Single(scope => scope.Scope.IsGlobal).Series.Units;

    private static Desk Flat(params CircuitBreaker[] breakers) => new Desk().Read().Configure(breakers);

    /// <summary>A long that has lost 300 of 10,000, watched by a drawdown breaker at 30 %.</summary>
    private static Desk Losing() => new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000)
        .Configure(Some.Drawdown(0.3m) with { Qualify = new(TimeSpan.Zero, 1) }).Mark("BTCUSDT", 100_000).Mark("BTCUSDT", 99_000);

    private static AccountSnapshot Cash(decimal wallet) => new()
    {
        Balance = new AccountBalance("USDT", wallet, 0, wallet, 0, 0, wallet),
        Positions = [],
        OpenOrders = [],
    };
}
