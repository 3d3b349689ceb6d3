using Etrms.Domain.Analysis.Portfolio;

namespace Etrms.Domain.Tests.Analysis.Portfolio;

/// <summary>The four assets of Maillard, Roncalli and Teiletche (2010): deviations of 10, 20, 30 and 40 %, correlations 0.8 and -0.5.</summary>
public sealed class AllocationTests
{
    private static readonly double[,] Four =
    {
        { 0.01, 0.016, 0, 0 },
        { 0.016, 0.04, 0, 0 },
        { 0, 0, 0.09, -0.06 },
        { 0, 0, -0.06, 0.16 },
    };

    [Fact]
    public void The_published_minimum_variance_and_risk_parity_come_out()
    {
        Near([0.745, 0, 0.152, 0.103], VarianceAllocations.MinimumVariance(Four)!, 6e-4);
        Near([0.384, 0.192, 0.243, 0.182], RiskParity.EqualContributions(Four)!, 6e-4);
    }

    [Fact]
    public void Risk_parity_lets_each_asset_contribute_its_budget()
    {
        double[] budgets = [0.4, 0.3, 0.2, 0.1];

        var weights = RiskParity.Of(Four, budgets)!;

        Near(budgets, [.. PortfolioScores.Of(weights, Four)!.RiskShares], 1e-9);
    }

    [Fact]
    public void A_cap_binds_and_the_rest_is_shared_out_anew()
    {
        var weights = VarianceAllocations.MinimumVariance(Four, cap: 0.4)!;

        Assert.Equal(0.4, weights[0], 1e-9);
        Assert.Equal(1, weights.Sum(), 1e-9);
        Assert.All(weights, weight => Assert.InRange(weight, 0, 0.4 + 1e-9));
        Assert.Null(VarianceAllocations.MinimumVariance(Four, cap: 0.2));
    }

    [Fact]
    public void A_cap_of_one_nth_leaves_equal_weights()
    {
        Near([0.25, 0.25, 0.25, 0.25], VarianceAllocations.MinimumVariance(Four, cap: 0.25)!, 1e-9);
    }

    [Fact]
    public void Without_correlation_the_best_ratio_weighs_by_return_over_variance()
    {
        double[,] apart = { { 0.01, 0 }, { 0, 0.04 } };

        Near([2 / 3.0, 1 / 3.0], VarianceAllocations.MaximumSharpe(apart, [0.02, 0.04])!, 1e-7);
        Near([1, 0], VarianceAllocations.MaximumSharpe(apart, [0.02, -0.04])!, 1e-7);
        Near([0.6, 0.4], VarianceAllocations.MaximumSharpe(apart, [0.02, 0.04], cap: 0.6)!, 1e-7);
        Assert.Null(VarianceAllocations.MaximumSharpe(apart, [-0.02, 0]));
    }

    [Fact]
    public void Nothing_long_only_is_more_diverse_than_the_most_diverse_weights()
    {
        var best = PortfolioScores.Of(VarianceAllocations.MaximumDiversification(Four)!, Four)!.DiversificationRatio;
        var random = new Random(8);

        for (var i = 0; i < 200; i++)
        {
            double[] drawn = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())];
            var sum = drawn.Sum();
            Assert.True(PortfolioScores.Of(Array.ConvertAll(drawn, weight => weight / sum), Four)!.DiversificationRatio <= best + 1e-9);
        }
    }

    [Fact]
    public void Nothing_long_only_varies_less_than_the_minimum_and_shorts_may()
    {
        var least = PortfolioScores.Of(VarianceAllocations.MinimumVariance(Four)!, Four)!.Volatility;
        var shorted = PortfolioScores.Of(VarianceAllocations.MinimumVarianceUnconstrained(Four)!, Four)!;

        Assert.True(shorted.Volatility < least);
        Assert.Null(shorted.EffectiveBets);
        Assert.True(least < PortfolioScores.Of([0.25, 0.25, 0.25, 0.25], Four)!.Volatility);
    }

    [Fact]
    public void An_asset_that_is_there_twice_shares_its_weight_with_itself()
    {
        double[,] twins = { { 0.04, 0.04, 0 }, { 0.04, 0.04, 0 }, { 0, 0, 0.01 } };

        Near([0.1, 0.1, 0.8], VarianceAllocations.MinimumVarianceUnconstrained(twins)!, 1e-6);
        Near([0.1, 0.1, 0.8], VarianceAllocations.MinimumVariance(twins)!, 1e-6);
        Near([1 / 6.0, 1 / 6.0, 2 / 3.0], VarianceAllocations.MaximumDiversification(twins)!, 1e-6);
        Assert.Equal(1, HierarchicalRiskParity.Of(twins)!.Sum(), 1e-12);
    }

    [Fact]
    public void What_is_no_covariance_has_no_weights()
    {
        double[,] impossible = { { 0.04, 0.09 }, { 0.09, 0.04 } };

        Assert.Null(VarianceAllocations.MinimumVarianceUnconstrained(impossible));
        Assert.Null(VarianceAllocations.MinimumVariance(impossible));
        Assert.Null(VarianceAllocations.MaximumSharpe(impossible, [0.1, 0.1]));
    }

    [Fact]
    public void A_tree_merges_the_nearest_first_and_stands_alike_assets_together()
    {
        var tree = HierarchicalRiskParity.Tree(Four);

        Assert.Equal((0, 1, 2), (tree.Merges[0].Left, tree.Merges[0].Right, tree.Merges[0].Leaves));
        Assert.Equal([0, 1, 2, 3], tree.Order().Order());
        Assert.Equal(1, Math.Abs(tree.Order().IndexOf(0) - tree.Order().IndexOf(1)));
    }

    [Fact]
    public void Uncorrelated_equal_assets_are_as_many_bets_by_every_score()
    {
        double[,] apart = { { 0.04, 0 }, { 0, 0.04 } };

        var scores = PortfolioScores.Of([0.5, 0.5], apart)!;

        Assert.Equal(Math.Sqrt(2), scores.DiversificationRatio, 12);
        Assert.Equal(2, scores.EffectiveWeights, 12);
        Assert.Equal(2, scores.EffectiveBets!.Value, 12);
        Assert.Null(PortfolioScores.Of([0, 0], apart));
    }

    private static void Near(double[] expected, double[] made, double tolerance)
    {
        Assert.Equal(expected.Length, made.Length);
        Assert.All(expected.Zip(made), each => Assert.Equal(each.First, each.Second, tolerance));
    }
}
