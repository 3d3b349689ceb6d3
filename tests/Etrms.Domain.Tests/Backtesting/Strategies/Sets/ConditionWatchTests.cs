using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Backtesting.Strategies.Sets;

namespace Etrms.Domain.Tests.Backtesting.Strategies.Sets;

public sealed class ConditionWatchTests
{
    [Fact]
    public void The_movement_is_that_of_the_detector_of_the_market_analysis_at_every_close()
    {
        var candles = SomeSets.Weather(1_500, seed: 1);
        var detector = new RegimeDetector(AnalystRules.Default.Regimes);
        var expected = Enumerable.Range(0, candles.Count).Select(i => candles[i])
            .Select(candle => detector.Next(new Ohlcv((double)candle.Open, (double)candle.High, (double)candle.Low, (double)candle.Close, (double)candle.Volume))?.Regime);

        Assert.Equal(expected, SomeSets.Conditions(candles).Select(conditions => conditions.Movement));
    }

    [Fact]
    public void The_rank_of_the_volatility_is_that_of_the_live_analysis()
    {
        var candles = SomeSets.Weather(1_500, seed: 2);
        var analyst = new CandleAnalyst(candles.Step, AnalystRules.Default);
        var expected = new List<VolatilityRegime?>();
        for (var i = 0; i < candles.Count; i++)
        {
            analyst.Take(candles[i]);
            expected.Add(analyst.Reading!.VolatilityRegime);
        }

        Assert.Contains(VolatilityRegime.High, expected);
        Assert.Equal(expected, SomeSets.Conditions(candles).Select(conditions => conditions.Volatility));
    }

    [Fact]
    public void Every_regime_comes_up_and_a_turn_counts_for_some_candles()
    {
        var regimes = SomeSets.Conditions(SomeSets.Weather(4_000, seed: 3)).Select(conditions => conditions.Regime).ToList();

        Assert.Superset(Enum.GetValues<SetRegime>().Cast<SetRegime?>().Except([SetRegime.Reversal]).ToHashSet(), regimes.ToHashSet());
        var first = regimes.IndexOf(SetRegime.Breakout);
        Assert.InRange(regimes.Skip(first).TakeWhile(regime => regime == SetRegime.Breakout).Count(), 1, 3 * ConditionWatch.TurnBars);
    }

    [Fact]
    public void Nothing_is_known_at_first_and_after_a_missing_candle()
    {
        var (before, after) = (SomeSets.Weather(400, seed: 4), SomeSets.Weather(400, seed: 5, start: Scene.Start.AddHours(401)));
        var watch = new ConditionWatch(AnalystRules.Default);
        var known = Enumerable.Range(0, 400).Select(i => watch.Next(before[i], before.OpenAt(i) + before.Step)).ToList();
        var again = Enumerable.Range(0, 400).Select(i => watch.Next(after[i], after.OpenAt(i) + after.Step)).ToList();

        Assert.Null(known[0].Regime);
        Assert.NotNull(known[^1].Regime);
        Assert.Equal(default, again[0]);
        Assert.Equal(SomeSets.Conditions(after), again);
    }

    [Fact]
    public void A_market_that_trades_far_less_than_usual_is_thin_and_one_without_volumes_is_unknown()
    {
        var candles = SomeSets.Weather(400, seed: 6);
        var watch = new ConditionWatch(AnalystRules.Default);
        var silent = new ConditionWatch(AnalystRules.Default);
        var (thin, unknown) = (new List<LiquidityRegime?>(), new List<LiquidityRegime?>());
        for (var i = 0; i < candles.Count; i++)
        {
            var closedAt = candles.OpenAt(i) + candles.Step;
            thin.Add(watch.Next(candles[i] with { Volume = i < 300 ? 10 : 1 }, closedAt).Liquidity);
            unknown.Add(silent.Next(candles[i] with { Volume = 0 }, closedAt).Liquidity);
        }

        Assert.Null(thin[0]);
        Assert.Equal((LiquidityRegime.Medium, LiquidityRegime.Low), (thin[299], thin[350]));
        Assert.All(unknown, Assert.Null);
    }
}
