using Etrms.Contracts;

namespace Etrms.Web.Charts;

/// <summary>
/// Levels and shapes on candles: a line where the market turned, and a stroke at the price that left a shape, from its beginning to that candle. What
/// lies outside the plot is left out.
/// </summary>
internal sealed class ShapeMarks(ShapesView? shapes, TimeAxis axis, Scale scale)
{
    private readonly List<PriceLevelView> _support = [.. (shapes?.Support ?? []).Where(level => IsShown(level.Price, scale))];
    private readonly List<PriceLevelView> _resistance = [.. (shapes?.Resistance ?? []).Where(level => IsShown(level.Price, scale))];
    private readonly List<ChartPatternView> _patterns =
        [.. (shapes?.Patterns ?? []).Where(pattern => axis.Holds(pattern.KnownAt) && IsShown(pattern.Boundary, scale))];

    public IEnumerable<LegendEntry> Legend => new (int Count, LegendEntry Entry)[]
    {
        (_support.Count, new LegendEntry("level support", "line", "Support")),
        (_resistance.Count, new LegendEntry("level resistance", "line", "Resistance")),
        (_patterns.Count, new LegendEntry("shape", "line", "Shape, up to the candle that left it")),
    }.Where(each => each.Count > 0).Select(each => each.Entry);

    public string Draw() => string.Concat(_support.Select(level => Level(level, "support"))) + string.Concat(_resistance.Select(level => Level(level, "resistance")))
        + string.Concat(_patterns.Select(Shape));

    private string Level(PriceLevelView level, string side) =>
        $"<line class=\"level {side}\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"{SvgChart.At(scale.ToY(level.Price))}\" y2=\"{SvgChart.At(scale.ToY(level.Price))}\"/>";

    private string Shape(ChartPatternView pattern)
    {
        var (from, until, y) = (Math.Max(axis.ToX(pattern.From), 0), axis.ToX(pattern.KnownAt), scale.ToY(pattern.Boundary));
        return $"<path class=\"shape\" d=\"{SvgChart.Line([(from, y), (until, y)])}\"/><path class=\"shape-end\" d=\"{SvgChart.Dot(until, y)}\"/>";
    }

    private static bool IsShown(decimal price, Scale scale) => price >= scale.Low && price <= scale.High;
}
