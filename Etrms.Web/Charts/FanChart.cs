using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>One percentile of equity over all paths, step by step.</summary>
public sealed record FanLine(decimal Percentile, IReadOnlyList<decimal> Values);

/// <summary>Many possible histories: how wide they spread, and the middle one.</summary>
internal static class FanChart
{
    private const int TableRows = 40;
    private const int XLabels = 5;
    private const decimal Middle = 0.5m;

    /// <param name="lines">As long as the steps; those at the same distance from the middle make a band.</param>
    /// <param name="along">What is counted along the width, such as "trades", and the count at each step.</param>
    /// <param name="paths">Number of paths behind the lines.</param>
    public static SvgChart? Draw(IReadOnlyList<FanLine> lines, decimal initial, (string Unit, IReadOnlyList<int> Steps) along, int paths)
    {
        var ordered = lines.OrderBy(line => line.Percentile).ToList();
        var steps = along.Steps.Count;
        if (steps < 2 || ordered.Count == 0)
        {
            return null;
        }

        var scale = Scale.Around(Math.Min(ordered.Min(line => line.Values.Min()), initial), Math.Max(ordered.Max(line => line.Values.Max()), initial), 4);
        var middle = ordered.MinBy(line => Math.Abs(line.Percentile - Middle))!;
        return new SvgChart(
            "fan-chart", "Spread of the paths", Summarise(ordered, middle, initial, paths),
            [new ChartPane("fan", [.. scale.Labels.Select(Numbers.Compact)], Marks(ordered, middle, scale, initial, steps))],
            [.. Enumerable.Range(0, XLabels).Select(index => Count(along, (steps - 1) * index / (XLabels - 1)))],
            Table(ordered, along))
        {
            Legend = [new LegendEntry("line", "line", "Middle path"), .. Bands(ordered).Select(band => new LegendEntry("band", "box", $"{Name(band.Low)} to {Name(band.High)}")), new LegendEntry("start", "line", "Initial capital")],
        };
    }

    private static IEnumerable<(FanLine Low, FanLine High)> Bands(List<FanLine> ordered) =>
        Enumerable.Range(0, ordered.Count / 2).Select(index => (ordered[index], ordered[^(index + 1)]));

    private static string Marks(List<FanLine> ordered, FanLine middle, Scale scale, decimal initial, int steps)
    {
        (double X, double Y) Place(FanLine line, int step) => (step * (double)SvgChart.Width / (steps - 1), scale.ToY(line.Values[step]));
        IReadOnlyList<(double X, double Y)> Places(FanLine line) => [.. Thinning.Keep(steps, step => line.Values[step]).Select(step => Place(line, step))];
        var bands = Bands(ordered).Select(band => $"<path class=\"band\" d=\"{SvgChart.Band(Places(band.High), Places(band.Low))}\"/>");
        var start = SvgChart.At(scale.ToY(initial));
        return $"{SvgChart.GridLines(scale.Steps + 1)}{string.Concat(bands)}"
            + $"<line class=\"start\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"{start}\" y2=\"{start}\"/><path class=\"line\" d=\"{SvgChart.Line(Places(middle))}\"/>";
    }

    private static string Count((string Unit, IReadOnlyList<int> Steps) along, int step) => $"{Numbers.Plain(along.Steps[step], 0)} {along.Unit}";

    private static ChartTable Table(List<FanLine> ordered, (string Unit, IReadOnlyList<int> Steps) along)
    {
        var steps = along.Steps.Count;
        var every = Math.Max(1, steps / TableRows);
        return new ChartTable(
            [Words.Sentence(along.Unit), .. ordered.Select(Name)],
            [.. Enumerable.Range(0, steps).Where(step => step % every == 0 || step == steps - 1).Select(step => new ChartRow(
                step * (double)SvgChart.Width / (steps - 1), [Numbers.Plain(along.Steps[step], 0), .. ordered.Select(line => Numbers.Money(line.Values[step]))]))]);
    }

    private static string Summarise(List<FanLine> ordered, FanLine middle, decimal initial, int paths) =>
        $"{Words.Count(paths, "path")} from {Numbers.Money(initial)}: the middle one ends at {Numbers.Money(middle.Values[^1])}, "
        + $"the {Name(ordered[0])} at {Numbers.Money(ordered[0].Values[^1])} and the {Name(ordered[^1])} at {Numbers.Money(ordered[^1].Values[^1])}.";

    private static string Name(FanLine line) => line.Percentile == Middle ? "median" : $"{Numbers.Raw(line.Percentile * 100)}th percentile";
}
