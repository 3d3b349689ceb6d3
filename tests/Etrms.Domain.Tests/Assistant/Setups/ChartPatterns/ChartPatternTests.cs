using Etrms.Domain.Assistant.Setups.ChartPatterns;

namespace Etrms.Domain.Tests.Assistant.Setups.ChartPatterns;

public sealed class ChartPatternTests
{
    [Theory]
    [InlineData(true, new[] { 100, 95, 106, 95.5, 100.5 }, FivePointShape.Hs)]
    [InlineData(false, new[] { 100, 105, 94, 104.6, 99.8 }, FivePointShape.Ihs)]
    [InlineData(true, new[] { 100.0, 97, 103, 95, 106 }, FivePointShape.Btop)]
    [InlineData(true, new[] { 106.0, 95, 103, 97, 100 }, FivePointShape.Ttop)]
    [InlineData(false, new[] { 94.0, 105, 97, 103, 100 }, FivePointShape.Tbot)]
    public void Five_points_make_the_shapes_of_the_paper(bool isTop, double[] prices, FivePointShape expected) =>
        Assert.Contains(expected, FivePointRules.ShapesOf(Points(isTop, prices)));

    [Fact]
    public void Tops_of_a_double_top_lie_more_than_22_bars_apart()
    {
        double[] prices = [100, 90, 95, 89, 100.5];

        Assert.Contains(FivePointShape.Dtop, FivePointRules.ShapesOf(Points(isTop: true, prices)));
        Assert.DoesNotContain(FivePointShape.Dtop, FivePointRules.ShapesOf(Points(isTop: true, prices, apart: 5)));
    }

    [Fact]
    public void Extrema_must_alternate() =>
        Assert.Throws<ArgumentException>(() => FivePointRules.ShapesOf(Enumerable.Range(0, 5).Select(i => new Extremum(100, i, IsTop: true)).ToArray()));

    [Theory]
    [InlineData(ChartPatternKind.InverseHeadAndShoulders, new[] { 105.0, 95, 101, 91, 101, 95, 107 })]
    [InlineData(ChartPatternKind.DoubleBottom, new[] { 108.0, 95, 103, 95, 108 })]
    [InlineData(ChartPatternKind.RectangleBreakUp, new[] { 97.0, 103, 97, 103, 97, 103, 97, 108 })]
    [InlineData(ChartPatternKind.AscendingTriangle, new[] { 94.0, 103, 95, 103, 99, 108 })]
    [InlineData(ChartPatternKind.SymmetricTriangleUp, new[] { 94.0, 105, 95, 102, 98, 106 })]
    public void A_pattern_of_straight_lines_is_told_once_at_the_close_that_leaves_it_and_mirrored_for_a_fall(ChartPatternKind kind, double[] turns)
    {
        var closes = Lines(turns);

        var risen = Patterns(closes);
        var fallen = Patterns([.. closes.Select(close => 200 - close)]);

        Assert.Equal(kind, Assert.Single(risen).Kind);
        Assert.Equal(1, risen[0].Direction);
        Assert.Equal((-1, risen[0].End), (Assert.Single(fallen).Direction, fallen[0].End));
        Assert.InRange(risen[0].End, closes.Length - 12, closes.Length - 1);
    }

    [Fact]
    public void A_steep_rise_and_a_rest_that_leans_against_it_are_a_flag()
    {
        var told = Assert.Single(Patterns(Lines([95, 103.5, 112, 110, 107, 116])));

        Assert.Equal((ChartPatternKind.BullFlag, 1), (told.Kind, told.Direction));
        Assert.InRange(told.Start, 0, 8);
    }

    [Fact]
    public void Most_noisy_patterns_are_told_and_few_walks_are_taken_for_one()
    {
        var random = new Random(11);
        double[][] shapes =
        [
            [108, 96, 103, 92, 103, 96, 109], [108, 95, 103, 95, 108], [97, 103, 97, 103, 97, 103, 97, 107], [94, 103, 95, 103, 98, 108], [94, 105, 95, 102, 98, 107],
        ];
        ChartPatternKind[] kinds =
        [
            ChartPatternKind.InverseHeadAndShoulders, ChartPatternKind.DoubleBottom, ChartPatternKind.RectangleBreakUp, ChartPatternKind.AscendingTriangle,
            ChartPatternKind.SymmetricTriangleUp,
        ];

        var found = Enumerable.Range(0, 100).Count(i => Patterns(Noisy(Lines(shapes[i % shapes.Length]), random)).Exists(pattern => pattern.Kind == kinds[i % kinds.Length]));
        var alarms = Enumerable.Range(0, 100).Count(_ => Patterns(Walk(100, random)).Count > 0);

        Assert.InRange(found, 70, 100);
        Assert.InRange(alarms, 0, 25);
    }

    [Fact]
    public void A_flat_or_steady_price_makes_no_pattern()
    {
        Assert.Empty(Patterns([.. Enumerable.Repeat(100.0, 200)]));
        Assert.Empty(Patterns([.. Enumerable.Range(0, 200).Select(i => 100.0 + i)]));
    }

    private static Extremum[] Points(bool isTop, double[] prices, int apart = 7) =>
        [.. prices.Select((price, place) => new Extremum(price, place * apart, isTop == (place % 2 == 0)))];

    private static List<ChartPattern> Patterns(double[] closes)
    {
        var scan = new ChartPatternScan(new ChartPatternRules());
        return [.. closes.Select(scan.Next).OfType<ChartPattern>()];
    }

    /// <summary>With noise of 4 % of the range.</summary>
    private static double[] Noisy(double[] closes, Random random)
    {
        var noise = 0.04 * (closes.Max() - closes.Min());
        return Array.ConvertAll(closes, close => close + (noise * Normal(random)));
    }

    private static double[] Walk(int count, Random random)
    {
        var price = 100.0;
        return [.. Enumerable.Range(0, count).Select(_ => price *= Math.Exp(0.008 * Normal(random)))];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Twelve bars from each turn to the next.</summary>
    private static double[] Lines(double[] turns) =>
        [.. Enumerable.Range(0, (12 * (turns.Length - 1)) + 1).Select(i => i % 12 == 0 ? turns[i / 12] : turns[i / 12] + ((turns[(i / 12) + 1] - turns[i / 12]) * (i % 12) / 12))];
}
