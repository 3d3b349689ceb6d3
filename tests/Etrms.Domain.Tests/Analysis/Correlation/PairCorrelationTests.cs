using Etrms.Domain.Analysis.Correlation;

namespace Etrms.Domain.Tests.Analysis.Correlation;

public sealed class PairCorrelationTests
{
    private static readonly double[] Rising = [1, 2, 3, 4, 5];

    [Fact]
    public void Series_that_move_together_correlate_by_1_and_against_each_other_by_minus_1()
    {
        double[] doubled = [2, 4, 6, 8, 10];
        double[] falling = [5, 4, 3, 2, 1];

        Assert.Equal(1, PairCorrelation.Pearson(Rising, doubled)!.Value, 12);
        Assert.Equal(-1, PairCorrelation.Spearman(Rising, falling)!.Value, 12);
        Assert.Equal(-1, PairCorrelation.Kendall(Rising, falling)!.Value, 12);
    }

    [Fact]
    public void Ranks_are_not_moved_by_how_far_an_outlier_lies()
    {
        double[] outlier = [1, 2, 3, 4, 1e9];

        Assert.Equal(1, PairCorrelation.Spearman(Rising, outlier)!.Value, 12);
        Assert.True(PairCorrelation.Pearson(Rising, outlier) < 0.8);
    }

    [Fact]
    public void Ties_share_their_ranks_and_count_in_kendalls_denominator()
    {
        double[] left = [1, 1, 2, 3];
        double[] right = [1, 2, 2, 3];

        // Of 6 pairs 4 are in order, 1 is tied on the left alone and 1 on the right alone.
        Assert.Equal(4 / 5.0, PairCorrelation.Kendall(left, right)!.Value, 12);
        // Ranks 1.5, 1.5, 3, 4 and 1, 2.5, 2.5, 4.
        Assert.Equal(3.75 / 4.5, PairCorrelation.Spearman(left, right)!.Value, 12);
    }

    [Fact]
    public void Kendall_agrees_with_counting_all_pairs()
    {
        var random = new Random(17);
        double[] left = [.. Enumerable.Range(0, 80).Select(_ => (double)random.Next(20))];
        double[] right = [.. left.Select(value => value + random.Next(15))];

        Assert.Equal(Counted(left, right), PairCorrelation.Kendall(left, right)!.Value, 12);
    }

    [Fact]
    public void What_does_not_move_and_what_is_too_short_has_no_correlation()
    {
        double[] constant = [0.1, 0.1, 0.1, 0.1, 0.1];

        Assert.Null(PairCorrelation.Pearson(Rising, constant));
        Assert.Null(PairCorrelation.Spearman(Rising, constant));
        Assert.Null(PairCorrelation.Kendall(constant, Rising));
        Assert.Null(PairCorrelation.Pearson([], []));
        Assert.Null(PairCorrelation.Pearson([1], [2]));
        Assert.Null(PairCorrelation.Test(Rising, Rising));
        Assert.Throws<ArgumentException>(() => PairCorrelation.Pearson(Rising, [1, 2]));
    }

    [Fact]
    public void A_test_tells_an_interval_about_the_correlation()
    {
        double[] noisy = [1, 3, 2, 5, 4];

        var test = PairCorrelation.Test(Rising, noisy)!.Value;

        Assert.Equal(0.8, test.Correlation, 12);
        Assert.Equal(0.8 * Math.Sqrt(3 / 0.36), test.T, 12);
        Assert.InRange(test.PValue, 0.1, 0.11);
        Assert.True(test.Low < 0 && test.High is > 0.98 and < 1);
    }

    private static double Counted(double[] left, double[] right)
    {
        var (difference, untiedLeft, untiedRight) = (0.0, 0.0, 0.0);
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (one, other) = (Math.Sign(left[i] - left[j]), Math.Sign(right[i] - right[j]));
                difference += one * other;
                untiedLeft += one * one;
                untiedRight += other * other;
            }
        }

        return difference / Math.Sqrt(untiedLeft * untiedRight);
    }
}
