using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.FailureCases;

/// <summary>What happens to a plan while it is carried out (RISK 5, actions and venue).</summary>
public sealed class PlanCases
{
    private static readonly CircuitBreaker Closing = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };

    [Theory]
    [InlineData(20, MarginMode.Cross, "10x cross to 20x cross")]
    [InlineData(10, MarginMode.Isolated, "10x cross to 10x isolated")]
    public void FC_44_settings_that_change_during_a_plan_are_told_and_the_plan_is_handed_out_anew(int leverage, MarginMode mode, string change)
    {
        var desk = Acting();
        var before = desk.Reductions[^1];
        desk.Forget();

        Report(desk, new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.3m, EntryPrice = 100_000, Leverage = leverage, MarginMode = mode });

        Assert.Contains(change, Assert.Single(desk.Alerts).Text, StringComparison.Ordinal);
        Assert.Equal([before], desk.Reductions);
    }

    [Fact]
    public void FC_44_the_position_mode_that_changes_during_a_plan_is_told()
    {
        var desk = Acting().Forget();

        desk.Post(new RiskEvent.AccountSnapshotTaken(Desk.Account, new AccountSnapshot
        {
            Balance = new AccountBalance("USDT", 10_000, 0, 10_000, 0, 0, 10_000),
            Positions = [new Position { Instrument = Some.Id("BTCUSDT"), Side = PositionSide.Long, Quantity = 0.3m, EntryPrice = 100_000, Leverage = 10 }],
            OpenOrders = [],
            IsHedgeMode = true,
            At = desk.Now.AddSeconds(2),
        })
        { Times = desk.Times }).Wait(0.25);

        Assert.Contains("the position mode went from one-way to hedge", Assert.Single(desk.Alerts).Text, StringComparison.Ordinal);
        Assert.Equal([PositionSide.Both, PositionSide.Long], desk.Reductions.Select(plan => plan.Side).Order());
    }

    [Fact]
    public void FC_44_settings_that_change_without_a_plan_are_the_traders_own_matter()
    {
        var desk = Holding().Forget();

        Report(desk, new Position { Instrument = Some.Id("BTCUSDT"), Quantity = 0.3m, EntryPrice = 100_000, Leverage = 50 });

        Assert.Empty(desk.Decisions);
    }

    [Fact]
    public void FC_37_what_nobody_tries_again_is_told_so_and_tried_with_the_next_key()
    {
        var desk = Acting();
        var plan = desk.Reductions[^1];
        desk.Post(new RiskEvent.ActionReported(
            new ActionReport(plan.PlanId, plan.Account, plan.Instrument, plan.Side, ActionOutcome.Failed, null, "By hand: sell 0.3") { IsFinal = true })
        { Times = desk.Times });

        Assert.Equal(BreakerStatus.ActionError, desk.Breaker(Closing).Status);
        Assert.Contains("Nothing more is tried", desk.Events[^1].Consequence, StringComparison.Ordinal);
        Assert.Contains("By hand: sell 0.3", desk.Alerts[^1].Text, StringComparison.Ordinal);
        desk.Forget().Post(new RiskEvent.AccountAdded(Desk.Account, Domain.Market.Exchange.Binance, "main", IsPaper: true) { Times = desk.Times });

        Assert.Equal([plan], desk.Reductions);
    }

    private static Desk Holding() => new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(Closing).Mark("BTCUSDT", 100_000);

    private static Desk Acting() => Holding().Mark("BTCUSDT", 98_000);

    private static void Report(Desk desk, Position position) => desk.Post(new RiskEvent.PositionChanged(Desk.Account, position with { UpdatedAt = desk.Now }) { Times = desk.Times });
}
