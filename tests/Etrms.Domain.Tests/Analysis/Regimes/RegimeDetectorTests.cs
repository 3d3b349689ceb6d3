using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Regimes;
using Etrms.Domain.Tests.Analysis.Indicators;

namespace Etrms.Domain.Tests.Analysis.Regimes;

public sealed class RegimeDetectorTests
{
    [Fact]
    public void A_price_that_only_rises_trends_and_nothing_is_known_before_there_are_bars_enough()
    {
        var detector = new RegimeDetector(new RegimeRules());

        var readings = Enumerable.Range(0, 200).Select(i => detector.Next(Bar(100 * Math.Exp((0.001 * i) + (0.0003 * Math.Sin(i)))))).ToArray();

        Assert.All(readings[..50], reading => Assert.Null(reading));
        Assert.Equal((MarketRegime.Trending, 1), (readings[^1]!.Value.Regime, readings[^1]!.Value.Direction));
    }

    [Fact]
    public void A_broken_bar_is_unknown_and_not_calm()
    {
        var detector = new RegimeDetector(new RegimeRules());

        Assert.Null(detector.Next(new Ohlcv(1, double.NaN, 1, 1, 1)));
        Assert.Null(detector.Next(new Ohlcv(1, 1, 2, 1, 1)));
        Assert.Null(detector.Next(new Ohlcv(0, 0, 0, 0, 0)));
    }

    [Fact]
    public void What_was_told_of_a_bar_never_changes_with_later_bars()
    {
        var bars = SomeBars.Random(400, seed: 9);

        Assert.Equal(Over(bars.First(250)), Over(bars)[..250]);
    }

    [Fact]
    public void A_history_counts_moves_and_spells_and_lets_gaps_end_them()
    {
        var history = RegimeHistory.Of(
            [MarketRegime.Ranging, MarketRegime.Ranging, MarketRegime.Trending, null, MarketRegime.Trending, MarketRegime.Trending, MarketRegime.Ranging]);

        Assert.Equal(4, history.Spells.Length);
        Assert.Equal(0.5, history.Probability(MarketRegime.Ranging, MarketRegime.Trending));
        Assert.Equal(0.5, history.Probability(MarketRegime.Trending, MarketRegime.Trending));
        Assert.Null(history.Probability(MarketRegime.Volatile, MarketRegime.Ranging));
        Assert.Equal(1.5, history.MeanLength(MarketRegime.Trending));
        Assert.Null(history.MeanLength(MarketRegime.Volatile));
    }

    private static RegimeReading?[] Over(SomeBars bars)
    {
        var detector = new RegimeDetector(new RegimeRules());
        return [.. Enumerable.Range(0, bars.Count).Select(i => detector.Next(bars[i]))];
    }

    private static Ohlcv Bar(double close) => new(close, close * 1.001, close * 0.999, close, 1);
}
