using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Bands;
using Etrms.Domain.Analysis.Indicators.Momentum;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>Ties, fees, slippage, rounding, drift and repetition.</summary>
public sealed class NumberTraps
{
    private static readonly Scene Scene = new();

    [Fact]
    public void Trap_19_Averages_that_are_exactly_equal_are_no_cross_although_doubles_see_one()
    {
        var run = Scene.Play(
            Scene.Still(0.2m, 0.1m, 0.3m, 0.2m, 0.4m), new MovingAverageCross(new MovingAverageCrossSettings(1, 3, TradeDirection.LongShort)));

        Assert.Empty(run.Orders);
        Assert.True(0.2 < (0.1 + 0.3 + 0.2) / 3, "Doubles are expected to see the close below its average.");
    }

    [Fact]
    public void Trap_20_A_fee_is_a_fraction_of_quantity_times_price_on_both_fills()
    {
        var scene = Scene with { Settings = Scene.Settings with { Costs = Costs.Flat(0.0004m) } };
        var run = scene.Play(Scene.Still(100, 100, 110, 110), bar =>
        {
            if (bar.Index == 0)
            {
                bar.Place(Scene.Buy(10));
            }
            else if (bar.Index == 1)
            {
                bar.Exit();
            }
        });

        var trade = Assert.Single(run.Trades);
        Assert.Equal((0.4m, 0.44m, 99.16m), (trade.EntryFee, trade.ExitFee, trade.NetPnl));
        Assert.Equal(10_099.16m, run.FinalEquity);
    }

    [Fact]
    public void Trap_20_Who_rests_pays_the_makers_fee_and_who_takes_the_takers()
    {
        var scene = Scene with { Settings = Scene.Settings with { Costs = new Costs(0.001m, 0.0002m, 0) } };
        var rested = scene.Play(Scene.Candles((100, 100, 100, 100), (100, 100, 95, 100)), Scripted.At(0, Scene.Buy(1, BarOrderKind.Limit, limit: 96)));
        var taken = scene.Play(Scene.Candles((100, 100, 100, 100), (95, 100, 95, 100)), Scripted.At(0, Scene.Buy(1, BarOrderKind.Limit, limit: 96)));

        Assert.Equal(96 * 0.0002m, Assert.Single(rested.Trades).EntryFee);
        Assert.Equal(95 * 0.001m, Assert.Single(taken.Trades).EntryFee);
    }

    [Theory]
    [InlineData(TradeSide.Long, 101, 89.1)]
    [InlineData(TradeSide.Short, 99, 111.1)]
    public void Trap_21_Slippage_is_adverse_at_the_entry_and_at_a_stop(TradeSide side, double entry, double exit)
    {
        var scene = Scene with { Settings = Scene.Settings with { Costs = new Costs(0, 0, 0.01m) } };
        var (stop, order) = side == TradeSide.Long ? (90m, Scene.Buy(1)) : (110m, Scene.Sell(1));
        var run = scene.Play(
            Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (100, 111, 89, 100)),
            Scripted.At(0, order with { Protection = new Bracket(stop, null) }));

        var trade = Assert.Single(run.Trades);
        Assert.Equal(((decimal)entry, (decimal)exit), (trade.EntryPrice, trade.ExitPrice));
    }

    [Fact]
    public void Trap_21_Slippage_never_takes_a_limit_beyond_its_price()
    {
        var scene = Scene with { Settings = Scene.Settings with { Costs = new Costs(0, 0, 0.01m) } };
        var run = scene.Play(Scene.Candles((100, 100, 100, 100), (99.5m, 100, 95, 100)), Scripted.At(0, Scene.Buy(1, BarOrderKind.Limit, limit: 100)));

        Assert.Equal(100m, Assert.Single(run.Trades).EntryPrice);
    }

    [Fact]
    public void Trap_22_Lots_and_prices_are_rounded_toward_less_and_small_orders_are_told()
    {
        var coarse = Scene.Contract() with { StepSize = 0.1m, MinQuantity = 0.1m, TickSize = 0.1m, MinNotional = 50 };
        BacktestRun Play(BarOrder order) =>
            Scene.Play(new BacktestMarket(coarse, Scene.Candles((33, 33, 33, 33), (33, 33.5m, 32, 33))), Scripted.At(0, order));

        Assert.Equal(303.0m, Assert.Single(Play(Scene.Buy(1) with { Size = OrderSize.OfEquity(1) }).Trades).Quantity);
        Assert.Equal(2.9m, Assert.Single(Play(Scene.Buy(2.99m)).Trades).Quantity);
        Assert.Equal(32.9m, Assert.Single(Play(Scene.Buy(2, BarOrderKind.Limit, limit: 32.99m)).Trades).EntryPrice);
        Assert.Equal(33.1m, Assert.Single(Play(Scene.Sell(2, BarOrderKind.Limit, limit: 33.01m)).Trades).EntryPrice);
        var small = Play(Scene.Buy(1.5m));
        Assert.Equal((0, 1), (small.Trades.Length, small.Unfilled.TooSmall));
    }

    [Fact]
    public void Trap_23_Incremental_indicators_equal_those_of_the_whole_window_after_fifty_thousand_candles()
    {
        var random = new Random(23);
        var (average, bands, strength) = (new SimpleAverage(30), new BollingerBands(20), new RelativeStrength(14, StrengthSmoothing.Simple));
        var closes = new List<double>();
        for (var i = 0; i < 50_000; i++)
        {
            closes.Add(i == 0 ? 30_000 : closes[^1] * Math.Exp((random.NextDouble() - 0.5) * 0.02));
            var (mean, band, index) = (average.Next(closes[^1]), bands.Next(closes[^1]), strength.Next(closes[^1]));
            if (i % 997 == 996)
            {
                Near(closes[^30..].Average(), mean);
                Near(closes[^20..].Average() + (2 * Deviation(closes[^20..])), band?.Upper);
                Near(Strength(closes[^15..]), index);
            }
        }
    }

    [Fact]
    public void Trap_24_The_same_runs_on_one_thread_or_many_are_equal_to_the_last_digit()
    {
        var plans = Enumerable.Range(0, 12).Select(i => new BacktestPlan(
            new BacktestSettings { InitialCapital = 10_000, Breakers = [Scene.DrawdownBreaker(0.2m)], KeepsOrders = true },
            [new BacktestMarket(Scene.Contract(), Scene.Walk(800, seed: i))],
            _ => new MovingAverageCross(new MovingAverageCrossSettings(3 + i, 20, TradeDirection.LongShort)))).ToArray();
        var alone = plans.Select(plan => plan.Run()).ToArray();
        var together = new BacktestRun[plans.Length];
        Parallel.For(0, plans.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = plans[i].Run());

        for (var i = 0; i < plans.Length; i++)
        {
            Assert.Equal(alone[i].Trades.AsEnumerable(), together[i].Trades);
            Assert.Equal(alone[i].Orders.AsEnumerable(), together[i].Orders);
            Assert.Equal(alone[i].BreakerEvents.AsEnumerable(), together[i].BreakerEvents);
            Assert.True(alone[i].Equity.Values.SequenceEqual(together[i].Equity.Values));
        }
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Strength(List<double> closes)
    {
        var changes = closes.Zip(closes.Skip(1), (former, next) => next - former).ToList();
        var (gains, losses) = (changes.Where(change => change > 0).Sum(), -changes.Where(change => change < 0).Sum());
        return 100 * gains / (gains + losses);
    }

    private static void Near(double expected, double? actual) =>
        Assert.True(Math.Abs(expected - actual!.Value) <= 1e-9 * Math.Abs(expected), $"Expected {expected}, got {actual}.");
}
