using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Domain.Tests.Backtesting;

/// <summary>Figures printed in the papers of Bailey and Lopez de Prado (Journal of Risk 15(2), 2012; Journal of Portfolio Management 40(5), 2014).</summary>
public sealed class SharpeSignificanceTests
{
    [Theory]
    [InlineData(0, 3, 0.982)]
    [InlineData(-2.448, 10.164, 0.913)]
    public void The_probabilistic_ratio_equals_the_printed_one(double skew, double kurtosis, double printed) =>
        Assert.Equal(printed, SharpeSignificance.Probability(0.458, 0, Shape(24, skew, kurtosis))!.Value, 3);

    [Theory]
    [InlineData(100, -3, 10, 0.9004)]
    [InlineData(88, 0, 3, 0.9505)]
    public void The_deflated_ratio_equals_the_printed_one(int trials, double skew, double kurtosis, double printed) =>
        Assert.Equal(printed, SharpeSignificance.Deflated(2.5 / Math.Sqrt(250), Shape(1250, skew, kurtosis), trials, 0.5 / 250)!.Value, 4);

    [Fact]
    public void The_shortest_believable_record_equals_the_printed_one() =>
        Assert.Equal(8.5824, SharpeSignificance.MinTrackRecordLength(0.7079, 0, Shape(134, -0.225, 2.957), 0.95)!.Value, 0.0005);

    [Fact]
    public void Returns_that_do_not_vary_have_no_ratio()
    {
        var flat = PeriodStatistics.Of([0.01, 0.01, 0.01], 365);

        Assert.Null(flat.Sharpe);
        Assert.Null(flat.ProbabilisticSharpe);
        Assert.Null(flat.Sortino);
        Assert.Equal(0, flat.AnnualizedVolatility);
    }

    private static Moments Shape(int count, double skew, double kurtosis) => new(count, 0, 1, skew, kurtosis);
}
