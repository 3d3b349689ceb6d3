using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>Equity over drawdown on one time axis, with the moments at which breakers tripped.</summary>
internal static class EquityChart
{
    private const int TableRows = 60;
    private const int TimeLabels = 5;

    public static SvgChart? Draw(IReadOnlyList<EquityPointView> curve, IReadOnlyList<DateTimeOffset> trips, decimal? limit, string csvUrl)
    {
        var points = NewestRun(curve);
        if (points.Count < 2)
        {
            return null;
        }

        var axis = new TimeAxis(points[0].At, points[^1].At);
        var equity = Scale.Around(points.Min(point => point.Equity), points.Max(point => point.Equity), 4);
        var deepest = Math.Max(points.Max(point => point.Drawdown), limit ?? 0);
        var drawdown = Scale.Around(0, Math.Max(deepest, 0.001m) * 1.05m, 2);
        return new SvgChart(
            "equity-chart",
            "Equity and drawdown",
            Summarise(points),
            [
                new ChartPane("equity", [.. equity.Labels.Select(label => Numbers.Plain(label, 0))], EquityMarks(points, axis, equity, trips)),
                new ChartPane("drawdown", [.. drawdown.Labels.Reverse().Select(label => Numbers.Percent(label, 1))], DrawdownMarks(points, axis, drawdown, limit)),
            ],
            [.. axis.Labels(TimeLabels)],
            Table(points, axis))
        {
            CsvUrl = csvUrl,
        };
    }

    /// <summary>A paper market that starts its replay again jumps back in time; only what follows the last jump belongs on one axis.</summary>
    private static IReadOnlyList<EquityPointView> NewestRun(IReadOnlyList<EquityPointView> curve)
    {
        var first = curve.Count - 1;
        while (first > 0 && curve[first - 1].At <= curve[first].At)
        {
            first--;
        }

        return first <= 0 ? curve : [.. curve.Skip(first)];
    }

    private static string EquityMarks(IReadOnlyList<EquityPointView> points, TimeAxis axis, Scale scale, IReadOnlyList<DateTimeOffset> trips)
    {
        var line = SvgChart.Line(points.Select(point => (axis.ToX(point.At), scale.ToY(point.Equity))));
        var area = $"{line}L{SvgChart.Width} {SvgChart.Height}L0 {SvgChart.Height}Z";
        var marks = trips.Where(axis.Holds).Select(trip => SvgChart.At(axis.ToX(trip)))
            .Select(x => $"<line class=\"trip\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{SvgChart.Height}\"/>");
        return $"{SvgChart.GridLines(scale.Steps + 1)}<path class=\"area\" d=\"{area}\"/><path class=\"line\" d=\"{line}\"/>{string.Concat(marks)}";
    }

    /// <summary>Drawdown hangs from zero at the top, so its scale is turned over.</summary>
    private static string DrawdownMarks(IReadOnlyList<EquityPointView> points, TimeAxis axis, Scale scale, decimal? limit)
    {
        double Down(decimal value) => SvgChart.Height - scale.ToY(value);
        var line = SvgChart.Line(points.Select(point => (axis.ToX(point.At), Down(point.Drawdown))));
        var limitLine = limit is { } level
            ? $"<line class=\"limit\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"{SvgChart.At(Down(level))}\" y2=\"{SvgChart.At(Down(level))}\"/>"
            : "";
        return $"{SvgChart.GridLines(scale.Steps + 1)}<path class=\"area\" d=\"{line}L{SvgChart.Width} 0L0 0Z\"/><path class=\"line\" d=\"{line}\"/>{limitLine}";
    }

    private static string Summarise(IReadOnlyList<EquityPointView> points)
    {
        var (first, last) = (points[0], points[^1]);
        var change = first.Equity == 0 ? (decimal?)null : (last.Equity / first.Equity) - 1;
        var moved = change switch
        {
            > 0 => $"rose by {Numbers.Percent(change)}",
            < 0 => $"fell by {Numbers.Percent(Math.Abs(change.Value))}",
            _ => "did not change",
        };
        return $"From {Text(first.At)} to {Text(last.At)} UTC equity {moved} to {Numbers.Money(last.Equity)} USDT; "
            + $"the deepest drawdown was {Numbers.Percent(points.Max(point => point.Drawdown))}.";
    }

    private static ChartTable Table(IReadOnlyList<EquityPointView> points, TimeAxis axis)
    {
        var every = Math.Max(1, points.Count / TableRows);
        var rows = points.Where((_, index) => index % every == 0 || index == points.Count - 1);
        return new ChartTable(
            ["Time (UTC)", "Equity (USDT)", "Drawdown"],
            [.. rows.Select(point => new ChartRow(
                axis.ToX(point.At), [Text(point.At), Numbers.Money(point.Equity), Numbers.Percent(point.Drawdown)]))]);
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
