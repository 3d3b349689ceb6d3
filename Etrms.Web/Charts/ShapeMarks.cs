using Etrms.Contracts;

namespace Etrms.Web.Charts;

/// <summary>Levels and shapes on candles: a line where the market turned, and a stroke at the price that left a shape, from its beginning to that candle.</summary>
internal static class ShapeMarks
{
    public static IReadOnlyList<LegendEntry> Legend(ShapesView? shapes) =>
    [
        .. shapes?.Support.Count > 0 ? [new LegendEntry("level support", "line", "Support")] : Array.Empty<LegendEntry>(),
        .. shapes?.Resistance.Count > 0 ? [new LegendEntry("level resistance", "line", "Resistance")] : Array.Empty<LegendEntry>(),
        .. shapes?.Patterns.Count > 0 ? [new LegendEntry("shape", "line", "Shape, up to the candle that left it")] : Array.Empty<LegendEntry>(),
    ];

    /// <summary>What lies outside the plot is left out.</summary>
    public static string Draw(ShapesView? shapes, TimeAxis axis, Scale scale) => shapes is null ? ""
        : string.Concat(shapes.Support.Select(level => Level(level, "support", scale))) + string.Concat(shapes.Resistance.Select(level => Level(level, "resistance", scale)))
        + string.Concat(shapes.Patterns.Where(pattern => axis.Holds(pattern.KnownAt) && IsShown(pattern.Boundary, scale)).Select(pattern => Shape(pattern, axis, scale)));

    private static string Level(PriceLevelView level, string side, Scale scale) => !IsShown(level.Price, scale) ? ""
        : $"<line class=\"level {side}\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"{SvgChart.At(scale.ToY(level.Price))}\" y2=\"{SvgChart.At(scale.ToY(level.Price))}\"/>";

    private static string Shape(ChartPatternView pattern, TimeAxis axis, Scale scale)
    {
        var (from, until, y) = (Math.Max(axis.ToX(pattern.From), 0), axis.ToX(pattern.KnownAt), scale.ToY(pattern.Boundary));
        return $"<path class=\"shape\" d=\"{SvgChart.Line([(from, y), (until, y)])}\"/><path class=\"shape-end\" d=\"{SvgChart.Dot(until, y)}\"/>";
    }

    private static bool IsShown(decimal price, Scale scale) => price >= scale.Low && price <= scale.High;
}
