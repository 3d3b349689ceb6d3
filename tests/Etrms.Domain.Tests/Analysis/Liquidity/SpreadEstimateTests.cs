using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Tests.Analysis.Indicators;

namespace Etrms.Domain.Tests.Analysis.Liquidity;

public sealed class SpreadEstimateTests
{
    [Fact]
    public void Roll_finds_twice_the_spread_of_a_price_that_bounces_at_every_bar()
    {
        // Roll counts on bounces by chance, of which half are no move; here every neighbouring pair is opposite.
        var closes = Enumerable.Range(0, 1001).Select(i => i % 2 == 0 ? 99.9 : 100.1).ToArray();

        var spread = SpreadEstimates.Of(SpreadEstimator.Roll, SomeBars.At(closes).Spans);

        Assert.NotNull(spread);
        Assert.InRange(spread.Value, 0.0039, 0.0041);
    }

    [Theory]
    [InlineData(SpreadEstimator.Edge)]
    [InlineData(SpreadEstimator.OpenAgainstClose)]
    [InlineData(SpreadEstimator.CloseAgainstOpen)]
    public void A_market_in_which_nothing_trades_has_no_estimate(SpreadEstimator estimator) =>
        Assert.Null(SpreadEstimates.Of(estimator, SomeBars.Flat(50, 100).Spans));

    [Fact]
    public void Every_estimator_needs_three_bars_and_positive_prices()
    {
        foreach (var estimator in Enum.GetValues<SpreadEstimator>())
        {
            Assert.Null(SpreadEstimates.Of(estimator, SomeBars.Random(2, seed: 1).Spans));
            Assert.Null(SpreadEstimates.Of(estimator, SomeBars.At(1, 0, 1, 2, 3).Spans));
        }
    }

    [Fact]
    public void A_rolling_estimate_is_that_of_its_window()
    {
        var bars = SomeBars.Random(60, seed: 7);

        foreach (var estimator in Enum.GetValues<SpreadEstimator>())
        {
            var rolling = SpreadEstimates.Rolling(estimator, bars.Spans, 30);

            Assert.All(rolling[..29], value => Assert.Equal(double.NaN, value));
            Assert.Equal(SpreadEstimates.Of(estimator, bars.First(30).Spans), rolling[29]);
        }
    }

    [Fact]
    public void Illiquidity_skips_bars_without_volume()
    {
        double[] close = [100, 101, 102, 103];

        var all = Illiquidity.Of(close, [1, 1, 0, 1], ReturnKind.Simple);

        Assert.Equal(((0.01 / 101) + (1 / 102.0 / 103)) / 2 * 1e6, all!.Value, 9);
        Assert.Null(Illiquidity.Of(close, [1, 0, 0, 0]));
        Assert.Null(Illiquidity.Of([100], [1]));
    }

    [Fact]
    public void Impact_without_noise_is_found_exactly_and_without_volume_not_at_all()
    {
        double[] volume = [5, -3, 2, 8, -6];

        var impact = PriceImpact.Of(volume, [.. volume.Select(each => 0.5 + (0.25 * each))])!;

        Assert.Equal((0.25, 0.5, 1.0), (Math.Round(impact.Slope, 12), Math.Round(impact.Intercept, 12), Math.Round(impact.RSquared, 12)));
        Assert.Equal(0, impact.NeweyWestError, 9);
        Assert.Null(PriceImpact.Of([1, 1, 1], [1, 2, 3]));
    }
}
