using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>RISK 4.12: when a venue's dead-man switch may stand, and what its firing shows.</summary>
public sealed class DeadManPolicyTests
{
    private static readonly DeadManReach Contract = new(Desk.Account, Exchange.Binance, Some.Id("BTCUSDT"));
    private static readonly Order Entry = Some.Limit("BTCUSDT", 1, 90_000, "e1");
    private static readonly Order Stop = Some.Stop("BTCUSDT", 1, 95_000);

    [Fact]
    public void Flat_without_entries_there_is_nothing_to_clear() =>
        Assert.Equal(DeadManVerdict.Idle, Advise([], [Stop, Some.Limit("BTCUSDT", -1, 110_000, "t1") with { ReduceOnly = true }]).Verdict);

    [Fact]
    public void Entries_over_a_flat_contract_arm_the_switch() =>
        Assert.Equal(new(DeadManVerdict.Arm, "2 entries rest and no position is open."), Advise([], [Entry, Entry with { OrderId = "e2" }]));

    [Fact]
    public void A_conditional_entry_is_an_entry() =>
        Assert.Equal(DeadManVerdict.Arm, Advise([], [Stop with { ReduceOnly = false }]).Verdict);

    [Fact]
    public void FC_46_A_position_whose_stop_the_switch_could_take_is_not_put_under_it()
    {
        var advice = Advise([Open(95_000)], [Entry, Stop]);

        Assert.Equal(DeadManVerdict.Withhold, advice.Verdict);
        Assert.Contains("could take its stop", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void FC_46_A_position_without_a_stop_is_not_left_to_the_switch()
    {
        var advice = Advise([Open(stop: null)], [Entry], conditionalOrdersStay: true);

        Assert.Equal(DeadManVerdict.Withhold, advice.Verdict);
        Assert.Contains("without a stop", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_firing_that_left_conditional_orders_alone_lets_the_switch_stand_over_their_stops()
    {
        Assert.Equal(DeadManVerdict.Arm, Advise([Open(95_000)], [Entry, Stop], conditionalOrdersStay: true).Verdict);
        Assert.Equal(DeadManVerdict.Withhold, Advise([Open(95_000)], [Entry, Stop], conditionalOrdersStay: false).Verdict);
        Assert.Equal(DeadManVerdict.Withhold, Advise([Open(95_000)], [Entry, Stop with { IsConditional = false }], conditionalOrdersStay: true).Verdict);
    }

    [Fact]
    public void On_binance_a_switch_reaches_a_contract_and_on_hyperliquid_the_whole_account()
    {
        var desk = new Desk().Read(Entry, Some.Limit("ETHUSDT", 1, 3_000, "e2")).Hold("ETHUSDT", 1, 3_000);

        var scenes = DeadManScene.AllIn(desk.Snapshot);
        var wallet = desk.Snapshot with
        {
            Accounts = [.. desk.Snapshot.Accounts.Select(account => account with { Exchange = Exchange.Hyperliquid })],
        };

        Assert.Equal(["BTCUSDT 0", "ETHUSDT 1"], scenes.Select(scene => $"{scene.Reach.Instrument!.Value.Symbol} {scene.Positions.Length}").Order());
        Assert.Equal((null, 2, 1), Described(Assert.Single(DeadManScene.AllIn(wallet))));
    }

    [Fact]
    public void A_firing_tells_what_it_cleared_and_what_stayed()
    {
        var at = Desk.Start;
        ImmutableArray<RestingOrder> before = [new("e1", false), new("e2", false), new("s1", true)];

        var drill = DeadManDrill.Of(Contract, TimeSpan.FromSeconds(120), (at, at.AddSeconds(120), at.AddSeconds(150)), before, [Stop]);
        var failed = DeadManDrill.Of(Contract, TimeSpan.FromSeconds(120), (at, at.AddSeconds(120), at.AddSeconds(150)), before, [Entry]);

        Assert.Equal((2, 0, 1, 1), (drill.OrdersBefore, drill.OrdersLeft, drill.ConditionalBefore, drill.ConditionalLeft));
        Assert.Equal((true, (bool?)true), (drill.IsCleared, drill.ConditionalOrdersStay));
        Assert.Equal((false, (bool?)false), (failed.IsCleared, failed.ConditionalOrdersStay));
    }

    [Fact]
    public void FC_46_A_stop_that_a_switch_took_is_told_and_placed_again()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", 1, 100_000).Mark("BTCUSDT", 100_000).Hear(Stop).Forget();

        desk.Hear(Stop with { Status = OrderStatus.Canceled, IsEndedBySwitch = true });

        var plan = Assert.Single(desk.Decisions.OfType<RiskDecision.SetProtection>());
        Assert.Equal((95_000m, null, true), (plan.StopLoss, plan.TakeProfit, plan.TightenOnly));
        Assert.Equal(AlertSeverity.Critical, Assert.Single(desk.Alerts).Severity);
    }

    [Fact]
    public void FC_46_The_stop_is_still_placed_again_after_a_restart()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", 1, 100_000).Mark("BTCUSDT", 100_000).Hear(Stop);
        desk.Hear(Stop with { Status = OrderStatus.Canceled, IsEndedBySwitch = true });
        var resumed = new List<RiskDecision>();

        new RiskEngine(RiskSettings.Default, desk.Engine.CaptureState()).ResumePlans(resumed);

        Assert.Equal(95_000m, Assert.Single(resumed.OfType<RiskDecision.SetProtection>()).StopLoss);
    }

    [Fact]
    public void An_entry_or_a_stop_of_no_position_that_a_switch_took_is_let_go()
    {
        var desk = new Desk().Read().Mark("BTCUSDT", 100_000).Hear(Stop).Hear(Entry).Forget();

        desk.Hear(Stop with { Status = OrderStatus.Canceled, IsEndedBySwitch = true });
        desk.Hear(Entry with { Status = OrderStatus.Canceled, IsEndedBySwitch = true });

        Assert.Empty(desk.Decisions);
    }

    private static DeadManAdvice Advise(ImmutableArray<PositionMetrics> positions, ImmutableArray<Order> orders, bool? conditionalOrdersStay = null) =>
        DeadManPolicy.Advise(new(Contract, positions, orders) { ConditionalOrdersStay = conditionalOrdersStay });

    private static PositionMetrics Open(decimal? stop) => new()
    {
        Account = Desk.Account,
        AccountName = "main",
        Instrument = Some.Id("BTCUSDT"),
        Side = PositionSide.Both,
        Quantity = 1,
        EntryPrice = 100_000,
        StopLoss = stop,
        State = stop is null ? PositionState.Unprotected : PositionState.Open,
    };

    private static (InstrumentId? Instrument, int Orders, int Positions) Described(DeadManScene scene) =>
        (scene.Reach.Instrument, scene.Orders.Length, scene.Positions.Length);
}
