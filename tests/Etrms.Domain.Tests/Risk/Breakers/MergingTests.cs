using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>Several breakers and the trader at once: targets, postures and scopes (RISK 4.5).</summary>
public sealed class MergingTests
{
    private static readonly Qualification AtOnce = new(TimeSpan.Zero, 1);

    [Fact]
    public void FC_29_Two_breakers_that_cut_by_half_leave_half()
    {
        var first = Half();
        var desk = Long(first, Half());

        desk.Mark("BTCUSDT", 98_000);

        Assert.Equal([0.2m, 0.2m], desk.Reductions.Select(reduction => reduction.Target));
        desk.Execute();
        Assert.Equal(0.2m, desk.Snapshot.Positions.Single().Quantity);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(first).Status);
    }

    [Fact]
    public void FC_30_A_close_of_everything_takes_over_from_a_reduction_under_way()
    {
        var close = Some.Drawdown(0.1m) with { Id = Guid.NewGuid(), Qualify = AtOnce };
        var desk = Long(Half(), close).Mark("BTCUSDT", 98_000);
        Assert.Equal(PositionState.Reducing, desk.Snapshot.Positions[0].State);

        desk.Mark("BTCUSDT", 97_000);

        Assert.Equal([0.2m, 0m], desk.Reductions.Select(reduction => reduction.Target));
        Assert.Equal(PositionState.Closing, desk.Snapshot.Positions[0].State);
        Assert.Equal(Posture.Flatten, desk.Snapshot.Posture);
    }

    [Fact]
    public void A_reduction_that_comes_after_a_close_repeats_the_target_of_zero()
    {
        var close = Some.Drawdown(0.03m) with { Id = Guid.NewGuid(), Qualify = AtOnce };
        var desk = Long(Half(), close).Mark("BTCUSDT", 99_000);

        desk.Mark("BTCUSDT", 98_000);

        Assert.Equal([0m, 0m], desk.Reductions.Select(reduction => reduction.Target));
    }

    [Fact]
    public void The_largest_position_is_closed_first()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Hold("ETHUSDT", -8, 2_500).Mark("ETHUSDT", 2_500).Mark("BTCUSDT", 100_000)
            .Configure(Some.Drawdown(0.05m) with { Qualify = AtOnce }).Mark("BTCUSDT", 100_000);

        desk.Mark("ETHUSDT", 2_600);

        Assert.Equal(["ETHUSDT", "BTCUSDT"], desk.Reductions.Select(reduction => reduction.Instrument.Symbol));
    }

    [Theory]
    [InlineData(PositionSelector.Losing, "ETHUSDT")]
    [InlineData(PositionSelector.Worst, "ETHUSDT")]
    [InlineData(PositionSelector.Largest, "BTCUSDT")]
    [InlineData(PositionSelector.Long, "BTCUSDT")]
    [InlineData(PositionSelector.Short, "ETHUSDT")]
    public void A_selector_picks_the_positions_that_an_action_touches(PositionSelector selector, string expected)
    {
        var breaker = Some.Drawdown(0.05m) with
        {
            Qualify = AtOnce,
            Stages = [new(1, [new BreakerAction(BreakerActionKind.ClosePositions) { Selector = selector }])],
        };
        var desk = new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Hold("ETHUSDT", -8, 2_500).Mark("ETHUSDT", 2_500).Mark("BTCUSDT", 100_000)
            .Configure(breaker).Mark("BTCUSDT", 100_000);

        desk.Mark("ETHUSDT", 2_600);

        Assert.Equal(expected, Assert.Single(desk.Reductions).Instrument.Symbol);
    }

    [Fact]
    public void CX_15_A_breaker_over_one_symbol_measures_its_loss_against_the_account_and_acts_on_it_alone()
    {
        var scope = new Scope { Symbols = ["BTCUSDT"] };
        var breaker = Some.Drawdown(0.05m) with { Qualify = AtOnce, MeasureScope = scope, ActScope = scope };
        var desk = new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Hold("ETHUSDT", 2, 2_500).Mark("ETHUSDT", 2_500).Mark("BTCUSDT", 100_000)
            .Configure(breaker).Mark("BTCUSDT", 100_000);

        desk.Mark("ETHUSDT", 2_000);
        Assert.Equal(0, desk.Breaker(breaker).Value);
        desk.Mark("BTCUSDT", 98_000);

        Assert.Equal("BTCUSDT", Assert.Single(desk.Reductions).Instrument.Symbol);
        var elsewhere = desk.Engine.PreTradeContextOf(Desk.Account, Some.Id("ETHUSDT"), PositionSide.Both);
        Assert.Equal(Posture.Normal, elsewhere.Posture);
    }

    [Fact]
    public void A_position_that_is_too_large_is_cut_by_itself()
    {
        var breaker = Some.Breaker("MAX_POSITION_SIZE", 2, BreakerActionKind.ReducePosition) with { Qualify = AtOnce };
        var desk = new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Hold("ETHUSDT", 10, 2_500).Mark("BTCUSDT", 100_000).Configure(breaker);

        desk.Mark("ETHUSDT", 2_500);

        var reduction = Assert.Single(desk.Reductions);
        Assert.Equal(("ETHUSDT", 5m), (reduction.Instrument.Symbol, reduction.Target));
        Assert.Equal(2.5m, desk.Breaker(breaker).Value);
    }

    [Fact]
    public void Another_position_of_a_tripped_breaker_can_still_trip_by_itself()
    {
        var breaker = Some.Breaker("MAX_POSITION_SIZE", 2, BreakerActionKind.ReducePosition) with { Qualify = AtOnce };
        var desk = new Desk().Read().Hold("ETHUSDT", 10, 2_500).Configure(breaker).Mark("ETHUSDT", 2_500).Execute().Forget();

        desk.Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Mark("ETHUSDT", 2_500);

        Assert.Equal("BTCUSDT", Assert.Single(desk.Reductions).Instrument.Symbol);
        Assert.Equal(2, desk.Breaker(breaker).TripCount);
    }

    [Fact]
    public void What_is_opened_while_everything_is_being_closed_is_closed_too()
    {
        var desk = Long(Some.Drawdown(0.05m) with { Qualify = AtOnce }).Mark("BTCUSDT", 98_000).Forget();

        desk.Hold("ETHUSDT", 1, 2_500);

        Assert.Equal(("ETHUSDT", 0m), (Assert.Single(desk.Reductions).Instrument.Symbol, desk.Reductions[0].Target));
    }

    [Fact]
    public void A_plan_that_misses_its_deadline_is_an_error_that_names_what_is_left_and_ends_when_done()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = AtOnce };
        var desk = Long(breaker).Mark("BTCUSDT", 98_000);

        desk.Wait(59);
        Assert.Equal(BreakerStatus.Acting, desk.Breaker(breaker).Status);
        desk.Wait(1);

        Assert.Equal(BreakerStatus.ActionError, desk.Breaker(breaker).Status);
        Assert.Contains(desk.Alerts, alert => alert.Severity == AlertSeverity.Critical && alert.Text.Contains("BTCUSDT", StringComparison.Ordinal));
        desk.Execute();
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void FC_37_A_refusal_for_good_is_an_error_at_once()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = AtOnce };
        var desk = Long(breaker).Mark("BTCUSDT", 98_000);

        desk.Report(desk.Reductions[0], ActionOutcome.Failed, null);

        Assert.Equal(BreakerStatus.ActionError, desk.Breaker(breaker).Status);
        Assert.Contains(desk.Events, e => e.Kind == BreakerEventKind.ActionFailed);
    }

    [Fact]
    public void Sent_orders_are_verified_and_dust_counts_as_done()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = AtOnce };
        var desk = Long(breaker).Mark("BTCUSDT", 98_000);

        desk.Report(desk.Reductions[0], ActionOutcome.Sent);
        Assert.Equal(BreakerStatus.Verifying, desk.Breaker(breaker).Status);
        desk.Report(desk.Reductions[0], ActionOutcome.Dust, 0.0004m);

        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
        Assert.Contains("dust", desk.Events[^1].Consequence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_trip_gives_the_same_plan_and_the_next_trip_another()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = AtOnce };
        var first = Long(breaker).Mark("BTCUSDT", 98_000).Reductions[0].PlanId;
        var again = Long(breaker).Mark("BTCUSDT", 97_000).Reductions[0].PlanId;

        Assert.Equal(first, again);
        Assert.Equal(PlanIds.OfTrip("etrms", breaker.Id, 1, 1), first);
        Assert.NotEqual(PlanIds.OfTrip("etrms", breaker.Id, 1, 2), first);
    }

    [Fact]
    public void Cancelling_has_a_plan_of_its_own_so_that_its_report_closes_no_position()
    {
        var breaker = Some.Drawdown(0.05m, BreakerActionKind.CancelOrders, BreakerActionKind.ClosePositions) with { Qualify = AtOnce };
        var desk = Long(breaker).Mark("BTCUSDT", 98_000);
        var cancel = desk.Decisions.OfType<RiskDecision.CancelOrders>().Single();

        desk.Post(new RiskEvent.ActionReported(
            new(cancel.PlanId, cancel.Account, null, PositionSide.Both, ActionOutcome.TargetMet, null, "none left"))
        { Times = desk.Times });

        Assert.NotEqual(desk.Reductions[0].PlanId, cancel.PlanId);
        Assert.Equal(BreakerStatus.Acting, desk.Breaker(breaker).Status);
    }

    [Fact]
    public void A_symbol_traded_in_both_directions_is_closed_on_both_legs()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", 0.4m, 100_000, PositionSide.Long).Hold("BTCUSDT", -0.1m, 100_000, PositionSide.Short)
            .Mark("BTCUSDT", 100_000).Configure(Some.Drawdown(0.05m) with { Qualify = AtOnce }).Mark("BTCUSDT", 100_000);

        desk.Mark("BTCUSDT", 98_000);

        Assert.Equal([PositionSide.Long, PositionSide.Short], desk.Reductions.Select(reduction => reduction.Side));
    }

    [Fact]
    public void Posture_covers_what_the_claim_covers()
    {
        var desk = Long();
        var pause = new OperatorCommand.Pause(new Scope { Symbols = ["ETHUSDT"] }, PauseMode.NoOrders) { Id = Guid.NewGuid(), Operator = "ann" };

        desk.Command(pause);

        Assert.Equal(Posture.Halt, desk.Engine.PreTradeContextOf(Desk.Account, Some.Id("ETHUSDT"), PositionSide.Both).Posture);
        Assert.Equal(Posture.Normal, desk.Engine.PreTradeContextOf(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both).Posture);
        Assert.Equal(Posture.Normal, desk.Engine.PreTradeContextOf(Desk.Account, new InstrumentId(Exchange.Binance, "XUSDT"), PositionSide.Both).Posture);
    }

    private static CircuitBreaker Half() =>
        Some.Drawdown(0.05m, BreakerActionKind.ReducePosition) with { Id = Guid.NewGuid(), Qualify = AtOnce };

    private static Desk Long(params CircuitBreaker[] breakers) =>
        new Desk().Read().Hold("BTCUSDT", 0.4m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers).Mark("BTCUSDT", 100_000);
}
