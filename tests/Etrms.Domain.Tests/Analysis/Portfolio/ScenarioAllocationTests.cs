using Etrms.Domain.Analysis.Portfolio;

namespace Etrms.Domain.Tests.Analysis.Portfolio;

public sealed class ScenarioAllocationTests
{
    private const double Level = 0.9;

    [Fact]
    public void Two_assets_that_lose_in_turn_are_held_half_and_half()
    {
        double[] one = [.. Enumerable.Range(0, 100).Select(day => day % 2 == 0 ? 0.03 : -0.02)];
        double[] other = [.. one.Select(profit => 0.01 - profit)];

        var weights = ScenarioAllocations.MinimumShortfall([one, other], Level)!;
        var deviating = ScenarioAllocations.MinimumDeviation([one, other])!;

        Assert.All(weights.Concat(deviating), weight => Assert.Equal(0.5, weight, 1e-6));
    }

    [Fact]
    public void No_other_weights_have_a_smaller_shortfall()
    {
        double[][] series = [Noise(400, 0.01, seed: 1), Noise(400, 0.02, seed: 2), Noise(400, 0.03, seed: 3)];
        var least = Shortfall(series, ScenarioAllocations.MinimumShortfall(series, Level)!);
        var random = new Random(4);

        for (var i = 0; i < 200; i++)
        {
            double[] drawn = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            var sum = drawn.Sum();
            Assert.True(Shortfall(series, Array.ConvertAll(drawn, weight => weight / sum)) >= least - 1e-9);
        }
    }

    [Fact]
    public void A_cap_holds_and_one_that_leaves_too_little_is_refused()
    {
        double[][] series = [Noise(200, 0.01, seed: 1), Noise(200, 0.05, seed: 2), Noise(200, 0.05, seed: 3)];

        var weights = ScenarioAllocations.MinimumShortfall(series, Level, cap: 0.5)!;

        Assert.Equal(0.5, weights[0], 1e-6);
        Assert.Equal(1, weights.Sum(), 1e-9);
        Assert.Null(ScenarioAllocations.MinimumDeviation(series, cap: 0.3));
    }

    [Fact]
    public void Each_asset_contributes_its_budget_of_the_shortfall_about()
    {
        double[][] series = [Noise(2_000, 0.01, seed: 1), Noise(2_000, 0.02, seed: 2), Noise(2_000, 0.04, seed: 3)];

        var weights = ShortfallParity.Of(series, Level)!;

        Assert.Equal(1, weights.Sum(), 1e-9);
        Assert.All(Contributions(series, weights), share => Assert.InRange(share, 0.28, 0.39));
        Assert.True(weights[0] > weights[1] && weights[1] > weights[2]);
    }

    [Fact]
    public void What_never_loses_in_its_tail_has_no_parity()
    {
        double[] rising = [.. Enumerable.Range(0, 50).Select(day => 0.01 + (day % 3 * 0.001))];

        Assert.Null(ShortfallParity.Of([rising, rising], Level));
        Assert.Null(ShortfallParity.Of([new double[50], rising], Level));
    }

    private static double Shortfall(double[][] series, double[] weights) => -Worst(series, weights).Average(day => Profit(series, weights, day));

    private static IEnumerable<double> Contributions(double[][] series, double[] weights)
    {
        int[] worst = [.. Worst(series, weights)];
        var all = worst.Sum(day => Profit(series, weights, day));
        return weights.Select((weight, asset) => weight * worst.Sum(day => series[asset][day]) / all);
    }

    /// <summary>A tenth of the days, those with the largest losses.</summary>
    private static IEnumerable<int> Worst(double[][] series, double[] weights) =>
        Enumerable.Range(0, series[0].Length).OrderBy(day => Profit(series, weights, day)).Take(series[0].Length / 10);

    private static double Profit(double[][] series, double[] weights, int day) => weights.Select((weight, asset) => weight * series[asset][day]).Sum();

    private static double[] Noise(int count, double deviation, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
                deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())),
        ];
    }
}
