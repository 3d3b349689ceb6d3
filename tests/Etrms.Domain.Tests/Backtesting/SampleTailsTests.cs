using Etrms.Domain.Backtesting.Performance;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class SampleTailsTests
{
    private const double Share = 0.05;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(40, 0)]
    [InlineData(9_000, 0)]
    [InlineData(9_001, 0.5)]
    [InlineData(9_002, 0.9)]
    [InlineData(9_003, 0.97)]
    [InlineData(9_004, 1)]
    public void Tails_are_those_of_the_whole_sample_sorted(int count, double flatShare)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < flatShare ? 0 : (random.NextDouble() - 0.5) * random.Next(1, 9))];
            var sorted = Quantiles.Sorted(values);
            var low = Quantiles.Type7(sorted, Share);

            var tails = SampleTails.Of(values, Share);

            Assert.Equal(low, tails.LowQuantile);
            Assert.Equal(Quantiles.Type7(sorted, 1 - Share), tails.HighQuantile);
            var atOrBelow = sorted.TakeWhile(value => value <= low).ToArray();
            Assert.Equal(atOrBelow.Sum() / atOrBelow.Length, tails.MeanOfLowest(tails.CountOfLowest()));
        }
    }

    [Fact]
    public void A_sample_in_order_of_size_is_no_exception()
    {
        double[] values = [.. Enumerable.Range(0, 20_000).Select(i => i / 7.0)];

        var tails = SampleTails.Of(values, Share);

        Assert.Equal(Quantiles.Type7(values, Share), tails.LowQuantile);
        Assert.Equal(Quantiles.Type7(values, 1 - Share), tails.HighQuantile);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Samples_of_every_short_length_have_tails_also_when_they_do_not_vary_or_hold_what_is_no_number(double odd)
    {
        foreach (var count in Enumerable.Range(1, 200).Concat([1_439, 1_440, 2_047, 2_048, 2_049, 2_050, 4_095]))
        {
            foreach (var odds in (int[])[1, count / 2, count])
            {
                double[] values = [.. Enumerable.Range(0, count).Select(i => i < odds ? odd : 0.25)];
                var sorted = Quantiles.Sorted(values);

                var tails = SampleTails.Of(values, Share);

                Assert.Equal(Quantiles.Type7(sorted, Share), tails.LowQuantile);
                Assert.Equal(Quantiles.Type7(sorted, 1 - Share), tails.HighQuantile);
                Assert.Equal(sorted[0], tails.MeanOfLowest(1));
                Assert.InRange(tails.CountOfLowest(), 1, count);
            }
        }
    }
}
