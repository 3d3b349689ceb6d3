using Etrms.Domain.Analysis.Indicators.Catalog;

namespace Etrms.Domain.Tests.Analysis.Indicators;

/// <summary>What must hold of every indicator, so that a new line in the catalogue is tested without a new test.</summary>
public sealed class CatalogTests
{
    public static TheoryData<string> Names => [.. IndicatorCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_value_changes_when_later_bars_become_known(string name)
    {
        var bars = SomeBars.Random(400, seed: 7);
        var (entry, settings) = Default(name);
        var whole = entry.Over(bars.Spans, settings);

        foreach (var known in (int[])[1, 15, 16, 40, 133, 399])
        {
            var part = entry.Over(bars.First(known).Spans, settings);
            for (var output = 0; output < whole.Length; output++)
            {
                Assert.Equal(whole[output][..known], part[output]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bar_at_a_time_gives_what_the_whole_series_gives(string name)
    {
        var bars = SomeBars.Random(300, seed: 11);
        var (entry, settings) = Default(name);
        var whole = entry.Over(bars.Spans, settings);
        var indicator = entry.Create(settings);
        var row = new double[entry.Outputs.Length];

        for (var i = 0; i < bars.Count; i++)
        {
            indicator.Next(bars[i], row);

            Assert.Equal(whole.Select(output => output[i]), row);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_output_begins_at_the_stated_bar_and_stays(string name)
    {
        var bars = SomeBars.Random(400, seed: 3);
        var (entry, settings) = Default(name);

        foreach (var (output, values) in entry.Outputs.Zip(entry.Over(bars.Spans, settings)))
        {
            if (output.First is { } first)
            {
                Assert.Equal((output.Name, first(settings)), (output.Name, Array.FindIndex(values, double.IsFinite)));
                Assert.All(values[first(settings)..], value => Assert.True(double.IsFinite(value)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Degenerate_bars_give_a_number_or_nothing_but_never_infinity(string name)
    {
        var (entry, settings) = Default(name);
        var zeroes = SomeBars.Flat(120, 0);
        var flat = SomeBars.Flat(120, 100);
        var silent = SomeBars.Random(120, seed: 5) with { Volume = new double[120] };

        foreach (var bars in (SomeBars[])[zeroes, flat, silent, SomeBars.Flat(1, 50), SomeBars.Flat(0, 0)])
        {
            Assert.All(entry.Over(bars.Spans, settings).SelectMany(values => values), value => Assert.False(double.IsInfinity(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bar_allocates_nothing(string name)
    {
        var bars = SomeBars.Random(200, seed: 9);
        var (entry, settings) = Default(name);
        var indicator = entry.Create(settings);
        var row = new double[entry.Outputs.Length];
        indicator.Next(bars[0], row);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < bars.Count; i++)
        {
            indicator.Next(bars[i], row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_period_longer_than_the_series_gives_no_value()
    {
        var bars = SomeBars.Random(10, seed: 1);

        Assert.All(bars.Of("SMA", "sma", ("period", 11.0)), value => Assert.True(double.IsNaN(value)));
        Assert.All(bars.Of("RSI", "rsi", ("period", 10.0)), value => Assert.True(double.IsNaN(value)));
    }

    [Theory]
    [InlineData("period", 0.0, "\"period\" must be a whole number from 1 to 100000")]
    [InlineData("period", 2.5, "\"period\" must be a whole number from 1 to 100000")]
    [InlineData("period", "long", "\"period\" must be a whole number from 1 to 100000")]
    [InlineData("length", 3.0, "RSI has no parameter \"length\"")]
    [InlineData("smoothing", "median", "\"smoothing\" must be one of wilder, simple")]
    [InlineData("smoothing", 1.0, "\"smoothing\" must be one of wilder, simple")]
    public void A_parameter_that_makes_no_sense_is_refused_by_name(string parameter, object value, string told)
    {
        var (settings, fault) = IndicatorCatalog.Find("rsi")!.Settle(new Dictionary<string, object> { [parameter] = value });

        Assert.Null(settings);
        Assert.StartsWith(told, fault, StringComparison.Ordinal);
    }

    private static (IndicatorEntry Entry, IndicatorSettings Settings) Default(string name)
    {
        var entry = IndicatorCatalog.Find(name)!;
        return (entry, entry.Settle(new Dictionary<string, object>()).Settings!);
    }
}
