using System.Collections.Immutable;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Domain.Tests.Analysis.Regimes;

public sealed class HiddenStatesTests
{
    private static readonly MarkovChain Umbrella = new([0.5, 0.5], [[0.7, 0.3], [0.3, 0.7]]);
    private static readonly double[] Seen = [0.9, 0.2];
    private static readonly double[] NotSeen = [0.1, 0.8];

    /// <summary>The umbrella world of Russell and Norvig, "Artificial Intelligence", chapter 15.</summary>
    [Fact]
    public void The_umbrella_world_has_its_published_probabilities()
    {
        var densities = Logs(Seen, Seen, NotSeen, Seen, Seen);

        var hidden = HiddenStates.Of(Umbrella, densities);
        var path = LikeliestPath.Of(Umbrella, densities);

        Assert.Equal([0.8673, 0.8204, 0.3075, 0.8204, 0.8673], hidden.Smoothed.Select(row => Math.Round(row[0], 4)).ToArray());
        Assert.Equal([0.8182, 0.8834], hidden.Filtered.Take(2).Select(row => Math.Round(row[0], 4)).ToArray());
        Assert.Equal(-3.3725, hidden.LogLikelihood, 4);
        Assert.Equal([0, 0, 1, 0, 0], path.States.ToArray());
        Assert.Equal(-4.459, path.LogProbability, 3);
    }

    [Fact]
    public void An_outlier_that_no_state_explains_leaves_every_probability_a_number()
    {
        var model = Model([0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]]);

        var hidden = model.Decode([0.1, -0.2, 5_000, 0.3]);

        Assert.True(double.IsFinite(hidden.LogLikelihood));
        Assert.All(hidden.Smoothed, row => Assert.Equal(1, row.Sum(), 9));
    }

    [Fact]
    public void A_state_that_cannot_be_reached_is_not_believed_however_well_it_fits()
    {
        var model = Model([1, 0], [[1, 0], [0, 1]]);

        var hidden = model.Decode([0.1, 400, 500]);

        Assert.True(double.IsFinite(hidden.LogLikelihood));
        Assert.All(hidden.Filtered, row => Assert.Equal([1.0, 0.0], row.ToArray()));
    }

    [Fact]
    public void The_live_filter_tells_what_the_whole_series_tells_and_nothing_of_what_is_no_number()
    {
        var model = Model([0.6, 0.4], [[0.97, 0.03], [0.08, 0.92]]);
        double[] values = [-3.4, 3.3, 0.4, 3.8, -0.1];

        var filter = model.Filter();
        var live = values.Select(value => filter.Next(value)!.Value[0]).ToArray();

        Assert.Equal(model.Decode(values).Filtered.Select(row => Math.Round(row[0], 12)), live.Select(each => Math.Round(each, 12)));
        Assert.Null(filter.Next(double.NaN));
    }

    [Fact]
    public void A_chain_knows_its_long_run_and_its_faults()
    {
        var chain = new MarkovChain([1, 0], [[0.9, 0.1], [0.3, 0.7]]);

        Assert.Null(chain.Fault);
        Assert.Equal([0.75, 0.25], chain.Stationary()!.Value.Select(share => Math.Round(share, 12)).ToArray());
        Assert.Equal(10, chain.ExpectedDurations[0], 9);
        Assert.NotNull(new MarkovChain([0.5, 0.6], [[1, 0], [0, 1]]).Fault);
        Assert.NotNull(new MarkovChain([1], [[0.5, 0.5]]).Fault);
    }

    private static GaussianRegimes Model(double[] start, double[][] transitions) => new(
        new MarkovChain([.. start], [.. transitions.Select(row => row.ToImmutableArray())]),
        [new GaussianState(0.2, 1.5), new GaussianState(-0.1, 6)]);

    private static double[][] Logs(params double[][] rows) => [.. rows.Select(row => row.Select(each => Math.Log(each)).ToArray())];
}
