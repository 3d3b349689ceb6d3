using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>The trader's own orders (RISK 4.11, 5 human).</summary>
public sealed class OperatorTests
{
    [Fact]
    public void Close_brings_one_position_to_zero_by_a_plan_named_after_the_command()
    {
        var desk = Holding();
        var command = new OperatorCommand.Close(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both) { Id = Guid.NewGuid(), Operator = "ann" };

        desk.Command(command).Command(command);

        var reduction = Assert.Single(desk.Reductions);
        Assert.Equal((PlanIds.OfCommand("etrms", command.Id), 0m), (reduction.PlanId, reduction.Target));
        Assert.Null(desk.Answer(command.Id));
    }

    [Fact]
    public void Close_without_a_contract_closes_the_account_largest_first()
    {
        var desk = Holding();

        desk.Command(new OperatorCommand.Close(Desk.Account, null, PositionSide.Both) { Id = Guid.NewGuid(), Operator = "ann" });

        Assert.Equal(["BTCUSDT", "ETHUSDT"], desk.Reductions.Select(reduction => reduction.Instrument.Symbol));
    }

    [Fact]
    public void Reduce_takes_a_quantity_off_and_never_below_zero()
    {
        var desk = Holding();

        desk.Command(Reduce(0.1m)).Command(Reduce(5));

        Assert.Equal([0.2m, 0m], desk.Reductions.Select(reduction => reduction.Target));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Reduce_by_nothing_is_refused(int quantity)
    {
        var desk = Holding();
        var command = Reduce(quantity);

        desk.Command(command);

        Assert.NotNull(desk.Answer(command.Id));
        Assert.Empty(desk.Reductions);
    }

    [Fact]
    public void FC_68_Under_halt_a_close_is_accepted_and_an_opening_order_refused()
    {
        var desk = Holding();
        desk.Command(new OperatorCommand.Pause(Scope.Global, PauseMode.NoOrders) { Id = Guid.NewGuid(), Operator = "ann" });

        desk.Command(new OperatorCommand.Close(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both) { Id = Guid.NewGuid(), Operator = "ann" });

        Assert.Single(desk.Reductions);
        Assert.IsType<PreTradeResult.Refused>(Check(desk, OrderSide.Buy));
        Assert.IsType<PreTradeResult.Approved>(Check(desk, OrderSide.Sell));
    }

    [Fact]
    public void Lifting_ends_the_traders_pause_and_never_a_breakers_claim()
    {
        var breaker = Some.Drawdown(0.05m, BreakerActionKind.PauseTrading) with { Qualify = new(TimeSpan.Zero, 1) };
        var desk = Holding().Configure(breaker).Mark("BTCUSDT", 100_000).Mark("BTCUSDT", 97_000);
        desk.Command(new OperatorCommand.Pause(Scope.Global, PauseMode.NoOrders) { Id = Guid.NewGuid(), Operator = "ann" });
        Assert.Equal(Posture.Halt, desk.Snapshot.Posture);
        var lift = new OperatorCommand.LiftPause { Id = Guid.NewGuid(), Operator = "ann" };
        var again = lift with { Id = Guid.NewGuid() };

        desk.Command(lift).Command(again);

        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.Null(desk.Answer(lift.Id));
        Assert.NotNull(desk.Answer(again.Id));
    }

    [Fact]
    public void Protection_on_the_wrong_side_of_the_mark_is_refused_with_the_reason()
    {
        var desk = Holding();
        var wrong = new OperatorCommand.Protect(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both, 101_000, null) { Id = Guid.NewGuid(), Operator = "ann" };
        var right = wrong with { Id = Guid.NewGuid(), StopLoss = 98_000, TakeProfit = 110_000 };

        desk.Command(wrong).Command(right);

        Assert.Contains("below", desk.Answer(wrong.Id), StringComparison.Ordinal);
        Assert.Equal((98_000m, 110_000m), Levels(Assert.Single(desk.Decisions.OfType<RiskDecision.SetProtection>())));
    }

    [Fact]
    public void Of_two_stops_asked_for_the_later_one_is_asked_for_again_after_a_restart_until_it_stands()
    {
        var desk = Holding();
        var first = new OperatorCommand.Protect(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both, 98_000, null) { Id = Guid.NewGuid(), Operator = "ann" };
        var second = first with { Id = Guid.NewGuid(), StopLoss = 97_000 };
        desk.Command(first).Command(second).Restart().Forget();

        desk.Engine.ResumePlans(desk.Decisions);
        var again = Assert.Single(desk.Decisions.OfType<RiskDecision.SetProtection>());
        var done = new ActionReport(again.PlanId, again.Account, again.Instrument, again.Side, ActionOutcome.TargetMet, null, "It stands.");
        desk.Post(new RiskEvent.ActionReported(done) { Times = desk.Times }).Forget();
        desk.Engine.ResumePlans(desk.Decisions);

        Assert.Equal((97_000m, null), Levels(again));
        Assert.Empty(desk.Decisions);
    }

    [Fact]
    public void A_balance_that_is_explained_needs_no_accepting()
    {
        var desk = Holding();
        var command = new OperatorCommand.AcceptBalance(Desk.Account) { Id = Guid.NewGuid(), Operator = "ann" };

        Assert.Contains("nothing to accept", desk.Command(command).Answer(command.Id), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        var desk = Holding();
        OperatorCommand[] commands =
        [
            new OperatorCommand.Close(Desk.Account, Some.Id("SOLUSDT"), PositionSide.Both) { Id = Guid.NewGuid(), Operator = "ann" },
            new OperatorCommand.Close(new AccountId(Guid.NewGuid()), null, PositionSide.Both) { Id = Guid.NewGuid(), Operator = "ann" },
            new OperatorCommand.Protect(Desk.Account, Some.Id("SOLUSDT"), PositionSide.Both, 1, null) { Id = Guid.NewGuid(), Operator = "ann" },
            new OperatorCommand.ResumeBreaker(Guid.NewGuid(), RebaseMode.Rebase, null) { Id = Guid.NewGuid(), Operator = "ann" },
            new OperatorCommand.LiftPause { Id = Guid.NewGuid(), Operator = "ann" },
        ];

        Assert.All(commands, command => Assert.NotNull(desk.Command(command).Answer(command.Id)));
    }

    [Fact]
    public void One_resting_order_is_cancelled_alone()
    {
        var stop = new Order
        {
            Instrument = Some.Id("BTCUSDT"),
            OrderId = "77",
            ClientOrderId = "stop",
            Side = OrderSide.Sell,
            Type = OrderType.StopMarket,
            Status = OrderStatus.New,
            Quantity = 0.3m,
            TriggerPrice = 95_000,
            ReduceOnly = true,
            IsConditional = true,
        };
        var desk = new Desk().Hold("BTCUSDT", 0.3m, 100_000).Read(stop);
        var one = new OperatorCommand.CancelOrders(Desk.Account, stop.Instrument, CancelFilter.Opening) { Id = Guid.NewGuid(), Operator = "ann", OrderId = "77" };
        var gone = one with { Id = Guid.NewGuid(), OrderId = "78" };

        desk.Command(one).Command(gone);

        Assert.Equal("77", Assert.Single(desk.Decisions.OfType<RiskDecision.CancelOrders>()).OrderId);
        Assert.Null(desk.Answer(one.Id));
        Assert.Contains("no such open order", desk.Answer(gone.Id), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_of_the_trader_that_fails_for_good_is_told()
    {
        var desk = Holding();
        desk.Command(new OperatorCommand.Close(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both) { Id = Guid.NewGuid(), Operator = "ann" });

        desk.Report(desk.Reductions[0], ActionOutcome.Failed, null);

        Assert.Contains(desk.Alerts, alert => alert.Severity == AlertSeverity.Critical);
        Assert.Equal(PositionState.Unprotected, desk.Snapshot.Positions[0].State);
    }

    [Fact]
    public void FC_53_A_troubled_worker_takes_no_new_risk_tells_it_once_and_a_restart_starts_without_the_trouble()
    {
        var desk = Holding();
        var trouble = new RiskEvent.WorkerTroubled("database", "PostgreSQL does not answer.") { Times = desk.Times };

        desk.Post(trouble).Post(trouble);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
        Assert.IsType<PreTradeResult.Refused>(Check(desk, OrderSide.Buy));
        Assert.IsType<PreTradeResult.Approved>(Check(desk, OrderSide.Sell));
        Assert.Single(desk.Alerts);
        Assert.Equal(Posture.Normal, new Desk(state: desk.Engine.CaptureState()).Snapshot.Posture);
        desk.Post(trouble with { Trouble = null });

        Assert.Equal(Posture.Normal, desk.Snapshot.Posture);
    }

    private static (decimal?, decimal?) Levels(RiskDecision.SetProtection protection) => (protection.StopLoss, protection.TakeProfit);

    private static OperatorCommand.Reduce Reduce(decimal quantity) =>
        new(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both, quantity) { Id = Guid.NewGuid(), Operator = "ann" };

    private static Desk Holding() => new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Hold("ETHUSDT", 1, 2_500)
        .Mark("ETHUSDT", 2_500).Mark("BTCUSDT", 100_000);

    private static PreTradeResult Check(Desk desk, OrderSide side) => PreTradeCheck.Check(
        new OrderRequest { Account = Desk.Account, Instrument = Some.Id("BTCUSDT"), Side = side, Quantity = 0.1m, ClientOrderId = "x" },
        desk.Engine.PreTradeContextOf(Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both));
}
