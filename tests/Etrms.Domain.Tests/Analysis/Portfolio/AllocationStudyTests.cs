using Etrms.Domain.Analysis.Portfolio;

namespace Etrms.Domain.Tests.Analysis.Portfolio;

public sealed class AllocationStudyTests
{
    [Fact]
    public void Every_method_shares_out_all_the_money_below_the_cap()
    {
        var study = AllocationStudy.Of(Market(500, 0.01, 0.02, 0.04, 0.03), [1_000, 0, 0, 0], 0.4)!;

        Assert.Equal(Enum.GetValues<AllocationMethod>(), study.Methods.Select(each => each.Method));
        foreach (var (method, allocation) in study.Methods)
        {
            Assert.Equal(1, allocation.Weights.Sum(), 9);
            Assert.All(allocation.Weights, weight => Assert.InRange(weight, 0, 0.4 + 1e-8));
            Assert.True(allocation.Scores is { Volatility: > 0, DiversificationRatio: >= 1 } && allocation.Shortfall > 0, $"{method}");
        }

        Assert.Equal([1, 0, 0, 0], study.Present!.Weights);
        Assert.Equal((1.0, 1.0), (Math.Round(study.Present.Scores!.DiversificationRatio, 9), Math.Round(study.Present.Scores.EffectiveBets!.Value, 9)));
        Assert.Equal(0, study.Shrinkage);
    }

    [Fact]
    public void Each_method_is_the_best_at_what_it_is_for()
    {
        var study = AllocationStudy.Of(Market(500, 0.01, 0.02, 0.04), [1, 1, 1], 1)!;
        var by = study.Methods.ToDictionary(each => each.Method, each => each.Allocation);

        Assert.All(by.Values.Append(study.Present!), each =>
        {
            Assert.True(each.Scores!.Volatility >= by[AllocationMethod.MinimumVariance].Scores!.Volatility - 1e-9);
            Assert.True(each.Scores.DiversificationRatio <= by[AllocationMethod.MaximumDiversification].Scores!.DiversificationRatio + 1e-6);
            Assert.True(each.Shortfall >= by[AllocationMethod.MinimumShortfall].Shortfall - 1e-9);
        });
        Assert.All(by[AllocationMethod.EqualRisk].Scores!.RiskShares, share => Assert.Equal(1 / 3.0, share, 6));
    }

    [Fact]
    public void A_short_position_counts_as_its_mirror_image_so_that_a_hedge_is_seen()
    {
        var market = Market(500, 0.02, 0.02);

        var together = AllocationStudy.Of(market, [500, 500], 1)!;
        var hedged = AllocationStudy.Of(market, [500, -500], 1)!;

        Assert.True(hedged.Present!.Scores!.Volatility < together.Present!.Scores!.Volatility * 0.7);
        Assert.True(hedged.Present.Scores.DiversificationRatio > together.Present.Scores.DiversificationRatio);
    }

    [Fact]
    public void A_cap_that_a_method_does_not_know_is_held_and_told()
    {
        var study = AllocationStudy.Of(Market(500, 0.001, 0.05, 0.05), [0, 0, 0], 0.5)!;

        var equal = study.Methods.Single(each => each.Method == AllocationMethod.EqualRisk).Allocation;

        Assert.Equal(0.5, equal.Weights[0], 9);
        Assert.Contains("cut to the largest weight", equal.Note, StringComparison.Ordinal);
        Assert.Null(study.Present);
    }

    [Fact]
    public void Too_few_candles_make_no_tail_and_are_told()
    {
        var study = AllocationStudy.Of(Market(25, 0.01, 0.02, 0.03), [1, 1, 1], 1)!;

        var shortfall = study.Methods.Single(each => each.Method == AllocationMethod.MinimumShortfall).Allocation;

        Assert.Empty(shortfall.Weights);
        Assert.Equal("25 candles have too few in their tail; 200 are needed", shortfall.Note);
        Assert.Null(study.Present!.Shortfall);
        Assert.InRange(study.Shrinkage, 1e-6, 1);
        Assert.Contains(study.Notes, note => note.StartsWith("25 candles are few", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_contracts_that_are_one_still_have_weights_and_are_told()
    {
        var one = Market(500, 0.02)[0];
        var other = Market(500, 0.01, 0.03)[1];

        var study = AllocationStudy.Of([one, one, other], [1, 0, 0], 1)!;

        Assert.All(study.Methods, each => Assert.Equal(1, each.Allocation.Weights.Sum(), 6));
        Assert.Contains(study.Notes, note => note.StartsWith("two contracts move almost as one", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_shared_out_is_no_study()
    {
        var market = Market(500, 0.01, 0.02);

        Assert.Null(AllocationStudy.Of(market, [1, 1], 0.4));
        Assert.Null(AllocationStudy.Of([market[0]], [1], 1));
        Assert.Null(AllocationStudy.Of([market[0], new double[500]], [1, 1], 1));
        Assert.Null(AllocationStudy.Of([[0.01], [0.02]], [1, 1], 1));
    }

    [Theory]
    [InlineData(0.5, 0.5, 0.3, 0.2)]
    [InlineData(0.4, 0.4, 0.36, 0.24)]
    [InlineData(0.35, 0.35, 0.35, 0.3)]
    public void What_a_cap_cuts_off_goes_to_the_others_in_proportion(double cap, double first, double second, double third)
    {
        var capped = WeightCap.Apply([0.5, 0.3, 0.2], cap);

        Assert.Equal([first, second, third], capped.Select(weight => Math.Round(weight, 9)));
    }

    [Fact]
    public void Weights_of_nothing_take_what_is_left_in_equal_parts() => Assert.Equal([0.5, 0.25, 0.25], WeightCap.Apply([1, 0, 0], 0.5));

    /// <summary>Contracts that share a market and have moves of their own, of these deviations.</summary>
    private static double[][] Market(int bars, params double[] deviations)
    {
        var dice = new Random(7);
        double Move() => dice.NextDouble() + dice.NextDouble() + dice.NextDouble() - 1.5;
        var common = Enumerable.Range(0, bars).Select(_ => Move()).ToArray();
        return [.. deviations.Select(deviation => common.Select(market => deviation * ((1.2 * market) + Move())).ToArray())];
    }
}
