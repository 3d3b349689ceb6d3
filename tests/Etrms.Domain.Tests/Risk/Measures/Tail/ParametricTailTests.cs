using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Risk.Measures.Tail;

public sealed class ParametricTailTests
{
    [Fact]
    public void Without_skew_and_kurtosis_the_modified_figures_are_the_gaussian_ones()
    {
        var tail = new ParametricTail(0.01, 0.02, 0, 0);

        var (gaussian, modified) = (tail.Gaussian(0.99), tail.Modified(0.99));

        Assert.Equal(-0.01 + (0.02 * 2.3263478740408408), gaussian.ValueAtRisk, 12);
        Assert.Equal(gaussian.ValueAtRisk, modified.ValueAtRisk, 12);
        Assert.Equal(gaussian.ExpectedShortfall, modified.ExpectedShortfall, 12);
    }

    [Fact]
    public void A_fat_tail_that_skew_bends_back_is_told_as_unsound()
    {
        Assert.True(new ParametricTail(0, 1, -0.1, 1).IsModifiedSound());
        Assert.False(new ParametricTail(0, 1, -2, 1).IsModifiedSound());
        Assert.False(new ParametricTail(0, 1, 0, 40).IsModifiedSound());
    }

    [Fact]
    public void What_never_moves_has_no_moments()
    {
        Assert.Null(ParametricTail.Of([0.5, 0.5, 0.5]));
        Assert.Null(ParametricTail.Of([0.1, 0.1, 0.1]));
        Assert.Null(ParametricTail.Of([]));
    }

    [Fact]
    public void The_mean_of_the_worst_share_weighs_the_last_loss_by_what_is_left()
    {
        double[] profits = [.. Enumerable.Range(1, 10).Select(i => -(double)i)];

        var tail = OrderTail.Of(profits, 0.75, minimum: 10)!.Value;

        Assert.Equal((8, (10 + 9 + (0.5 * 8)) / 2.5), (tail.ValueAtRisk, tail.ExpectedShortfall));
        Assert.Null(OrderTail.Of(profits, 0.75));
    }

    [Fact]
    public void Zones_begin_where_the_supervisors_say()
    {
        Assert.Equal((5, 10), (BaselTable.FirstOf(TrafficLight.Yellow, 250, 0.01), BaselTable.FirstOf(TrafficLight.Red, 250, 0.01)));
        int[] exceptions = [4, 5, 9, 10, 20];
        Assert.Equal([3, 3.4, 3.85, 4, 4], exceptions.Select(BaselTable.Multiplier));
    }
}
