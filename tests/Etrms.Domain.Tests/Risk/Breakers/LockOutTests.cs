using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>Locks, pauses with an end, and new risk that is scaled down (RISK 4.3).</summary>
public sealed class LockOutTests
{
    private static readonly CircuitBreaker Locking = Acting(new(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromHours(4) });

    [Fact]
    public void A_lock_refuses_new_risk_until_its_time_and_a_resume_does_not_lift_it()
    {
        var desk = Pressed(Locking);
        Assert.Equal(RefusalCode.LockedOut, Refusal(desk));

        desk.Command(new OperatorCommand.ResumeBreaker(Locking.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann", Reason = "now" });
        desk.Command(new OperatorCommand.LiftPause { Id = Guid.NewGuid(), Operator = "ann" });
        Assert.Equal(BreakerStatus.Armed, desk.Breaker(Locking).Status);
        Assert.Equal(RefusalCode.LockedOut, Refusal(desk));
        desk.Wait(TimeSpan.FromHours(4)).Mark("BTCUSDT", 100_000).Wait(0);

        Assert.Null(Refusal(desk));
        Assert.Contains(desk.Alerts, alert => alert.Title == "A lock is over");
    }

    [Fact]
    public void Deleting_the_breaker_does_not_lift_its_lock()
    {
        var desk = Pressed(Locking).Command(new OperatorCommand.ResumeBreaker(Locking.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann" });

        desk.Configure();

        Assert.Empty(desk.Snapshot.Breakers);
        Assert.Equal(RefusalCode.LockedOut, Refusal(desk));
    }

    [Fact]
    public void FC_50_A_lock_survives_a_restart_and_exits_pass_it()
    {
        var desk = Pressed(Locking).Restart().Read().Mark("BTCUSDT", 100_000);

        Assert.Equal(RefusalCode.LockedOut, Refusal(desk));
        Assert.IsType<PreTradeResult.Approved>(Ask(desk, OrderSide.Sell, 0.1m));
    }

    [Theory]
    [InlineData(PauseUntil.Duration)]
    [InlineData(PauseUntil.DayEnd)]
    public void FC_28_A_lock_stays_though_our_own_clock_is_set_ahead_by_a_day_and_ends_when_the_venues_has_come_there(PauseUntil until)
    {
        var desk = Pressed(Acting(new(BreakerActionKind.LockOut) { Until = until, For = until == PauseUntil.Duration ? TimeSpan.FromHours(12) : null }));
        var venue = desk.Now;
        desk.Wait(TimeSpan.FromDays(1));
        for (var hours = 1; hours < 12; hours++)
        {
            Told(desk, venue.AddHours(hours));
            Assert.Equal(RefusalCode.LockedOut, Refusal(desk));
        }

        Told(desk.Restart(), venue.AddHours(11.9));
        Assert.Equal(RefusalCode.LockedOut, Refusal(desk));
        Told(desk, venue.AddHours(12.1));

        Assert.Null(Refusal(desk));

        static void Told(Desk desk, DateTimeOffset venue)
        {
            desk.Pass(1).Post(new RiskEvent.MarkPriced(Some.Id("BTCUSDT"), 100_000, 0) { Times = new(venue, venue, desk.Now) });
            desk.Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, Reading()) { Times = desk.Times with { MarketAt = venue } });
            desk.Post(new RiskEvent.ClockTicked { Times = desk.Times with { MarketAt = venue } });
        }
    }

    [Fact]
    public void A_lock_until_the_day_ends_follows_the_venues_market_time()
    {
        var desk = Pressed(Acting(new BreakerAction(BreakerActionKind.LockOut) { Until = PauseUntil.DayEnd }));

        desk.Wait(TimeSpan.FromHours(12));
        Assert.Contains(desk.Snapshot.Claims, claim => claim.IsLocked);
        desk.Mark("BTCUSDT", 100_000);

        Assert.DoesNotContain(desk.Snapshot.Claims, claim => claim.IsLocked);
    }

    [Fact]
    public void A_pause_with_an_end_is_over_then_while_the_breaker_stays_tripped()
    {
        var pausing = Acting(new BreakerAction(BreakerActionKind.PauseTrading) { Until = PauseUntil.Duration, For = TimeSpan.FromMinutes(10) });
        var desk = Pressed(pausing).Restart();
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);

        desk.Live(TimeSpan.FromMinutes(10), "BTCUSDT", 100_000);

        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(pausing).Status);
    }

    [Fact]
    public void The_smallest_factor_scales_new_risk_and_0_refuses_it()
    {
        var half = Acting(new BreakerAction(BreakerActionKind.ScaleNewRisk) { Factor = 0.5m });
        var third = Acting(new BreakerAction(BreakerActionKind.ScaleNewRisk) { Factor = 0.3m }) with { Id = Guid.NewGuid() };
        var none = Acting(new BreakerAction(BreakerActionKind.ScaleNewRisk) { Factor = 0 }) with { Id = Guid.NewGuid() };
        var desk = Holding(half, third, none);

        var scaled = Assert.IsType<PreTradeResult.Approved>(Ask(Press(Press(desk, half), third), OrderSide.Buy, 0.01m));

        Assert.Equal(0.003m, scaled.Order.Quantity);
        Assert.Equal("Cut from 0.01 to 0.003: Guard tripped, new risk passes at 30 % of its size.", scaled.Note);
        Assert.Equal(0.01m, Assert.IsType<PreTradeResult.Approved>(Ask(desk, OrderSide.Sell, 0.01m)).Order.Quantity);
        Assert.Equal(RefusalCode.NoNewRisk, Refusal(Press(desk, none)));
    }

    [Fact]
    public void Stops_are_set_where_none_as_near_covers_the_position()
    {
        var breaker = Acting(new BreakerAction(BreakerActionKind.SetStops) { Distance = 0.02m });
        var desk = Holding(breaker).Hold("ETHUSDT", -2, 2_500).Mark("ETHUSDT", 2_500).Hear(Some.Stop("ETHUSDT", -2, 2_520));

        Press(desk, breaker);

        var set = Assert.Single(desk.Decisions.OfType<RiskDecision.SetProtection>());
        Assert.Equal((Some.Id("BTCUSDT"), 98_000m, true), (set.Instrument, set.StopLoss, set.TightenOnly));
        Assert.Equal(BreakerStatus.Acting, desk.Breaker(breaker).Status);
        desk.Post(new RiskEvent.ActionReported(new(set.PlanId, Desk.Account, set.Instrument, set.Side, ActionOutcome.TargetMet, null, "")) { Times = desk.Times });
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
    }

    [Theory]
    [InlineData(BreakerActionKind.LockOut, PauseUntil.Rearm, null, "until")]
    [InlineData(BreakerActionKind.LockOut, PauseUntil.Duration, 31, "for_seconds")]
    [InlineData(BreakerActionKind.LockOut, PauseUntil.Duration, null, "for_seconds")]
    [InlineData(BreakerActionKind.PauseTrading, PauseUntil.DayEnd, 1, "for_seconds")]
    [InlineData(BreakerActionKind.Notify, PauseUntil.DayEnd, null, "until")]
    public void An_end_that_does_not_fit_is_refused(BreakerActionKind kind, PauseUntil until, int? days, string field)
    {
        var action = new BreakerAction(kind) { Until = until, For = days is { } count ? TimeSpan.FromDays(count) : null };

        Assert.Equal($"stages[0].actions[0].{field}", Assert.Single(BreakerValidation.Validate(Acting(action))).Field);
    }

    [Fact]
    public void Factors_and_distances_out_of_bounds_are_refused()
    {
        BreakerAction[] actions =
        [
            new(BreakerActionKind.ScaleNewRisk), new(BreakerActionKind.ScaleNewRisk) { Factor = 1 }, new(BreakerActionKind.Notify) { Factor = 0.5m },
            new(BreakerActionKind.SetStops), new(BreakerActionKind.SetStops) { Distance = 1 }, new(BreakerActionKind.Notify) { Distance = 0.5m },
        ];

        Assert.All(actions, action => Assert.Single(BreakerValidation.Validate(Acting(action))));
    }

    [Fact]
    public void A_shorter_lock_is_looser_and_a_smaller_factor_tighter()
    {
        var shorter = Acting(new BreakerAction(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromHours(1) });
        var half = Acting(new BreakerAction(BreakerActionKind.ScaleNewRisk) { Factor = 0.5m });

        Assert.Equal(BreakerChange.Looser, BreakerComparison.Compare(Locking, shorter));
        Assert.Equal(BreakerChange.Tighter, BreakerComparison.Compare(half, Acting(new BreakerAction(BreakerActionKind.ScaleNewRisk) { Factor = 0.2m })));
    }

    private static CircuitBreaker Acting(BreakerAction action) => Some.Breaker("MANUAL", 1) with
    {
        Qualify = new(TimeSpan.Zero, 1),
        Stages = [new Stage(1, [action])],
    };

    private static Desk Pressed(CircuitBreaker breaker) => Press(Holding(breaker), breaker);

    private static Desk Press(Desk desk, CircuitBreaker breaker) =>
        desk.Command(new OperatorCommand.PressButton(breaker.Id) { Id = Guid.NewGuid(), Operator = "ann" });

    private static Desk Holding(params CircuitBreaker[] breakers) =>
        new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers);

    private static RefusalCode? Refusal(Desk desk) => (Ask(desk, OrderSide.Buy, 0.01m) as PreTradeResult.Refused)?.Code;

    private static PreTradeResult Ask(Desk desk, OrderSide side, decimal quantity)
    {
        var request = new OrderRequest
        {
            Account = Desk.Account,
            Instrument = Some.Id("BTCUSDT"),
            Side = side,
            Quantity = quantity,
            ClientOrderId = "c",
        };
        return PreTradeCheck.Check(request, desk.Engine.PreTradeContextOf(Desk.Account, request.Instrument, PositionSide.Both));
    }

    private static AccountSnapshot Reading() => new()
    {
        Balance = new AccountBalance("USDT", 10_000, 0, 10_000, 0, 0, 10_000),
        Positions = [new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.1m, EntryPrice = 100_000 }],
        OpenOrders = [],
    };
}
