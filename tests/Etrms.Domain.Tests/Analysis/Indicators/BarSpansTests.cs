using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Domain.Tests.Analysis.Indicators;

public sealed class BarSpansTests
{
    [Fact]
    public void Columns_that_no_market_has_are_refused_with_the_reason()
    {
        Assert.Null(new BarSpans { Close = [1, 2] }.Fault(BarColumns.Close));
        Assert.Equal("high has 0 values, not 2", new BarSpans { Close = [1, 2] }.Fault(BarColumns.RangeAndClose));
        Assert.Equal("low has 1 values, not 2", new BarSpans { Close = [1, 2], High = [2, 3], Low = [1] }.Fault(BarColumns.RangeAndClose));
        Assert.Equal("close[1] is no finite number", new BarSpans { Close = [1, double.NaN] }.Fault(BarColumns.Close));
        Assert.Equal("volume[0] is no finite number", new BarSpans { Close = [1], Volume = [double.PositiveInfinity] }.Fault(BarColumns.Close | BarColumns.Volume));
        Assert.Equal("high[1] is below low[1]", new BarSpans { High = [2, 1], Low = [1, 2] }.Fault(BarColumns.Range));
    }

    [Fact]
    public void A_column_that_is_missing_leaves_everything_undefined_rather_than_0()
    {
        var made = new double[3];

        IndicatorRun.Over(new Domain.Analysis.Indicators.Averages.SimpleAverage(1), new BarSpans { High = [1, 2, 3] }, made);

        Assert.All(made, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Room_that_is_no_whole_number_of_columns_is_refused() =>
        Assert.Throws<ArgumentException>(() => IndicatorRun.Over(new Domain.Analysis.Indicators.Trend.TrueRange(), SomeBars.Random(4, 1).Spans, new double[5]));
}
