using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>Bad, missing and late inputs (RISK 5, data).</summary>
public sealed class DataFailureTests
{
    private static readonly CircuitBreaker Guard = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };

    [Theory]
    [InlineData("0")]
    [InlineData("-100000")]
    [InlineData("1000000")]
    [InlineData("10000")]
    public void FC_01_A_mark_that_cannot_be_is_rejected_counted_and_leaves_the_value_unknown(string mark)
    {
        var desk = Holding();

        desk.Mark("BTCUSDT", decimal.Parse(mark));

        Assert.Empty(desk.Events);
        Assert.Empty(desk.Reductions);
        Assert.Equal(1, desk.Snapshot.RejectedInputs);
        Assert.Null(desk.Snapshot.Book.Equity);
        Assert.Null(desk.Breaker(Guard).Value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-100000")]
    [InlineData("1000000")]
    public void FC_01_A_mark_that_cannot_be_clears_no_tripped_breaker(string mark)
    {
        var warning = Guard with { Stages = Some.Stages((1, BreakerActionKind.Notify)) };
        var desk = Holding().Configure(warning with { Revision = 2 }).Mark("BTCUSDT", 98_000).Forget();

        desk.Mark("BTCUSDT", decimal.Parse(mark)).Wait(1);

        Assert.Empty(desk.Events);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(Guard).Status);
        desk.Mark("BTCUSDT", 100_000);
        Assert.Equal([BreakerEventKind.Resolved, BreakerEventKind.Rearmed], desk.Told(Guard));
    }

    [Fact]
    public void FC_01_The_next_believable_mark_makes_the_value_known_again()
    {
        var desk = Holding().Mark("BTCUSDT", 0);

        desk.Mark("BTCUSDT", 99_500);

        Assert.Equal(9_850, desk.Snapshot.Book.Equity);
    }

    [Fact]
    public void A_jump_that_three_readings_confirm_is_the_new_price()
    {
        var desk = Holding();

        desk.Marks("BTCUSDT", 20_000, 20_100, 20_050);

        Assert.Equal(20_050, desk.Snapshot.Positions[0].MarkPrice);
        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void FC_02_A_crash_that_the_venue_confirms_closes_at_once_without_qualification()
    {
        var breaker = Some.Drawdown(0.05m);
        var desk = new Desk().Hold("BTCUSDT", 0.3m, 100_000).Read().Mark("BTCUSDT", 100_000).Configure(breaker);
        desk.Mark("BTCUSDT", 96_000).Forget();

        desk.Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, VenueSees(margin: 8_800)) { Times = desk.Times });

        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void FC_02_The_same_crash_seen_by_one_source_waits_for_its_qualification()
    {
        var breaker = Some.Drawdown(0.05m);
        var desk = new Desk().Hold("BTCUSDT", 0.3m, 100_000).Read().Mark("BTCUSDT", 100_000).Configure(breaker);

        desk.Mark("BTCUSDT", 96_000);
        Assert.Empty(desk.Reductions);

        desk.Marks("BTCUSDT", 95_990, 95_980, 95_970, 95_960);
        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void FC_03_A_frozen_mark_blinds_the_breaker_after_five_seconds_and_stops_new_risk_after_fifteen()
    {
        var desk = Holding();

        desk.Wait(5);
        Assert.NotNull(desk.Snapshot.Book.Equity);
        desk.Wait(0.25);
        Assert.Null(desk.Snapshot.Book.Equity);
        Assert.Equal(BreakerStatus.Blind, desk.Breaker(Guard).Status);
        Assert.Equal("Guard cannot see", Assert.Single(desk.Alerts).Title);
        desk.Wait(9.75);
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        desk.Wait(0.25);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.False(desk.Snapshot.Accounts[0].ArePricesAlive);
        desk.Mark("BTCUSDT", 99_900).Wait(0.25);

        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.Equal(BreakerStatus.Armed, desk.Breaker(Guard).Status);
        Assert.Equal([BreakerEventKind.Blind, BreakerEventKind.Sighted], desk.Events.Select(e => e.Kind));
    }

    [Fact]
    public void FC_03_Marks_that_are_asked_for_keep_a_breaker_seeing_and_closing_while_new_risk_stays_refused()
    {
        var desk = Holding().Wait(5.25);

        for (var i = 0; i < 12; i++)
        {
            Ask(desk, 99_900 - i).Wait(1);
        }

        Assert.Equal(9_966.7m, desk.Snapshot.Book.Equity);
        Assert.Equal(BreakerStatus.Armed, desk.Breaker(Guard).Status);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.False(desk.Snapshot.Accounts[0].ArePricesAlive);
        Ask(desk, 98_000);
        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void FC_04_A_silent_private_stream_trips_its_breaker_while_prices_flow()
    {
        var breaker = Some.Breaker("STALE_DATA", 15, BreakerActionKind.PauseTrading).With("feed", "USER_STREAM") with { Revision = 2 };
        var desk = Holding();
        desk.Post(new RiskEvent.FeedChanged(Desk.Account, Domain.Market.Exchange.Binance, FeedKind.UserStream, true) { Times = desk.Times });
        desk.Configure(breaker);

        for (var i = 0; i < 17; i++)
        {
            desk.Mark("BTCUSDT", 100_000 + i, afterSeconds: 1);
        }

        Assert.Equal(BreakerEventKind.Triggered, Assert.Single(desk.Events).Kind);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
    }

    [Fact]
    public void FC_05_One_empty_position_list_is_unknown_and_a_second_reading_decides()
    {
        var desk = Holding();

        desk.ReadEmpty().Wait(0.25);
        Assert.Single(desk.Snapshot.Positions);
        Assert.False(desk.Snapshot.IsComplete);
        Assert.Null(desk.Snapshot.Book.Equity);
        desk.Wait(0.5).ReadEmpty();
        Assert.Single(desk.Snapshot.Positions);
        desk.Wait(1).ReadEmpty();

        Assert.Empty(desk.Snapshot.Positions);
        Assert.Equal(10_000, desk.Snapshot.Book.Equity);
    }

    [Fact]
    public void FC_05_A_full_reading_after_an_empty_one_leaves_streak_and_peak_and_tells_nothing()
    {
        var streak = Some.Breaker("CONSECUTIVE_LOSSES", 3) with { Id = Guid.NewGuid() };
        var episode = Guard.With("window", "EPISODE") with { Id = Guid.NewGuid() };
        var desk = Holding().Configure(Guard, streak, episode).Trade(-50).Trade(-50).Mark("BTCUSDT", 99_500).Forget();
        var before = (desk.Breaker(Guard).Value, desk.Breaker(episode).Value, desk.Breaker(streak).Value, desk.Snapshot.Book.Drawdown);

        desk.ReadEmpty().Wait(0.5).Read();

        Assert.Equal(before, (desk.Breaker(Guard).Value, desk.Breaker(episode).Value, desk.Breaker(streak).Value, desk.Snapshot.Book.Drawdown));
        Assert.Equal(2, desk.Breaker(streak).Value);
        Assert.Empty(desk.Decisions);
        Assert.Single(desk.Snapshot.Positions);
        Assert.True(desk.Snapshot.IsComplete);
    }

    [Fact]
    public void FC_07_Events_out_of_order_and_twice_give_the_same_state()
    {
        var straight = Holding().Fill("BTCUSDT", 0.1m, 100_000, fee: 4, id: "1").Fill("BTCUSDT", -0.1m, 99_000, -100, 4, id: "2").Balance(9_892);
        var tangled = Holding().Balance(9_892).Fill("BTCUSDT", 0.1m, 100_000, fee: 4, id: "1")
            .Fill("BTCUSDT", -0.1m, 99_000, -100, 4, id: "2").Fill("BTCUSDT", 0.1m, 100_000, fee: 4, id: "1").Balance(9_892)
            .Fill("BTCUSDT", -0.1m, 99_000, -100, 4, id: "2");

        Assert.Equal(straight.Snapshot.Book.Equity, tangled.Snapshot.Book.Equity);
        Assert.Equal(straight.Snapshot.Book.FeesToday, tangled.Snapshot.Book.FeesToday);
        Assert.Equal(8, tangled.Snapshot.Book.FeesToday);
    }

    [Fact]
    public void FC_07_A_trip_has_the_same_event_hash_whether_its_facts_came_in_order_or_twice_and_tangled()
    {
        var streak = Some.Watch("CONSECUTIVE_LOSSES", 2) with { Id = Guid.NewGuid() };
        var facts = new Action<Desk>[]
        {
            desk => desk.Fill("SOLUSDT", 1, 100, fee: 1, id: "1"), desk => desk.Fill("SOLUSDT", -1, 90, -10, 1, id: "2"),
            desk => desk.Fill("ETHUSDT", 1, 100, fee: 1, id: "3"), desk => desk.Fill("ETHUSDT", -1, 80, -20, 1, id: "4"),
            desk => desk.Balance(9_966), desk => desk.Book(LedgerKind.Commission, -4, "5"), desk => desk.Book(LedgerKind.RealizedPnl, -30, "6"),
        };
        int[] tangle = [4, 6, 0, 2, 2, 1, 5, 0, 3, 1, 3, 4, 6];

        var straight = Told(Enumerable.Range(0, facts.Length));
        var tangled = Told(tangle);

        Assert.Equal(BreakerEventKind.Triggered, Assert.Single(straight.Events).Kind);
        Assert.Equal(straight.Engine.CaptureState().EventHash, tangled.Engine.CaptureState().EventHash);
        Assert.Equal(straight.Snapshot.Book with { Exchanges = [], RiskScoreParts = [] }, tangled.Snapshot.Book with { Exchanges = [], RiskScoreParts = [] });
        Assert.Equal(straight.Breaker(streak).Value, tangled.Breaker(streak).Value);

        Desk Told(IEnumerable<int> order)
        {
            var desk = new Desk().Read().Configure(streak);
            foreach (var fact in order)
            {
                facts[fact](desk);
            }

            return desk;
        }
    }

    [Fact]
    public void FC_07_An_older_position_report_does_not_undo_a_newer_one()
    {
        var desk = Holding();
        var old = new Position
        {
            Instrument = Some.Id("BTCUSDT"),
            Quantity = 9,
            EntryPrice = 100_000,
            UpdatedAt = Desk.Start.AddSeconds(-5),
        };

        desk.Post(new RiskEvent.PositionChanged(Desk.Account, old) { Times = desk.Times });

        Assert.Equal(0.3m, desk.Snapshot.Positions[0].Quantity);
    }

    [Fact]
    public void A_reading_that_was_overtaken_by_the_stream_takes_nothing_back()
    {
        var desk = Holding().Wait(2);
        var behind = new AccountSnapshot
        {
            Balance = new AccountBalance("USDT", 10_000, 0, 10_000, 0, 0, 10_000),
            Positions = [new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.3m, EntryPrice = 100_000, UpdatedAt = Desk.Start }],
            OpenOrders = [],
            At = desk.Now,
        };

        desk.Hold("ETHUSDT", 1, 2_500).Mark("ETHUSDT", 2_500, 0.1).Fill("ETHUSDT", 1, 2_500, fee: 2).Balance(9_998);
        desk.Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, behind) { Times = desk.Times });

        Assert.Equal(2, desk.Snapshot.Positions.Length);
        Assert.Equal(9_998, desk.Snapshot.Accounts[0].WalletBalance);
        desk.Wait(2).Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, behind with { At = desk.Now }) { Times = desk.Times });
        Assert.Single(desk.Snapshot.Positions);
    }

    [Fact]
    public void A_reading_from_before_the_close_does_not_bring_the_position_back()
    {
        var desk = Holding().Wait(2);
        var behind = new AccountSnapshot
        {
            Balance = new AccountBalance("USDT", 10_000, 0, 10_000, 0, 0, 10_000),
            Positions = [new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.3m, EntryPrice = 100_000, UpdatedAt = Desk.Start }],
            OpenOrders = [],
        };
        desk.Hold("BTCUSDT", 0, 0);

        desk.Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, behind) { Times = desk.Times });
        desk.Wait(3).Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, behind) { Times = desk.Times });

        Assert.Empty(desk.Snapshot.Positions);
        var again = behind with { Positions = [behind.Positions[0] with { UpdatedAt = desk.Now }] };
        desk.Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, again) { Times = desk.Times });
        Assert.Single(desk.Snapshot.Positions);
    }

    [Fact]
    public void A_balance_that_arrives_late_does_not_undo_a_newer_one()
    {
        var desk = Holding().Trade(-100);
        var late = desk.Times with { MarketAt = desk.Now.AddSeconds(-5) };

        desk.Post(new RiskEvent.BalanceChanged(Desk.Account, "USDT", 10_000) { Times = late });

        Assert.Equal(9_900, desk.Snapshot.Accounts[0].WalletBalance);
    }

    [Fact]
    public void FC_08_A_wall_clock_set_back_by_an_hour_does_not_make_fresh_prices_stale()
    {
        var desk = Holding();
        var wall = desk.Now.AddHours(-1);

        for (var i = 1; i <= 3; i++)
        {
            var times = new EventTimes(desk.Now.AddSeconds(i), desk.Now.AddSeconds(i), wall.AddSeconds(i));
            desk.Post(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100_000 + i, 0) { Times = times });
            desk.Post(new RiskEvent.ClockTicked { Times = times });
        }

        Assert.Equal(10_000.9m, desk.Snapshot.Book.Equity);
    }

    [Fact]
    public void FC_08_Inputs_go_by_their_number_and_a_day_begins_once_while_clocks_jump()
    {
        var daily = Some.Breaker("PNL", 0.5m, BreakerActionKind.Notify) with { Revision = 2 };
        var locking = Some.Breaker("MANUAL", 1) with
        {
            Id = Guid.NewGuid(),
            Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.LockOut) { Until = PauseUntil.DayEnd }])],
            Qualify = new(TimeSpan.Zero, 1),
        };
        var desk = new Desk().Read().Configure(daily, locking).Pass((12 * 3_600) - 9).Read().Trade(-100);
        desk.Command(new OperatorCommand.PressButton(locking.Id) { Id = Guid.NewGuid(), Operator = "ann" });
        var market = desk.Now;

        // Ours goes back by an hour; the venue's is three seconds ahead of what it was.
        foreach (var seconds in new[] { 1, 4, 6, 8, 20 })
        {
            var venue = market.AddSeconds(seconds + 3);
            desk.Post(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100_000, 0) { Times = new(venue, venue, market.AddHours(-1).AddSeconds(seconds)) });
            Assert.Equal(seconds < 5 ? 0.01m : 0, desk.Breaker(daily).Value);
            Assert.Equal(seconds < 5, desk.Snapshot.Claims.Any(claim => claim.IsLocked));
        }

        var days = desk.Engine.CaptureState().Books.DayId;
        desk.Engine.Step(new RiskEvent.BalanceChanged(Desk.Account, "USDT", 1) { Times = desk.Times, Seq = 1 }, desk.Decisions);
        Assert.Equal(2, days);
        Assert.Equal(9_900, desk.Snapshot.Accounts[0].WalletBalance);
    }

    [Fact]
    public void A_mark_far_off_the_index_closes_nothing_until_the_venues_own_account_value_agrees()
    {
        var desk = new Desk().Hold("BTCUSDT", 0.3m, 100_000).Read().Mark("BTCUSDT", 100_000).Configure(Guard);
        desk.Post(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 93_000, 100_000) { Times = desk.Times });
        Assert.Empty(desk.Reductions);

        desk.Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, VenueSees(margin: 7_900)) { Times = desk.Times });

        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void A_reading_of_an_account_nobody_added_changes_nothing()
    {
        var desk = Holding();

        desk.Post(new RiskEvent.BalanceChanged(new AccountId(Guid.NewGuid()), "USDT", 1) { Times = desk.Times });

        Assert.Equal(10_000, desk.Snapshot.Book.Equity);
    }

    /// <summary>The answer to a question for the mark, as the worker asks it while the stream is silent.</summary>
    private static Desk Ask(Desk desk, decimal price) =>
        desk.Post(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), price, 0) { Times = desk.Times, IsAskedFor = true });

    private static Desk Holding() =>
        new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(Guard).Mark("BTCUSDT", 100_000);

    private static AccountSnapshot VenueSees(decimal margin) => new()
    {
        Balance = new AccountBalance("USDT", 10_000, margin - 10_000, margin, 0, 0, margin),
        Positions = [new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.3m, EntryPrice = 100_000, Leverage = 10 }],
        OpenOrders = [],
    };
}
