using Etrms.Domain.Analysis.Regimes.ChangePoints;

namespace Etrms.Domain.Tests.Analysis.Regimes;

public sealed class ChangePointTests
{
    private static readonly double[] Steps = [.. Enumerable.Repeat(0.0, 30), .. Enumerable.Repeat(5.0, 20), .. Enumerable.Repeat(1.0, 25)];

    [Fact]
    public void Steps_are_found_where_they_are()
    {
        var (cost, penalty) = (new MeanCost(Steps), ChangePointSearch.UsualPenalty(Steps.Length));

        Assert.Equal([30, 50], ChangePointSearch.Pelt(cost, penalty).ToArray());
        Assert.Equal([30, 50], ChangePointSearch.BinarySegmentation(cost, penalty, most: 10).ToArray());
        Assert.Equal([30, 50], LeastSquaresBreaks.Of(Steps)[2].Breaks.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Pruning_never_changes_the_optimum(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 120).Select(i => (i / 40) + random.NextDouble() + random.NextDouble()).ToArray();
        foreach (SegmentCost cost in new SegmentCost[] { new MeanCost(values), new VarianceCost(values) })
        {
            var found = ChangePointSearch.Pelt(cost, 2);

            Assert.Equal(Optimum(cost, 2), Total(cost, 2, [.. found]), 9);
        }
    }

    [Fact]
    public void A_series_that_does_not_change_has_no_change_points_and_no_noise()
    {
        var flat = new double[50];

        Assert.Empty(ChangePointSearch.Pelt(new MeanCost(flat), 1));
        Assert.Null(ChangePointSearch.Single(new MeanCost(flat), 1));
        Assert.Null(NoiseScale.Of(flat));
        Assert.Null(CusumTest.Of(flat));
        Assert.Empty(ChangePointSearch.Pelt(new MeanCost([]), 1));
    }

    [Fact]
    public void A_cusum_alarms_after_a_shift_and_passes_over_what_is_no_number()
    {
        var cusum = new TabularCusum(target: 10, slack: 0.5, limit: 5);

        var before = Enumerable.Range(0, 20).Select(_ => cusum.Next(10.2)!.Value.Direction).ToArray();
        Assert.Null(cusum.Next(double.NaN));
        var after = Enumerable.Range(0, 5).Select(_ => cusum.Next(12)!.Value.Direction).ToArray();

        Assert.All(before, direction => Assert.Equal(0, direction));
        Assert.Equal([0, 0, 0, 1, 1], after);
    }

    [Fact]
    public void The_symmetric_filter_starts_anew_only_on_the_side_of_the_event()
    {
        var filter = new CusumFilter(1);

        Assert.Equal([0, 0, 1, 0, -1], new[] { 0, 0.6, 1.2, 0.7, -0.2 }.Select(filter.Next).ToArray());
    }

    private static double Total(SegmentCost cost, double penalty, int[] changes)
    {
        int[] ends = [0, .. changes, cost.Count];
        return ends.Zip(ends.Skip(1), cost.Of).Sum() + (penalty * changes.Length);
    }

    /// <summary>The least cost over all partitions, without pruning.</summary>
    private static double Optimum(SegmentCost cost, double penalty)
    {
        var best = Enumerable.Repeat(double.PositiveInfinity, cost.Count + 1).ToArray();
        best[0] = -penalty;
        for (var end = cost.Shortest; end <= cost.Count; end++)
        {
            best[end] = Enumerable.Range(0, end - cost.Shortest + 1).Min(start => best[start] + cost.Of(start, end) + penalty);
        }

        return best[^1];
    }
}
