using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>What actions can be told to do, and what follows from it (RISK 4.3).</summary>
public sealed class ActionTests
{
    private static readonly Qualification AtOnce = new(TimeSpan.Zero, 1);
    private static readonly Guid Phone = new("00000000-0000-0000-0000-0000000000d1");

    [Theory]
    [InlineData(null, AlertSeverity.Warning)]
    [InlineData(AlertSeverity.Info, AlertSeverity.Info)]
    [InlineData(AlertSeverity.Critical, AlertSeverity.Critical)]
    public void A_notice_is_as_urgent_as_it_was_told_to_be_and_takes_the_channels_that_it_names(AlertSeverity? told, AlertSeverity expected)
    {
        var alert = Tripped(new BreakerAction(BreakerActionKind.Notify) { Severity = told, Channels = [Phone] }).Alerts.Single();

        Assert.Equal(expected, alert.Severity);
        Assert.Equal([Phone], alert.Channels);
    }

    [Fact]
    public void What_closes_is_told_as_critical_whatever_the_notice_beside_it_says()
    {
        var desk = Tripped(new BreakerAction(BreakerActionKind.Notify) { Severity = AlertSeverity.Info }, new BreakerAction(BreakerActionKind.ClosePositions));

        Assert.Equal(AlertSeverity.Critical, desk.Alerts.Single().Severity);
    }

    [Fact]
    public void A_share_of_all_is_taken_off_the_largest_first_where_the_past_is_not_known()
    {
        var desk = Pair();

        desk.Configure(Cut(0.5m, ReductionOrder.LargestRiskFirst)).Mark("BTCUSDT", 98_000);

        // Half of 8,000 + 19,600 leaves 5,800 of the larger.
        Assert.Equal(["BTCUSDT"], desk.Reductions.Select(reduction => reduction.Instrument.Symbol));
        Assert.Equal(5_800m / 98_000, desk.Reductions[0].Target, 9);
    }

    [Fact]
    public void A_share_that_is_more_than_the_riskiest_goes_on_with_the_next()
    {
        var desk = Pair();

        desk.Configure(Cut(0.9m, ReductionOrder.LargestRiskFirst)).Mark("BTCUSDT", 98_000);

        Assert.Equal([("BTCUSDT", 0m), ("ETHUSDT", 1.104m)], desk.Reductions.Select(reduction => (reduction.Instrument.Symbol, decimal.Round(reduction.Target, 9))));
    }

    [Fact]
    public void By_default_every_position_gives_its_share()
    {
        var desk = Pair();

        desk.Configure(Cut(0.5m, ReductionOrder.ProRata)).Mark("BTCUSDT", 98_000);

        Assert.Equal([("BTCUSDT", 0.1m), ("ETHUSDT", 1.6m)], desk.Reductions.Select(reduction => (reduction.Instrument.Symbol, reduction.Target)));
    }

    [Fact]
    public void What_the_book_loses_most_by_in_its_worst_hours_goes_first_though_it_is_smaller()
    {
        var desk = Pair()
            .Past("BTCUSDT", Some.Wander(300, 100_000, seed: 7, size: 0.002))
            .Past("ETHUSDT", Some.Wander(300, 2_500, seed: 8, size: 0.03)).Wait(1).Mark("BTCUSDT", 100_000).Mark("ETHUSDT", 2_500).Read();

        desk.Configure(Cut(0.1m, ReductionOrder.LargestRiskFirst)).Mark("BTCUSDT", 98_000);

        Assert.Equal(["ETHUSDT"], desk.Reductions.Select(reduction => reduction.Instrument.Symbol));
    }

    [Fact]
    public void A_largest_slippage_goes_along_with_the_reduction_and_the_more_of_two_wins()
    {
        var near = new BreakerAction(BreakerActionKind.ClosePositions) { MaxSlippage = 0.001m };

        Assert.Equal(0.001m, Tripped(near).Reductions.Single().MaxSlippage);
        Assert.Equal(0.002m, Tripped(near, near with { MaxSlippage = 0.002m }).Reductions.Single().MaxSlippage);
        Assert.Null(Tripped(near, near with { MaxSlippage = null }).Reductions.Single().MaxSlippage);
    }

    [Fact]
    public void What_an_action_does_not_know_is_refused_with_its_reason()
    {
        Assert.Equal("severity", Fault(new BreakerAction(BreakerActionKind.ClosePositions) { Severity = AlertSeverity.Info }));
        Assert.Equal("channels", Fault(new BreakerAction(BreakerActionKind.PauseTrading) { Channels = [Phone] }));
        Assert.Equal("order", Fault(new BreakerAction(BreakerActionKind.ClosePositions) { Order = ReductionOrder.LargestRiskFirst }));
        Assert.Equal("max_slippage", Fault(new BreakerAction(BreakerActionKind.Notify) { MaxSlippage = 0.01m }));
        Assert.Equal("max_slippage", Fault(new BreakerAction(BreakerActionKind.ClosePositions) { MaxSlippage = 0 }));
        Assert.Equal("max_slippage", Fault(new BreakerAction(BreakerActionKind.ClosePositions) { MaxSlippage = 0.51m }));
        Assert.Null(Fault(new BreakerAction(BreakerActionKind.ClosePositions) { MaxSlippage = 0.5m }));
    }

    [Fact]
    public void A_limit_of_the_slippage_a_quieter_notice_and_another_order_count_as_looser()
    {
        var (close, notify) = (new BreakerAction(BreakerActionKind.ClosePositions), new BreakerAction(BreakerActionKind.Notify));
        var cut = new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = 0.5m };

        Assert.Equal(BreakerChange.Looser, Change(close, close with { MaxSlippage = 0.01m }));
        Assert.Equal(BreakerChange.Tighter, Change(close with { MaxSlippage = 0.01m }, close with { MaxSlippage = 0.02m }));
        Assert.Equal(BreakerChange.Looser, Change(notify, notify with { Severity = AlertSeverity.Info }));
        Assert.Equal(BreakerChange.Tighter, Change(notify, notify with { Severity = AlertSeverity.Critical }));
        Assert.Equal(BreakerChange.None, Change(notify, notify with { Severity = AlertSeverity.Warning }));
        Assert.Equal(BreakerChange.Looser, Change(notify, notify with { Channels = [Phone] }));
        Assert.Equal(BreakerChange.Looser, Change(cut, cut with { Order = ReductionOrder.LargestRiskFirst }));
        Assert.Equal(BreakerChange.Tighter, Change(cut with { Order = ReductionOrder.LargestRiskFirst }, close));
    }

    [Fact]
    public void The_sentence_says_it_in_words()
    {
        Assert.Contains("take 50 % off every position together, the riskiest first no farther than 1 % from the best price", Sentence(
            new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = 0.5m, Order = ReductionOrder.LargestRiskFirst, MaxSlippage = 0.01m }), StringComparison.Ordinal);
        Assert.Contains("notify you with a critical alert on one channel", Sentence(
            new BreakerAction(BreakerActionKind.Notify) { Severity = AlertSeverity.Critical, Channels = [Phone] }), StringComparison.Ordinal);
    }

    private static string? Fault(BreakerAction action) =>
        BreakerValidation.Validate(Rule(action)).Select(fault => fault.Field["stages[0].actions[0].".Length..]).FirstOrDefault();

    private static BreakerChange Change(BreakerAction before, BreakerAction after) => BreakerComparison.Compare(Rule(before), Rule(after));

    private static string Sentence(BreakerAction action) => BreakerSentence.Describe(Rule(action));

    private static CircuitBreaker Cut(decimal share, ReductionOrder order) =>
        Rule(new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = share, Order = order });

    private static CircuitBreaker Rule(params ImmutableArray<BreakerAction> actions) =>
        Some.Drawdown(0.02m) with { Qualify = AtOnce, Stages = [new Stage(1, actions)] };

    /// <summary>20,000 of Bitcoin and 8,000 of Ether.</summary>
    private static Desk Pair() => new Desk().Read().Hold("BTCUSDT", 0.2m, 100_000).Hold("ETHUSDT", 3.2m, 2_500)
        .Mark("BTCUSDT", 100_000).Mark("ETHUSDT", 2_500).Read();

    private static Desk Tripped(params ImmutableArray<BreakerAction> actions) => new Desk().Read().Hold("BTCUSDT", 0.4m, 100_000).Mark("BTCUSDT", 100_000)
        .Configure(Rule(actions)).Mark("BTCUSDT", 100_000).Forget().Mark("BTCUSDT", 99_000);
}
