using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Domain.Tests.Analysis.Correlation;

public sealed class CorrelationMatrixTests
{
    [Fact]
    public void A_matrix_is_symmetric_has_ones_on_its_diagonal_and_nothing_where_nothing_moves()
    {
        double[][] series = [[1, 2, 3, 5], [2, 1, 4, 3], [7, 7, 7, 7]];

        var matrix = CorrelationMatrix.Of(series);

        Assert.Equal((1.0, 1.0), (matrix[0, 0], matrix[1, 1]));
        Assert.Equal(matrix[0, 1], matrix[1, 0]);
        Assert.True(double.IsNaN(matrix[2, 2]) && double.IsNaN(matrix[0, 2]));
        Assert.Null(CorrelationSummary.Of(matrix));
    }

    [Fact]
    public void Both_ways_to_begin_an_ewma_agree_after_a_while()
    {
        double[][] series = [Noise(600, seed: 1), Noise(600, seed: 2)];

        var normalised = Covariances.Ewma(series, 0.94);
        var fromFirst = Covariances.EwmaFromFirst(series, 0.94);

        Assert.Equal(normalised[0, 1], fromFirst[0, 1], 1e-12);
        Assert.Equal(normalised[0, 0], fromFirst[0, 0], 1e-12);
    }

    [Fact]
    public void Shrinkage_keeps_the_total_variance_and_makes_a_singular_matrix_invertible()
    {
        double[][] series = [.. Enumerable.Range(0, 8).Select(i => Noise(6, seed: 40 + i))];
        var sample = Covariances.Sample(series, lost: 0);

        var shrunk = IdentityShrinkage.LedoitWolf(series);

        Assert.InRange(shrunk.Shrinkage, 0.01, 1);
        Assert.Equal(Trace(sample), Trace(shrunk.Covariance), 1e-12);
        Assert.True(CorrelationSummary.Of(CorrelationMatrix.OfCovariance(shrunk.Covariance))!.Eigenvalues[^1] > 1e-3);
    }

    [Fact]
    public void The_nearest_matrix_has_a_unit_diagonal_and_no_negative_eigenvalue()
    {
        double[,] impossible = { { 1, 0.9, -0.9 }, { 0.9, 1, 0.3 }, { -0.9, 0.3, 1 } };

        var nearest = NearestCorrelation.To(impossible);

        Assert.True(nearest.IsReached);
        Assert.Equal(0.6628898249, nearest.Matrix[0, 1], 1e-6);
        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(i => nearest.Matrix[i, i]));
        Assert.True(CorrelationSummary.Of(nearest.Matrix)!.Eigenvalues[^1] > -1e-8);
    }

    [Fact]
    public void A_matrix_that_is_one_already_stays_as_it_is()
    {
        double[,] sound = { { 1, 0.5 }, { 0.5, 1 } };

        var nearest = NearestCorrelation.To(sound);

        Assert.Equal(0, nearest.Distance, 1e-9);
        Assert.Equal(0.5, nearest.Matrix[0, 1], 1e-9);
    }

    [Fact]
    public void Equal_correlations_have_not_changed_and_far_ones_have()
    {
        double[,] calm = { { 1, 0.2 }, { 0.2, 1 } };
        double[,] wild = { { 1, 0.9 }, { 0.9, 1 } };

        Assert.Equal(new ChangeTest(0, 1), CorrelationChange.Jennrich(calm, 100, calm, 80));
        Assert.True(CorrelationChange.Jennrich(calm, 100, wild, 80)!.Value.PValue < 1e-6);
        Assert.Equal(1, CorrelationChange.Fisher(0.3, 50, 0.3, 90)!.Value.PValue, 12);
        Assert.True(CorrelationChange.Fisher(0.2, 100, 0.9, 80)!.Value.Statistic > 3);
        Assert.Null(CorrelationChange.Fisher(1, 50, 0.3, 90));
    }

    [Fact]
    public void Series_that_cancel_out_have_no_factor_and_keep_their_variances()
    {
        var shrunk = SingleFactorShrinkage.Of([[1, 2, 3], [-1, -2, -3]]);

        Assert.Equal(2 / 3.0, shrunk.Covariance[0, 0], 1e-12);
        Assert.Equal(2 / 3.0, shrunk.Covariance[1, 1], 1e-12);
        Assert.InRange(shrunk.Covariance[0, 1], -2 / 3.0, 0);
    }

    [Fact]
    public void Under_stress_a_constant_correlation_shows_its_benchmark_and_adjusts_to_itself()
    {
        var (market, own) = (Noise(20_000, seed: 5), Noise(20_000, seed: 6));
        double[] asset = [.. market.Zip(own, (shared, alone) => (0.8 * shared) + (0.6 * alone))];

        var stress = StressCorrelation.Of(market, asset)!.Value;

        Assert.Equal(2_000, stress.Days);
        Assert.True(stress.Stressed < stress.Calm);
        Assert.InRange(stress.Adjusted - stress.Calm, -0.08, 0.08);
        Assert.InRange(stress.Benchmark - stress.Stressed, -0.08, 0.08);
        Assert.Null(StressCorrelation.Of(market.AsSpan(0, 100), asset.AsSpan(0, 100)));
    }

    private static double[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    private static double Trace(double[,] matrix) => Enumerable.Range(0, matrix.GetLength(0)).Sum(i => matrix[i, i]);
}
