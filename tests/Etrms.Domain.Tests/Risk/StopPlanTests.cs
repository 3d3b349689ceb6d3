using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk;

/// <summary>A market may take the stop of a new position farther, and then so much of its size that no more money is at risk.</summary>
public sealed class StopPlanTests
{
    private static readonly RiskSettings Widening = RiskSettings.Default with { MarketStopWidening = 0.5m };

    private static readonly MarketAssessment Storm = new() { State = MarketState.Turbulent, Volatility = VolatilityRegime.High };

    [Theory]
    [InlineData(OrderSide.Buy, 98_000, 97_000)]
    [InlineData(OrderSide.Sell, 102_000, 103_000)]
    public void A_stop_that_goes_farther_takes_the_size_along_and_loses_the_same(OrderSide side, decimal asked, decimal placed)
    {
        var judged = Assess(Flat(Widening), Storm).Engine.Judge(Request(0.3m, side), stop: asked);

        Assert.Equal((1.5m, 0.2m), (judged.StopFactor, judged.Quantity));
        Assert.Equal(new StopLevel(asked, 2_000, 0.3m), judged.Stop?.Asked);
        Assert.Equal(new StopLevel(placed, 3_000, 0.2m), judged.Stop?.Placed);
        Assert.Equal((600m, 600m), (judged.Stop?.Asked.Loss, judged.Stop?.Placed.Loss));
        Assert.Contains("a turbulent market", judged.Stop?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_leave_neither_stop_nor_size_changes()
    {
        var judged = Assess(Flat(RiskSettings.Default), Storm).Engine.Judge(Request(0.3m), stop: 98_000);

        Assert.Equal(judged.Stop?.Asked, judged.Stop?.Placed);
        Assert.Equal((1m, null, 0.3m), (judged.StopFactor, judged.StopReason, judged.Quantity));
    }

    [Fact]
    public void What_adds_to_a_position_is_cut_and_leaves_its_stop_where_it_is()
    {
        var judged = Assess(Flat(Widening).Hold("BTCUSDT", 0.1m, 100_000), Storm).Read().Engine.Judge(Request(0.3m), stop: 98_000);

        Assert.Equal(new StopLevel(98_000, 2_000, 0.2m), judged.Stop?.Placed);
        Assert.Equal((1m, "what is held keeps its stop"), (judged.StopFactor, judged.Stop?.Reason));
    }

    [Fact]
    public void Sight_that_is_lost_moves_no_stop_away_and_keeps_the_size_cut()
    {
        var unseen = Assess(Assess(Flat(Widening), Storm), MarketAssessment.Unknown);
        var stale = Assess(Flat(Widening), Storm).Wait(Widening.AssessmentStaleAfter + TimeSpan.FromSeconds(1)).Mark("BTCUSDT", 100_000);

        foreach (var judged in new[] { unseen, stale }.Select(desk => desk.Engine.Judge(Request(0.3m), stop: 98_000)))
        {
            Assert.Equal(new StopLevel(98_000, 2_000, 0.2m), judged.Stop?.Placed);
            Assert.Equal("what the market calls for is not seen now", judged.StopReason);
        }
    }

    [Theory]
    [InlineData(98_000, 97_600, "high volatility")]
    [InlineData(97_400, 97_400, "high volatility, but farther away the position would be liquidated first")]
    [InlineData(96_000, 96_000, "the position would be liquidated at 97100, before its stop")]
    public void A_stop_never_goes_where_the_position_would_be_liquidated_first(decimal asked, decimal placed, string reason)
    {
        // 3 BTC with 10,000 are liquidated 2.9 % below their entry.
        var plan = StopPlan.Of(Request(3), asked, Calm(3) with { StopFactor = 1.2m, Factor = 1 / 1.2m, StopReason = "high volatility" }, 97_100);

        Assert.Equal(placed, plan?.Placed.Level);
        Assert.Equal(reason, plan?.Reason);
    }

    [Fact]
    public void A_stop_on_the_wrong_side_is_refused_unless_the_order_opens_nothing()
    {
        var desk = Flat(Widening).Hold("BTCUSDT", 0.1m, 100_000).Read();

        var wrong = desk.Engine.Judge(Request(0.1m), stop: 100_000);
        var exit = desk.Engine.Judge(Request(0.1m, OrderSide.Sell), stop: 99_000);

        Assert.Equal(
            (RefusalCode.BadOrder, "The stop of a buy must lie below 100000, where it would fill."),
            Assert.Single(wrong.Refusals) is { Code: var code, Message: var message } ? (code, message) : default);
        Assert.Empty(exit.Refusals);
        Assert.Equal((null, null), (wrong.Stop, exit.Stop));
    }

    [Fact]
    public void Over_any_course_of_markets_a_stop_never_loses_more_money_than_was_asked_for()
    {
        var farther = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var dice = new Random(seed);
            var settings = RiskSettings.Default with { MarketSizeCut = dice.Next(91) / 100m, MarketStopWidening = dice.Next(101) / 100m };
            var desk = Flat(settings);
            for (var step = 0; step < 30; step++)
            {
                Assess(desk, Any(dice));
                desk = dice.Next(10) == 0 ? desk.Restart() : desk;
                desk.Hold("BTCUSDT", dice.Next(2) * dice.Next(-3, 4) * 0.1m, 100_000).Read().Pass(dice.Next(3) == 0 ? 130 : 1);
                var request = Request((dice.Next(3_000) + 1) / 1_000m, dice.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell);
                var stop = 100_000 + ((request.Side == OrderSide.Buy ? -1 : 1) * (dice.Next(60_000) + 1));
                var context = desk.Mark("BTCUSDT", 100_000).Engine.PreTradeContextOf(request.Account, request.Instrument, PositionSide.Both);

                var plan = StopPlan.Of(request, stop, context, null);

                Assert.Equal(plan is null, PreTradeCheck.IsReducing(request, context));
                Assert.True(plan is null || plan.Placed.Loss <= plan.Asked.Loss, $"seed {seed}, step {step}: {plan}");
                Assert.True(plan is null || plan.Placed.Quantity <= plan.Asked.Quantity, $"seed {seed}, step {step}: {plan}");
                Assert.True(context.Quantity == 0 || plan is null || plan.Placed.Level == plan.Asked.Level, $"seed {seed}, step {step}: {plan}");
                farther += plan is not null && plan.Placed.Distance > plan.Asked.Distance ? 1 : 0;
            }
        }

        Assert.True(farther > 500, $"Only {farther} stops went farther, so little was tried.");
    }

    private static PreTradeContext Calm(decimal quantity) =>
        new(Some.Instrument("BTCUSDT"), 100_000, 0, Posture.Normal, null, quantity * 100_000);

    private static OrderRequest Request(decimal quantity, OrderSide side = OrderSide.Buy) =>
        new() { Account = Desk.Account, Instrument = Some.Id("BTCUSDT"), Side = side, Quantity = quantity, ClientOrderId = "planned" };

    private static Desk Flat(RiskSettings settings) => new Desk(settings).Read().Mark("BTCUSDT", 100_000).Read();

    private static Desk Assess(Desk desk, MarketAssessment assessment) =>
        desk.Post(new RiskEvent.MarketAssessed(Some.Id("BTCUSDT"), assessment) { Times = desk.Times });

    private static MarketAssessment Any(Random dice) => dice.Next(5) == 0 ? MarketAssessment.Unknown : new MarketAssessment
    {
        State = dice.Next(4) == 0 ? null : (MarketState)dice.Next(4),
        IsBreakout = dice.Next(3) == 0,
        Volatility = dice.Next(4) == 0 ? null : (VolatilityRegime)dice.Next(3),
    };
}
