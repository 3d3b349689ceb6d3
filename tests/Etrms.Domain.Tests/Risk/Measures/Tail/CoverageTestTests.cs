using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Tests.Risk.Measures.Tail;

public sealed class CoverageTestTests
{
    /// <summary>Jorion, Value at Risk: six exceptions in 252 days, four of them after another.</summary>
    [Fact]
    public void Published_examples_come_out()
    {
        Assert.Equal(3.4988, CoverageTest.Kupiec(252, 6, 0.01).Statistic, 4);
        Assert.Equal(25.8374, CoverageTest.Christoffersen(244, 2, 2, 4).Statistic, 4);
        Assert.Equal(3.9126, CoverageTest.Kupiec(252, 20, 0.05).Statistic, 4);
        Assert.Equal(9.5296, CoverageTest.Christoffersen(218, 14, 14, 6).Statistic, 4);
    }

    [Fact]
    public void Whole_series_give_the_figures_of_rugarch()
    {
        foreach (var series in ReferenceFile.Read("tail-10-kupiec-christoffersen.json").At("expected", "series").EnumerateArray())
        {
            var exceptions = new bool[(int)series.Number("n")];
            foreach (var day in series.Numbers("exceptionsAt(1-based)"))
            {
                exceptions[(int)day - 1] = true;
            }

            var test = CoverageTest.Of(exceptions, series.Number("p"));

            Assert.Equal(series.Number("LRuc"), test.Unconditional.Statistic, 1e-8);
            Assert.Equal(series.Number("LRind"), test.Independence.Statistic, 1e-8);
            Assert.Equal(series.Number("LRcc"), test.Conditional.Statistic, 1e-8);
            ReferenceFile.Near(series.Number("p_uc"), test.Unconditional.PValue, 1e-6);
            ReferenceFile.Near(series.Number("p_ind"), test.Independence.PValue, 1e-6);
            ReferenceFile.Near(series.Number("p_cc"), test.Conditional.PValue, 1e-6);
        }
    }

    [Fact]
    public void Kupiecs_table_comes_out()
    {
        foreach (var row in ReferenceFile.Read("tail-10-kupiec-christoffersen.json").At("expected", "kupiec").EnumerateArray())
        {
            var ratio = CoverageTest.Kupiec((int)row.Number("n"), (int)row.Number("x"), row.Number("p"));

            Assert.Equal(row.Number("LRuc"), ratio.Statistic, 1e-8);
            ReferenceFile.Near(row.Number("pValue"), ratio.PValue, 1e-6);
            Assert.Equal(row.At("reject5%").GetBoolean(), ratio.PValue < 0.05);
        }
    }

    [Fact]
    public void The_zones_of_the_Basel_committee_come_out()
    {
        foreach (var row in ReferenceFile.Read("tail-11-basel-traffic-light.json").At("expected", "table").EnumerateArray())
        {
            var light = CoverageTest.Light(250, (int)row.Number("exceptions"), 0.01);

            Assert.Equal(row.At("zone").GetString(), light.ToString(), ignoreCase: true);
        }
    }

    [Fact]
    public void The_shortfall_ratio_is_1_when_exceptions_are_as_bad_as_foretold()
    {
        TailRisk[] forecasts = [new(1, 2), new(1, 2), new(1, 2)];

        Assert.Equal(1.25, CoverageTest.ShortfallRatio([0.5, 2, 3], forecasts));
        Assert.Null(CoverageTest.ShortfallRatio([0.5, 0.5, 1], forecasts));
    }
}
