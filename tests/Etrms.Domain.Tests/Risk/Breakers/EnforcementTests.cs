using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>Risk that is taken on in the exchange's app while a breaker refuses it here (RISK 4.3, 4.11).</summary>
public sealed class EnforcementTests
{
    private static readonly CircuitBreaker Pausing = Some.Breaker("MANUAL", 1, BreakerActionKind.PauseTrading) with { Qualify = new(TimeSpan.Zero, 1) };

    [Fact]
    public void FC_62_Undo_closes_only_the_increment_and_the_event_says_so()
    {
        var desk = Paused(Enforcement.Undo);

        desk.Hold("BTCUSDT", 0.25m, 100_000);

        Assert.Equal(0.1m, Assert.Single(desk.Reductions).Target);
        var e = Assert.Single(desk.Events);
        Assert.Equal(BreakerEventKind.Enforced, e.Kind);
        Assert.Contains("BTCUSDT grew from 0.1 to 0.25 elsewhere", e.Explanation, StringComparison.Ordinal);
        Assert.Contains("the 0.15 that came are closed", e.Consequence, StringComparison.Ordinal);
    }

    [Fact]
    public void FC_62_A_lock_is_held_to_as_well()
    {
        var locking = Pausing with
        {
            Enforcement = Enforcement.Undo,
            Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromHours(1) }])],
        };
        var desk = Press(locking).Command(new OperatorCommand.ResumeBreaker(locking.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann" }).Forget();

        desk.Hold("ETHUSDT", 1, 2_500);

        Assert.Equal((Some.Id("ETHUSDT"), 0m), (desk.Reductions.Single().Instrument, desk.Reductions.Single().Target));
    }

    [Fact]
    public void Undo_asks_once_and_again_when_more_comes()
    {
        var desk = Paused(Enforcement.Undo).Hold("BTCUSDT", 0.25m, 100_000).Wait(1).Wait(1);
        Assert.Single(desk.Reductions);

        desk.Execute().Wait(1).Hold("BTCUSDT", 0.15m, 100_000);

        Assert.Equal([0.1m, 0.1m], desk.Reductions.Select(reduction => reduction.Target));
        Assert.NotEqual(desk.Reductions[0].PlanId, desk.Reductions[1].PlanId);
    }

    [Fact]
    public void What_was_closed_meanwhile_may_not_be_opened_again()
    {
        var desk = Paused(Enforcement.Undo).Hold("BTCUSDT", 0.04m, 100_000).Hold("BTCUSDT", 0.05m, 100_000);

        Assert.Equal(0.04m, desk.Reductions.Single().Target);
    }

    [Fact]
    public void Turning_a_position_round_keeps_nothing_of_it()
    {
        var desk = Paused(Enforcement.Undo).Hold("BTCUSDT", -0.05m, 100_000);

        Assert.Equal(0, desk.Reductions.Single().Target);
    }

    [Fact]
    public void An_opening_order_that_is_placed_elsewhere_is_cancelled_and_what_rested_before_stays()
    {
        var old = Some.Limit("BTCUSDT", 0.1m, 90_000, "old");
        var desk = Press(Pausing with { Enforcement = Enforcement.Undo }, old).Forget();

        desk.Hear(Some.Limit("BTCUSDT", -0.05m, 110_000, "out")).Wait(1);
        Assert.Empty(desk.Events);
        desk.Hear(Some.Limit("BTCUSDT", 0.1m, 90_000, "new")).Wait(1).Wait(1);

        Assert.Equal(CancelFilter.Opening, Assert.Single(desk.Decisions.OfType<RiskDecision.CancelOrders>()).Filter);
        Assert.Contains("an order to buy 0.1 BTCUSDT was placed elsewhere", desk.Events.Single().Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Alert_only_tells_once_and_touches_nothing()
    {
        var desk = Paused(Enforcement.AlertOnly).Hold("BTCUSDT", 0.25m, 100_000).Wait(1).Wait(1);

        Assert.Equal("Guard: new risk in spite of the pause", Assert.Single(desk.Alerts).Title);
        Assert.Empty(desk.Reductions);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
    }

    [Fact]
    public void The_traders_override_ends_the_pause_and_is_written_down()
    {
        var desk = Paused(Enforcement.OperatorOverride).Hold("BTCUSDT", 0.25m, 100_000).Wait(1);

        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.Contains("the pause is over", desk.Events.Single().Consequence, StringComparison.Ordinal);
        Assert.Empty(desk.Reductions);
    }

    [Fact]
    public void What_is_being_undone_survives_a_restart()
    {
        var desk = Paused(Enforcement.Undo).Hold("BTCUSDT", 0.25m, 100_000);
        var decisions = new List<RiskDecision>();

        desk.Restart().Engine.ResumePlans(decisions);
        Assert.Equal([desk.Reductions.Single()], decisions);
        desk.Wait(1).Execute().Hold("BTCUSDT", 0.1m, 100_000).Wait(1);

        Assert.Single(desk.Reductions);
    }

    [Fact]
    public void A_state_from_before_enforcement_is_still_read()
    {
        var state = JsonSerializer.SerializeToNode(Paused(Enforcement.Undo).Engine.CaptureState())!;
        var watch = state["Breakers"]![0]!.AsObject();
        watch.Remove("Enforcement");
        watch["Breaker"]!.AsObject().Remove("Enforcement");
        state["Books"]!["Clock"]!.AsObject().Remove("VenueNow");
        state["Books"]!["Accounts"]![0]!.AsObject().Remove("Extremes");

        var engine = new RiskEngine(RiskSettings.Default, state.Deserialize<RiskEngineState>());

        Assert.Equal(Enforcement.AlertOnly, engine.Snapshot().Breakers.Single().Breaker.Enforcement);
        Assert.Equal(Posture.NoNewRisk, engine.Snapshot().Posture);
    }

    private static Desk Paused(Enforcement enforcement) => Press(Pausing with { Enforcement = enforcement }).Forget();

    private static Desk Press(CircuitBreaker breaker, params Order[] resting) => new Desk()
        .Hold("BTCUSDT", 0.1m, 100_000).Read(resting).Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker)
        .Command(new OperatorCommand.PressButton(breaker.Id) { Id = Guid.NewGuid(), Operator = "ann" });
}
