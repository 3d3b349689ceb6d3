using System.Globalization;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>The growth of one backtest: equity over its initial capital, less one.</summary>
public sealed record GrowthLine(string Name, IReadOnlyList<(DateTimeOffset At, decimal Growth)> Points);

/// <summary>Several backtests on one axis, each from zero, told apart by colour and by the pattern of their lines.</summary>
internal static class CompareChart
{
    private const int TableRows = 30;

    public static SvgChart? Draw(IReadOnlyList<GrowthLine> lines)
    {
        var drawn = lines.Where(line => line.Points.Count > 1).ToList();
        if (drawn.Count == 0)
        {
            return null;
        }

        var axis = new TimeAxis(drawn.Min(line => line.Points[0].At), drawn.Max(line => line.Points[^1].At));
        var scale = Scale.Around(drawn.Min(line => line.Points.Min(point => point.Growth)), drawn.Max(line => line.Points.Max(point => point.Growth)), 4);
        return new SvgChart(
            "compare-chart", "Growth of each backtest",
            string.Join(" ", drawn.Select(line => $"{line.Name} ended at {Numbers.SignedPercent(line.Points[^1].Growth)}.")),
            [new ChartPane("compare", [.. scale.Labels.Select(label => Numbers.SignedPercent(label, 0))], Marks(drawn, axis, scale))],
            [.. axis.Labels(5)],
            Table(drawn, axis))
        {
            Legend = [.. drawn.Select((line, index) => new LegendEntry(ClassOf(index), "line", line.Name))],
        };
    }

    private static string ClassOf(int index) => string.Create(CultureInfo.InvariantCulture, $"series-{index + 1}");

    private static string Marks(List<GrowthLine> lines, TimeAxis axis, Scale scale) => SvgChart.GridLines(scale.Steps + 1) + string.Concat(lines.Select((line, index) =>
    {
        var kept = Thinning.Keep(line.Points.Count, at => line.Points[at].Growth);
        return $"<path class=\"{ClassOf(index)}\" d=\"{SvgChart.Line(kept.Select(at => (axis.ToX(line.Points[at].At), scale.ToY(line.Points[at].Growth))))}\"/>";
    }));

    private static ChartTable Table(List<GrowthLine> lines, TimeAxis axis) => new(
        ["Time (UTC)", .. lines.Select(line => line.Name)],
        [.. Enumerable.Range(0, TableRows + 1).Select(row => axis.From + ((axis.To - axis.From) * row / TableRows)).Select(at => new ChartRow(
            axis.ToX(at), [at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), .. lines.Select(line => Numbers.SignedPercent(At(line, at)))]))]);

    /// <summary>The last known value; null before the line begins and after it ends.</summary>
    private static decimal? At(GrowthLine line, DateTimeOffset at) =>
        at < line.Points[0].At || at > line.Points[^1].At ? null : line.Points.Last(point => point.At <= at).Growth;
}
