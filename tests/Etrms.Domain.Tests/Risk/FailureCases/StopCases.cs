using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>Stops that go missing, fall behind or are larger than one order (RISK 5, actions and venue).</summary>
public sealed class StopCases
{
    private static readonly Order Stop = Some.Stop("BTCUSDT", 0.3m, 95_000);

    [Fact]
    public void FC_39_the_stop_is_replaced_twice_and_the_third_time_the_rule_reduces()
    {
        var rule = Some.Breaker("UNPROTECTED_POSITION", 10) with
        {
            Qualify = new(TimeSpan.Zero, 1),
            Rearm = new Rearm(RearmMode.AutoRecover) { MaxAutoRearms = 5 },
            Stages = [new Stage(1, [
                new BreakerAction(BreakerActionKind.SetStops) { Distance = 0.05m },
                new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = 0.5m, FromTrip = 3 },
            ])],
        };
        var desk = Holding(rule).Read(Stop);

        for (var time = 1; time <= 3; time++)
        {
            desk.Forget().Read().Wait(0).Live(TimeSpan.FromSeconds(9), "BTCUSDT", 100_000);
            Assert.Empty(desk.Decisions);
            desk.Live(TimeSpan.FromSeconds(2), "BTCUSDT", 100_000);
            Assert.Equal(95_000, Assert.Single(desk.Decisions.OfType<RiskDecision.SetProtection>()).StopLoss);
            Assert.Equal(time == 3 ? [0.15m] : [], desk.Reductions.Select(reduction => reduction.Target));
            Placed(desk);
        }
    }

    [Fact]
    public void FC_39_a_new_day_counts_from_one()
    {
        var rule = Some.Breaker("MANUAL", 1) with
        {
            Qualify = new(TimeSpan.Zero, 1),
            Stages = [new Stage(1, [
                new BreakerAction(BreakerActionKind.PauseTrading), new BreakerAction(BreakerActionKind.ClosePositions) { FromTrip = 2 },
            ])],
        };
        var desk = Press(Holding(rule), rule);
        Resume(desk, rule).Wait(TimeSpan.FromDays(1)).Read().Mark("BTCUSDT", 100_000);

        Assert.Empty(Press(desk, rule).Reductions);
        Resume(desk, rule);

        Assert.Single(Press(desk, rule).Reductions);
    }

    [Fact]
    public void FC_67_the_stops_of_a_latched_breaker_follow_the_price_and_never_back()
    {
        var rule = Some.Breaker("MANUAL", 1) with
        {
            Qualify = new(TimeSpan.Zero, 1),
            Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.SetStops) { Distance = 0.05m }])],
        };
        var desk = Press(Holding(rule), rule);
        Placed(desk);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(rule).Status);
        desk.Restart().Forget();

        desk.Read(Stop).Mark("BTCUSDT", 100_400).Wait(0.25);
        Assert.Empty(desk.Decisions);
        desk.Mark("BTCUSDT", 110_000).Wait(0.25).Wait(0.25);
        var moved = Assert.Single(desk.Decisions.OfType<RiskDecision.SetProtection>());
        Assert.Equal((104_500, true), (moved.StopLoss, moved.TightenOnly));
        Placed(desk, Stop with { TriggerPrice = 104_500 });
        desk.Forget().Mark("BTCUSDT", 105_000).Wait(0.25);

        Assert.Empty(desk.Decisions);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(rule).Status);
    }

    [Fact]
    public void FC_67_a_stop_that_cannot_be_moved_is_told_as_a_failure()
    {
        var rule = Some.Breaker("MANUAL", 1) with
        {
            Qualify = new(TimeSpan.Zero, 1),
            Stages = [new Stage(1, [new BreakerAction(BreakerActionKind.SetStops) { Distance = 0.05m }])],
        };
        var desk = Press(Holding(rule), rule);
        Placed(desk);
        desk.Read(Stop).Forget().Mark("BTCUSDT", 110_000).Wait(0.25);

        Report(desk, ActionOutcome.Failed);

        Assert.Equal(BreakerStatus.ActionError, desk.Breaker(rule).Status);
        Assert.Contains(desk.Alerts, alert => alert.Severity == AlertSeverity.Critical);
    }

    [Fact]
    public void FC_45_a_stop_over_more_than_one_market_order_may_take_is_cut_into_several()
    {
        var request = new ProtectionRequest
        {
            PlanId = Guid.Empty,
            Account = Desk.Account,
            Instrument = Some.Instrument("BTCUSDT"),
            Position = new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 250, EntryPrice = 100_000 },
            OpenOrders = [],
            Mark = 100_000,
            StopLoss = 95_000,
        };

        var plan = ProtectionPlanner.Plan(request);

        Assert.Equal([100, 100, 50], plan.Send.Select(order => order.Quantity));
        Assert.Equal(3, plan.Send.Select(order => order.ClientOrderId).Distinct().Count());
        Assert.Equal(plan.Send, ProtectionPlanner.Plan(request).Send);
        var resting = plan.Send.Select((order, index) => Resting(order, $"s{index}")).ToArray();
        Assert.Empty(ProtectionPlanner.Plan(request with { OpenOrders = [.. resting] }).Send);
        Assert.Equal(50, Assert.Single(ProtectionPlanner.Plan(request with { OpenOrders = [.. resting[..2]], TightenOnly = true }).Send).Quantity);
        Assert.Equal(resting, ProtectionPlanner.Plan(request with { OpenOrders = [.. resting], StopLoss = 96_000 }).Cancel);
    }

    private static Order Resting(ApprovedOrder order, string id) => Some.Stop("BTCUSDT", order.Quantity, order.TriggerPrice!.Value, id);

    private static Desk Holding(CircuitBreaker rule) =>
        new Desk { Wallet = 100_000 }.Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Read(Stop).Configure(rule);

    private static Desk Press(Desk desk, CircuitBreaker rule) =>
        desk.Command(new OperatorCommand.PressButton(rule.Id) { Id = Guid.NewGuid(), Operator = "ann" });

    private static Desk Resume(Desk desk, CircuitBreaker rule) =>
        desk.Command(new OperatorCommand.ResumeBreaker(rule.Id, RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann" });

    /// <summary>The executor reports every stop as placed, and the account shows it.</summary>
    private static void Placed(Desk desk, Order? stop = null)
    {
        Report(desk, ActionOutcome.TargetMet);
        desk.Execute().Read(stop ?? Stop).Wait(0.25).Wait(0.25);
    }

    private static void Report(Desk desk, ActionOutcome outcome)
    {
        foreach (var set in desk.Decisions.OfType<RiskDecision.SetProtection>().ToList())
        {
            desk.Post(new RiskEvent.ActionReported(
                new ActionReport(set.PlanId, set.Account, set.Instrument, set.Side, outcome, null, outcome.ToString()))
            { Times = desk.Times });
        }
    }
}
