using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>Tripping, staying tripped and being armed again (RISK 5, trip and re-arm).</summary>
public sealed class TripTests
{
    private static readonly Qualification AtOnce = new(TimeSpan.Zero, 1);

    [Fact]
    public void Drawdown_past_the_limit_trips_the_breaker_and_closes_every_position()
    {
        var breaker = Guard();
        var desk = Long(breaker);

        desk.Mark("BTCUSDT", 98_000);

        var reduction = Assert.Single(desk.Reductions);
        Assert.Equal((Some.Id("BTCUSDT"), 0m), (reduction.Instrument, reduction.Target));
        var e = Assert.Single(desk.Events);
        Assert.Equal((BreakerEventKind.Triggered, 0.06m), (e.Kind, e.Value));
        Assert.Equal(BreakerStatus.Acting, desk.Breaker(breaker).Status);
        Assert.Equal(Posture.Flatten, desk.Snapshot.Posture);
    }

    [Fact]
    public void When_the_targets_are_met_the_breaker_latches_and_refuses_new_risk()
    {
        var breaker = Guard();
        var desk = Long(breaker).Mark("BTCUSDT", 98_000);

        desk.Execute();

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Acted], desk.Events.Select(e => e.Kind));
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
    }

    [Fact]
    public void FC_21_A_value_that_flickers_round_the_threshold_trips_once()
    {
        var breaker = Guard() with { Qualify = null, Rearm = new(RearmMode.AutoRecover), Stages = Some.Stages((1, BreakerActionKind.Notify)) };
        var desk = Long(breaker);

        for (var i = 0; i < 50; i++)
        {
            desk.Marks("BTCUSDT", 98_300, 98_400);
        }

        Assert.Single(desk.Events);
    }

    [Fact]
    public void FC_21_A_breach_shorter_than_its_qualification_trips_nothing()
    {
        var desk = Long(Guard() with { Qualify = null });

        for (var i = 0; i < 20; i++)
        {
            desk.Marks("BTCUSDT", 98_300, 98_290, 98_280, 99_000);
        }

        Assert.Empty(desk.Events);
    }

    [Fact]
    public void Qualification_needs_time_and_distinct_venue_times()
    {
        var desk = Long(Guard() with { Qualify = null }).Mark("BTCUSDT", 98_000);

        desk.Wait(2.5);
        Assert.Empty(desk.Events);
        desk.Mark("BTCUSDT", 98_000, 0.1).Mark("BTCUSDT", 98_001, 0.1);

        Assert.Single(desk.Events);
    }

    [Fact]
    public void FC_22_Exactly_at_threshold_trips()
    {
        var desk = Long(Guard());

        desk.Mark("BTCUSDT", 98_333.34m);
        Assert.Empty(desk.Events);
        desk.Hold("BTCUSDT", 0.25m, 100_000).Mark("BTCUSDT", 98_000);

        Assert.Equal(0.05m, Assert.Single(desk.Events).Value);
    }

    [Fact]
    public void FC_23_Neither_a_win_nor_a_deeper_loss_trips_a_latched_breaker_again()
    {
        var breaker = Guard();
        var desk = Long(breaker).Mark("BTCUSDT", 98_000).Execute().Forget();

        desk.Trade(500).Trade(-900).Trade(-900);

        Assert.Empty(desk.Events);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void FC_24_Keeping_the_peak_while_under_water_is_refused_with_the_other_ways_named()
    {
        var breaker = Guard();
        var desk = Latched(breaker);

        var refusal = Resume(desk, breaker, RebaseMode.KeepPeak);

        Assert.Contains("REBASE", refusal, StringComparison.Ordinal);
        Assert.Contains("GRACE", refusal, StringComparison.Ordinal);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void FC_24_Rebasing_measures_from_now()
    {
        var breaker = Guard();
        var desk = Latched(breaker);

        Assert.Null(Resume(desk, breaker, RebaseMode.Rebase));

        Assert.Equal((BreakerStatus.Armed, 0m), (desk.Breaker(breaker).Status, desk.Breaker(breaker).Value));
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
        Assert.Equal(0.06m, desk.Snapshot.Book.Drawdown);
        desk.Forget().Trade(-400);
        Assert.Empty(desk.Events);
        desk.Trade(-100);
        Assert.Single(desk.Events);
    }

    [Fact]
    public void FC_24_Grace_is_a_smaller_limit_until_the_old_peak_is_regained()
    {
        var breaker = Guard();
        var desk = Latched(breaker);

        Assert.NotNull(Resume(desk, breaker, RebaseMode.Grace, 0.05m));
        Assert.Null(Resume(desk, breaker, RebaseMode.Grace, 0.02m));
        desk.Forget().Trade(600).Trade(-300);
        Assert.Empty(desk.Events);
        Assert.Equal(0.03m, desk.Breaker(breaker).Value);

        var second = Latched(breaker);
        Resume(second, breaker, RebaseMode.Grace, 0.02m);
        second.Forget().Trade(-188);
        Assert.Equal(0.02m, Assert.Single(second.Events).Threshold);
    }

    [Fact]
    public void Recovery_rearms_after_the_clear_time_and_below_the_clear_level_only()
    {
        var breaker = Some.Breaker("LEVERAGE", 4, BreakerActionKind.CancelOrders, BreakerActionKind.PauseTrading) with
        {
            Qualify = AtOnce,
            Rearm = new(RearmMode.AutoRecover) { ClearFor = TimeSpan.FromSeconds(3) },
        };
        var desk = Long(breaker).Hold("BTCUSDT", 0.45m, 100_000);
        desk.Post(new RiskEvent.ActionReported(Done(desk)) { Times = desk.Times });
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);

        desk.Hold("BTCUSDT", 0.39m, 100_000).Marks("BTCUSDT", 100_000, 100_001, 100_000, 100_001, 100_000, 100_001, 100_000, 100_001);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);
        desk.Hold("BTCUSDT", 0.2m, 100_000);
        for (var i = 0; i < 7; i++)
        {
            desk.Mark("BTCUSDT", 100_000 + i);
        }

        Assert.Equal(BreakerStatus.Armed, desk.Breaker(breaker).Status);
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
    }

    [Fact]
    public void A_day_rearms_a_breaker_that_waits_for_it()
    {
        var breaker = Some.Breaker("PNL", 0.05m, BreakerActionKind.PauseTrading) with { Qualify = AtOnce, Rearm = new(RearmMode.NextDay) };
        var desk = new Desk().Read().Configure(breaker).Trade(-600);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);

        desk.Wait(TimeSpan.FromHours(11)).Read();
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);
        desk.Wait(TimeSpan.FromHours(1)).Read();

        Assert.Equal(BreakerStatus.Armed, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void Stages_fire_in_turn_within_one_trip_and_a_jump_fires_all_of_them()
    {
        var breaker = Guard() with
        {
            Threshold = 0.1m,
            Stages = Some.Stages((0.5m, BreakerActionKind.Notify), (0.8m, BreakerActionKind.PauseTrading), (1, BreakerActionKind.ClosePositions)),
        };
        var desk = Long(breaker).Marks("BTCUSDT", 98_000, 97_000);
        Assert.Equal([(BreakerEventKind.Triggered, 0.5m), (BreakerEventKind.Stage, 0.8m)], desk.Events.Select(e => (e.Kind, e.StageAt!.Value)));
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        desk.Mark("BTCUSDT", 96_000);

        Assert.Equal([1, 1, 1], desk.Events.Select(e => e.TripSeq));
        Assert.Single(desk.Reductions);
        var jump = Long(breaker).Mark("BTCUSDT", 96_000);
        var tripped = Assert.Single(jump.Events);
        Assert.Equal(1, tripped.StageAt);
        Assert.StartsWith("Stages 1 to 3 of 3 do: ", tripped.Consequence, StringComparison.Ordinal);
        Assert.Equal(BreakerEventKind.Stage, desk.Events[^1].Kind);
        Assert.StartsWith("Stage 3 of 3 does: close every position", desk.Events[^1].Consequence, StringComparison.Ordinal);

        // The event before its orders: so they know where they come from.
        Assert.True(jump.Decisions.FindIndex(decision => decision is RiskDecision.Record) < jump.Decisions.FindIndex(decision => decision is RiskDecision.ReduceTo));
        Assert.Single(jump.Reductions);
    }

    [Fact]
    public void A_warning_rearms_by_itself_once_the_value_is_clear()
    {
        var breaker = Guard() with { Stages = Some.Stages((0.5m, BreakerActionKind.Notify), (1, BreakerActionKind.ClosePositions)) };
        var desk = Long(breaker).Mark("BTCUSDT", 99_000);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);

        desk.Mark("BTCUSDT", 99_900);

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Resolved, BreakerEventKind.Rearmed], desk.Events.Select(e => e.Kind));
        Assert.Equal(BreakerStatus.Armed, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void An_observing_breaker_records_what_it_would_have_done_and_does_nothing()
    {
        var breaker = Guard() with { Mode = BreakerMode.Observe };

        var desk = Long(breaker).Marks("BTCUSDT", 98_000, 97_900, 97_800);

        var e = Assert.Single(desk.Events);
        Assert.Equal((BreakerEventKind.DryRun, true), (e.Kind, e.ObservedOnly));
        Assert.Empty(desk.Reductions);
        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
    }

    [Fact]
    public void A_breaker_that_is_off_does_nothing()
    {
        var breaker = Guard() with { Mode = BreakerMode.Off };

        var desk = Long(breaker).Mark("BTCUSDT", 90_000);

        Assert.Empty(desk.Decisions);
        Assert.Equal(BreakerStatus.Disabled, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void FC_64_The_same_resume_twice_has_one_effect_and_the_same_answer()
    {
        var breaker = Guard();
        var desk = Latched(breaker).Forget();
        var command = new OperatorCommand.ResumeBreaker(breaker.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann", Reason = "looked" };

        desk.Command(command).Command(command);

        Assert.Single(desk.Events);
        Assert.Equal([null, null], desk.Decisions.OfType<RiskDecision.AnswerCommand>().Select(answer => answer.Refusal));
    }

    [Fact]
    public void FC_64_A_resume_that_was_given_on_the_sight_of_another_state_is_refused()
    {
        var breaker = Guard();
        var desk = Latched(breaker).Forget();
        var seen = desk.Breaker(breaker).StateVersion;
        var (first, second) = (Resume(), Resume());

        desk.Command(first).Command(second);

        Assert.Null(desk.Answer(first.Id));
        Assert.Equal(OperatorCommand.ResumeBreaker.Outdated, desk.Answer(second.Id));
        Assert.Single(desk.Events, e => e.Kind == BreakerEventKind.Resumed);

        OperatorCommand.ResumeBreaker Resume() =>
            new(breaker.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann", Reason = "looked", StateVersion = seen };
    }

    [Fact]
    public void FC_55_A_breaker_whose_evaluation_throws_is_in_error_alone()
    {
        // Threshold times equity is more than a decimal holds.
        var broken = Some.Breaker("LEVERAGE", 1_000_000_000_000m) with { Id = Guid.NewGuid(), Name = "Broken" };
        var desk = new Desk { Wallet = 1e17m }.Read().Hold("BTCUSDT", 3e12m, 100_000).Mark("BTCUSDT", 100_000).Configure(broken, Guard());

        desk.Mark("BTCUSDT", 98_000);

        Assert.Equal(BreakerStatus.EvaluationError, desk.Breaker(broken).Status);
        Assert.Single(desk.Reductions);
        Assert.Single(desk.Events, e => e.Kind == BreakerEventKind.EvaluationError);
        Assert.Single(desk.Alerts, alert => alert.Title == "Broken cannot be evaluated");
    }

    [Fact]
    public void Blind_for_too_long_a_breaker_follows_its_policy()
    {
        var hold = Guard() with { Id = Guid.NewGuid() };
        var pause = Guard() with { Id = Guid.NewGuid(), UnknownPolicy = UnknownPolicy.Pause, Name = "Pausing" };
        var desk = Long(hold, pause);

        for (var i = 0; i < 32; i++)
        {
            desk.Wait(10).Read();
        }

        Assert.Contains(desk.Snapshot.Claims, claim => claim.Reason.StartsWith("Pausing", StringComparison.Ordinal));
        Assert.Empty(desk.Reductions);
        var failSafe = Long(hold with { UnknownPolicy = UnknownPolicy.FailSafe });
        for (var i = 0; i < 32; i++)
        {
            failSafe.Wait(10);
        }

        Assert.Single(failSafe.Reductions);
        Assert.Null(failSafe.Events[^1].Value);
    }

    private static CircuitBreaker Guard(params BreakerActionKind[] actions) => Some.Drawdown(0.05m, actions) with { Qualify = AtOnce };

    private static Desk Long(params CircuitBreaker[] breakers) =>
        new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers).Mark("BTCUSDT", 100_000);

    /// <summary>Tripped at a loss of 600, closed, booked and latched.</summary>
    private static Desk Latched(CircuitBreaker breaker)
    {
        var desk = Long(breaker).Mark("BTCUSDT", 98_000).Execute();
        return desk.Fill("BTCUSDT", -0.3m, 98_000, -600).Balance(9_400);
    }

    private static string? Resume(Desk desk, CircuitBreaker breaker, RebaseMode mode, decimal? grace = null)
    {
        var command = new OperatorCommand.ResumeBreaker(breaker.Id, mode, grace) { Id = Guid.NewGuid(), Operator = "ann", Reason = "looked" };
        return desk.Command(command).Answer(command.Id);
    }

    private static ActionReport Done(Desk desk)
    {
        var cancel = desk.Decisions.OfType<RiskDecision.CancelOrders>().Single();
        return new ActionReport(cancel.PlanId, cancel.Account, null, PositionSide.Both, ActionOutcome.TargetMet, null, "cancelled");
    }
}
