using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Backtesting.Strategies;

public sealed class StrategyTests
{
    private static readonly ImmutableDictionary<string, ParameterValue> Defaults = ImmutableDictionary<string, ParameterValue>.Empty;

    public static TheoryData<string> Names => [.. StrategyCatalog.BuiltIn.All.Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_strategy_trades_both_ways_and_sees_no_later_candle(string name)
    {
        var plan = Plan(name, Scene.Walk(2_500, seed: 11));

        var proof = LookaheadCheck.Of(plan, StrategyCatalog.BuiltIn.WarmUpBars(name, Defaults), cuts: 5);
        var run = plan.Run();

        Assert.Contains(run.Trades, trade => trade.Side == TradeSide.Long);
        Assert.Contains(run.Trades, trade => trade.Side == TradeSide.Short);
        Assert.True(proof is { IsClean: true, Cuts: 5, Compared: > 0 }, proof.Finding?.Message);
        Assert.True(proof.IsSettled, string.Join("; ", proof.WarmUps));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Long_only_never_sells_short(string name)
    {
        var only = Defaults.SetItem("direction", "long_only");
        var plan = Plan(name, Scene.Walk(1_500, seed: 12)) with { Strategy = StrategyCatalog.BuiltIn.Maker(name, only) };

        Assert.All(plan.Run().Trades, trade => Assert.Equal(TradeSide.Long, trade.Side));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_strategy_orders_before_it_is_warm(string name)
    {
        var warmUp = StrategyCatalog.BuiltIn.WarmUpBars(name, Defaults);
        var run = Plan(name, Scene.Walk(warmUp + 400, seed: 13)).Run();

        // Wilder's averages may speak a little before they have settled; nothing speaks before its window is full.
        Assert.True(run.Orders.IsEmpty || run.Orders[0].At >= Scene.Start.AddHours(warmUp / 8.0));
    }

    [Fact]
    public void A_breakout_buys_a_close_above_the_channel_and_leaves_below_the_shorter_one()
    {
        var strategy = new DonchianBreakout(entry: 3, exit: 2, TradeDirection.LongOnly, trail: null);
        var run = new Scene().Play(Scene.Still(10, 11, 10, 12, 13, 12, 11, 10), strategy);

        var trade = Assert.Single(run.Trades);
        Assert.Equal((Scene.Start.AddHours(4), Scene.Start.AddHours(7)), (trade.EntryAt, trade.ExitAt));
    }

    [Fact]
    public void Reversion_by_strength_buys_weakness_and_leaves_in_the_middle()
    {
        var strategy = new RsiReversion(new RsiReversionSettings(3, 20, 80, 50, TradeDirection.LongOnly));
        var run = new Scene().Play(Scene.Still(100, 99, 98, 97, 96, 99, 102, 103), strategy);

        var trade = Assert.Single(run.Trades);
        Assert.Equal((96m, 102m), (trade.EntryPrice, trade.ExitPrice));
    }

    [Fact]
    public void A_bracket_ends_only_by_its_stop_or_target()
    {
        var strategy = new BracketTrend(new BracketTrendSettings(20, 14, 1, 2, TradeDirection.LongShort));
        var run = new Scene().Play(Scene.Walk(1_500, seed: 14), strategy);

        Assert.All(run.Trades.Where(trade => !trade.IsOpen), trade => Assert.True(trade.ExitReason is ExitReason.StopLoss or ExitReason.TakeProfit));
        Assert.Contains(run.Trades, trade => trade.ExitReason == ExitReason.TakeProfit);
    }

    [Fact]
    public void A_regime_switch_follows_a_straight_move_and_fades_a_range()
    {
        decimal[] trend = [.. Enumerable.Range(0, 30).Select(i => 100m + i)];
        decimal[] range = [.. Enumerable.Range(0, 60).Select(i => 130m + (i % 2 == 0 ? 1 : -1))];
        var strategy = new RegimeSwitch(new RegimeSwitchSettings(10, 0.6, 0.3, 1.5, TradeDirection.LongOnly));
        var run = new Scene().Play(Scene.Still([.. trend, .. range, 120, 131, 131]), strategy);

        Assert.Equal(TradeSide.Long, run.Trades[0].Side);
        Assert.InRange(run.Trades[0].ExitAt!.Value, Scene.Start.AddHours(30), Scene.Start.AddHours(45));
        Assert.Equal(131m, run.Trades[^1].EntryPrice);
    }

    private static BacktestPlan Plan(string name, CandleSeries candles) => new(
        new BacktestSettings { InitialCapital = 10_000, KeepsOrders = true },
        [new BacktestMarket(Scene.Contract(), candles)],
        StrategyCatalog.BuiltIn.Maker(name, Defaults));
}
