using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Assistant.Setups.ChartPatterns;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Markets;

/// <summary>Shapes and levels in the bars that an analyst holds.</summary>
public sealed class ChartAnalystTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>A fall, two bottoms at 95, and a rise that leaves them.</summary>
    private static readonly double[] DoubleBottom = Lines(108, 95, 103, 95, 108);

    [Fact]
    public void A_shape_is_dated_by_its_first_turning_point_and_the_candle_that_left_it()
    {
        var analyst = Taken(DoubleBottom);

        var pattern = Assert.Single(analyst.Chart().Patterns);

        Assert.Equal((ChartPatternKind.DoubleBottom, 1), (pattern.Kind, pattern.Direction));
        Assert.InRange(pattern.Boundary, 102, 104);
        Assert.True(pattern.FromAt >= Start && pattern.FromAt < pattern.KnownAt && pattern.KnownAt <= analyst.Reading!.EndAt);
        var left = DoubleBottom[(int)((pattern.KnownAt - Start) / Quarter) - 1];
        Assert.Equal(left, pattern.Close, 6);
        Assert.True(left > pattern.Boundary);
    }

    [Fact]
    public void Asked_after_every_bar_it_sees_what_it_sees_when_asked_once()
    {
        var (often, once) = (new CandleAnalyst(Quarter, AnalystRules.Default), Taken(DoubleBottom));
        foreach (var candle in Candles(DoubleBottom))
        {
            often.Take(candle);
            often.Chart();
        }

        Assert.Equal(once.Chart().Patterns.AsEnumerable(), often.Chart().Patterns);
        Assert.Equal(once.Chart().Support.AsEnumerable(), often.Chart().Support);
    }

    /// <summary>BTCUSDT by the hour on 3 June 2025 had the same double top twice in the list.</summary>
    [Fact]
    public void A_shape_that_is_left_once_more_is_told_once()
    {
        double[] closes = [.. Lines(108, 95, 103, 95, 106), .. Enumerable.Repeat(106.0, 16), 104, 106];
        var scan = new ChartPatternScan(new ChartPatternRules());
        var left = closes.Select(scan.Next).OfType<ChartPattern>().ToList();

        Assert.Equal([left[0].Start, left[0].Start], left.Select(pattern => pattern.Start));
        Assert.Single(Taken(closes).Chart().Patterns);
    }

    [Fact]
    public void Levels_are_prices_at_which_the_market_turned_more_than_once_nearest_first()
    {
        var chart = Taken(Lines(105, 110, 101, 110, 101, 110, 105)).Chart();

        var (support, resistance) = (Assert.Single(chart.Support), Assert.Single(chart.Resistance));
        Assert.InRange(support.Price, 100.5, 101.5);
        Assert.InRange(resistance.Price, 109.5, 110.5);
        Assert.Equal((0, 2, Start + (48 * Quarter)), (support.Tops, support.Bottoms, support.LastAt));
        Assert.Equal((3, 0, Start + (60 * Quarter)), (resistance.Tops, resistance.Bottoms, resistance.LastAt));
        Assert.InRange(chart.Swing!.Value, 0.001, 0.25);
    }

    [Fact]
    public void After_a_hole_nothing_before_it_counts()
    {
        var analyst = Taken(DoubleBottom);
        Assert.NotEmpty(analyst.Chart().Patterns);

        analyst.Take(new Candle(Start + ((DoubleBottom.Length + 1) * Quarter), 108, 108, 108, 108, 1));

        var chart = analyst.Chart();
        Assert.True(chart.Patterns.IsEmpty && chart.Support.IsEmpty && chart.Resistance.IsEmpty);
        Assert.Null(chart.Swing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(300)]
    public void A_market_that_stands_still_or_has_hardly_begun_has_neither_shapes_nor_levels(int bars)
    {
        var chart = Taken([.. Enumerable.Repeat(100.0, bars)]).Chart();

        Assert.True(chart.Patterns.IsEmpty && chart.Support.IsEmpty && chart.Resistance.IsEmpty);
        Assert.Null(chart.Swing);
    }

    private static CandleAnalyst Taken(double[] closes)
    {
        var analyst = new CandleAnalyst(Quarter, AnalystRules.Default);
        Array.ForEach(Candles(closes), candle => analyst.Take(candle));
        return analyst;
    }

    private static Candle[] Candles(double[] closes) => [.. closes.Select((close, place) =>
        new Candle(Start + (place * Quarter), (decimal)close, (decimal)close, (decimal)close, (decimal)close, 0))];

    /// <summary>From each price straight to the next in twelve bars.</summary>
    private static double[] Lines(params double[] turns) =>
        [turns[0], .. turns.Zip(turns.Skip(1)).SelectMany(leg => Enumerable.Range(1, 12).Select(bar => leg.First + ((leg.Second - leg.First) * bar / 12)))];
}
