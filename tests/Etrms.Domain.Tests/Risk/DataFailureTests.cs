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

        Assert.Empty(desk.Reductions);
        Assert.Equal(1, desk.Snapshot.RejectedInputs);
        Assert.Null(desk.Snapshot.Book.Equity);
        Assert.Null(desk.Breaker(Guard).Value);
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

        desk.Wait(4);
        Assert.NotNull(desk.Snapshot.Book.Equity);
        desk.Wait(2).Wait(5);
        Assert.Null(desk.Snapshot.Book.Equity);
        Assert.Equal(BreakerStatus.Blind, desk.Breaker(Guard).Status);
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        desk.Wait(5);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        desk.Mark("BTCUSDT", 99_900).Wait(0.25);

        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.Equal(BreakerStatus.Armed, desk.Breaker(Guard).Status);
        Assert.Equal([BreakerEventKind.Blind, BreakerEventKind.Sighted], desk.Events.Select(e => e.Kind));
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

        desk.ReadEmpty();
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
    public void FC_05_A_full_reading_after_an_empty_one_clears_the_doubt()
    {
        var desk = Holding().ReadEmpty();

        desk.Wait(0.5).Read();

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

    private static Desk Holding() =>
        new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(Guard).Mark("BTCUSDT", 100_000);

    private static AccountSnapshot VenueSees(decimal margin) => new()
    {
        Balance = new AccountBalance("USDT", 10_000, margin - 10_000, margin, 0, 0, margin),
        Positions = [new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.3m, EntryPrice = 100_000, Leverage = 10 }],
        OpenOrders = [],
    };
}
