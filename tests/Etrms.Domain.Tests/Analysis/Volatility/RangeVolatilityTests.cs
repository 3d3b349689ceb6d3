using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Tests.Analysis.Indicators;

namespace Etrms.Domain.Tests.Analysis.Volatility;

public sealed class RangeVolatilityTests
{
    private const double Year = 365;

    public static TheoryData<VolatilityEstimator> Estimators => [.. Enum.GetValues<VolatilityEstimator>()];

    [Fact]
    public void A_bar_that_ranges_by_e_has_the_variance_that_parkinson_gives_it()
    {
        var bars = new SomeBars([1, 1], [Math.E, Math.E], [1, 1], [1, 1], [1, 1]);

        Assert.Equal(Math.Sqrt(Year / (4 * Math.Log(2))), RangeVolatility.At(bars.Spans, 1, VolatilityEstimator.Parkinson, 2, Year)!.Value, 12);
        Assert.Equal(Math.Sqrt(Year / 2), RangeVolatility.At(bars.Spans, 1, VolatilityEstimator.GarmanKlass, 2, Year)!.Value, 12);
    }

    [Fact]
    public void Close_to_close_is_the_deviation_of_its_log_returns()
    {
        var bars = SomeBars.At(100, 110, 99, 108.9);
        double[] returns = [Math.Log(1.1), Math.Log(0.9), Math.Log(1.1)];
        var mean = returns.Average();

        var volatility = RangeVolatility.Over(bars.Spans, VolatilityEstimator.CloseToClose, 3, Year);

        Assert.All(volatility[..3], value => Assert.Equal(double.NaN, value));
        Assert.Equal(Math.Sqrt(Year * returns.Sum(value => (value - mean) * (value - mean)) / 2), volatility[3], 12);
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_flat_market_has_no_volatility_and_too_few_bars_have_none_that_is_known(VolatilityEstimator estimator)
    {
        var bars = SomeBars.Flat(30, 5);

        Assert.Equal(0, RangeVolatility.At(bars.Spans, 29, estimator, 20, Year));
        Assert.Null(RangeVolatility.At(bars.Spans, RangeVolatility.BarsFor(estimator, 20) - 2, estimator, 20, Year));
        Assert.NotNull(RangeVolatility.At(bars.Spans, RangeVolatility.BarsFor(estimator, 20) - 1, estimator, 20, Year));
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_price_of_nothing_leaves_its_windows_undefined_and_no_others(VolatilityEstimator estimator)
    {
        var bars = SomeBars.Random(60, seed: 4);
        bars.Set(20, 0, 0, 0, 0, 0);

        var volatility = RangeVolatility.Over(bars.Spans, estimator, 10, Year);

        Assert.Equal(double.NaN, volatility[25]);
        Assert.All(volatility[40..], value => Assert.InRange(value, 0.01, 1));
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_value_knows_nothing_of_later_bars(VolatilityEstimator estimator)
    {
        var bars = SomeBars.Random(80, seed: 9);

        var whole = RangeVolatility.Over(bars.Spans, estimator, 14, Year);
        var part = RangeVolatility.Over(bars.First(50).Spans, estimator, 14, Year);

        Assert.Equal(part, whole[..50]);
    }

    [Fact]
    public void Every_estimator_reads_the_columns_that_it_names()
    {
        var bars = SomeBars.Random(40, seed: 2);

        Assert.NotNull(RangeVolatility.At(new BarSpans { Close = bars.Close }, 39, VolatilityEstimator.CloseToClose, 10, Year));
        Assert.NotNull(RangeVolatility.At(new BarSpans { High = bars.High, Low = bars.Low }, 39, VolatilityEstimator.Parkinson, 10, Year));
    }
}
