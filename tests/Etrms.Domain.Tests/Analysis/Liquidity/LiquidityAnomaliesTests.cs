using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Domain.Tests.Analysis.Liquidity;

public sealed class LiquidityAnomaliesTests
{
    private readonly LiquidityAnomalies _watch = new(lookback: 100, least: 20);

    [Fact]
    public void Nothing_is_known_before_enough_was_seen_and_what_never_varies_is_usual()
    {
        var told = Enumerable.Range(0, 40).Select(_ => _watch.Next(1, 50_000)).ToArray();

        Assert.All(told[..20], each => Assert.Null(each));
        Assert.All(told[20..], each => Assert.Equal(new LiquidityDeviation(0, 0, false, false), each));
    }

    [Fact]
    public void A_spread_that_opens_and_depth_that_vanishes_are_anomalous_and_their_opposites_are_not()
    {
        Watch();

        var thin = _watch.Next(15, 500)!.Value;
        var deep = _watch.Next(0.1, 5_000_000)!.Value;
        var usual = _watch.Next(1.1, 52_000)!.Value;

        Assert.True(thin is { IsSpreadAnomalous: true, IsDepthAnomalous: true, Spread: > 6, Depth: < -6 });
        Assert.False(deep.IsSpreadAnomalous || deep.IsDepthAnomalous);
        Assert.False(usual.IsSpreadAnomalous || usual.IsDepthAnomalous);
    }

    [Fact]
    public void A_new_usual_is_learned_once_the_old_one_is_forgotten()
    {
        Watch();

        Assert.True(_watch.Next(10, 50_000)!.Value.IsSpreadAnomalous);
        for (var i = 0; i < 100; i++)
        {
            _watch.Next(10, 50_000);
        }

        Assert.False(_watch.Next(10, 50_000)!.Value.IsSpreadAnomalous);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(-1, 1)]
    public void What_no_book_has_is_unknown_and_leaves_no_trace(double spread, double depth)
    {
        Watch();

        Assert.Null(_watch.Next(spread, depth));
        Assert.False(_watch.Next(1.1, 52_000)!.Value.IsSpreadAnomalous);
    }

    [Fact]
    public void An_empty_book_and_no_spread_are_far_but_not_infinitely_far()
    {
        Watch();

        var empty = _watch.Next(0, 0)!.Value;

        Assert.True(double.IsFinite(empty.Spread) && double.IsFinite(empty.Depth) && empty.IsDepthAnomalous);
    }

    private void Watch()
    {
        var random = new Random(4);
        for (var i = 0; i < 100; i++)
        {
            _watch.Next(1 + (0.2 * random.NextDouble()), 50_000 + (5_000 * random.NextDouble()));
        }
    }
}
