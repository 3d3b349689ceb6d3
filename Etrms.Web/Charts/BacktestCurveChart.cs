using System.Globalization;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>One candle of a backtest.</summary>
/// <param name="Drawdown">Fall from the peak so far, as a fraction.</param>
/// <param name="Worst">Equity if inside every doubtful candle the worse came first; null when nothing was doubtful.</param>
/// <param name="Best">Equity if the better came first.</param>
/// <param name="Without">Equity of the same run without breakers; null when none was armed.</param>
public sealed record CurvePoint(DateTimeOffset At, decimal Equity, decimal Drawdown, decimal? Worst = null, decimal? Best = null, decimal? Without = null);

/// <summary>Equity of a backtest over its drawdown, with the trips of breakers, the run without them, and what doubtful candles leave open.</summary>
internal static class BacktestCurveChart
{
    private const int TableRows = 60;
    private const int TimeLabels = 5;

    public static SvgChart? Draw(IReadOnlyList<CurvePoint> curve, IReadOnlyList<DateTimeOffset> trips)
    {
        if (curve.Count < 2)
        {
            return null;
        }

        IReadOnlyList<CurvePoint> points = [.. Thinning.Keep(curve.Count, index => curve[index].Equity).Select(index => curve[index])];
        var axis = new TimeAxis(points[0].At, points[^1].At);
        var values = points.SelectMany(point => new[] { point.Equity, point.Worst, point.Best, point.Without }).OfType<decimal>().ToList();
        var equity = Scale.Around(values.Min(), values.Max(), 4);
        var drawdown = Scale.Around(0, Math.Max(points.Max(point => point.Drawdown), 0.001m), 2);
        return new SvgChart(
            "backtest-curve", "Equity and drawdown", Summarise(points, trips.Count),
            [
                new ChartPane("curve", [.. equity.Labels.Select(Numbers.Compact)], EquityMarks(points, axis, equity, trips)),
                new ChartPane("drawdown", [.. drawdown.Labels.Reverse().Select(label => Numbers.Percent(label, 1))], DrawdownMarks(points, axis, drawdown)),
            ],
            [.. axis.Labels(TimeLabels)],
            Table(points, axis))
        {
            Legend = Legend(points, trips.Count),
        };
    }

    private static string EquityMarks(IReadOnlyList<CurvePoint> points, TimeAxis axis, Scale scale, IReadOnlyList<DateTimeOffset> trips)
    {
        (double X, double Y) Place(CurvePoint point, decimal value) => (axis.ToX(point.At), scale.ToY(value));
        string Path(string name, string shape) => shape.Length == 0 ? "" : $"<path class=\"{name}\" d=\"{shape}\"/>";
        var doubtful = points.Where(point => point is { Best: not null, Worst: not null }).ToList();
        var band = SvgChart.Band([.. doubtful.Select(point => Place(point, point.Best!.Value))], [.. doubtful.Select(point => Place(point, point.Worst!.Value))]);
        var without = SvgChart.Line(points.Where(point => point.Without is not null).Select(point => Place(point, point.Without!.Value)));
        var marks = trips.Where(axis.Holds).Select(trip => SvgChart.At(axis.ToX(trip)))
            .Select(x => $"<line class=\"trip\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{SvgChart.Height}\"/>");
        return SvgChart.GridLines(scale.Steps + 1) + (doubtful.Count > 1 ? Path("band", band) : "") + Path("line without", without)
            + Path("line", SvgChart.Line(points.Select(point => Place(point, point.Equity)))) + string.Concat(marks);
    }

    /// <summary>Drawdown hangs from zero at the top, so its scale is turned over.</summary>
    private static string DrawdownMarks(IReadOnlyList<CurvePoint> points, TimeAxis axis, Scale scale)
    {
        var line = SvgChart.Line(points.Select(point => (axis.ToX(point.At), SvgChart.Height - scale.ToY(point.Drawdown))));
        return $"{SvgChart.GridLines(scale.Steps + 1)}<path class=\"area\" d=\"{line}L{SvgChart.Width} 0L0 0Z\"/><path class=\"line\" d=\"{line}\"/>";
    }

    private static List<LegendEntry> Legend(IReadOnlyList<CurvePoint> points, int trips)
    {
        var entries = new List<LegendEntry> { new("line", "line", "Equity") };
        if (points.Any(point => point.Without is not null))
        {
            entries.Add(new LegendEntry("line without", "line", "Without breakers"));
        }

        if (points.Any(point => point.Best is not null))
        {
            entries.Add(new LegendEntry("band", "box", "Best and worst order inside a candle"));
        }

        if (trips > 0)
        {
            entries.Add(new LegendEntry("trip", "line", "A breaker tripped"));
        }

        return entries;
    }

    private static string Summarise(IReadOnlyList<CurvePoint> points, int trips)
    {
        var (first, last) = (points[0], points[^1]);
        var change = first.Equity == 0 ? (decimal?)null : (last.Equity / first.Equity) - 1;
        var without = last.Without is { } other ? $" Without breakers it would have ended at {Numbers.Money(other)}." : "";
        return $"From {Day(first.At)} to {Day(last.At)} equity went from {Numbers.Money(first.Equity)} to {Numbers.Money(last.Equity)} ({Numbers.SignedPercent(change)}); "
            + $"the deepest drawdown was {Numbers.Percent(points.Max(point => point.Drawdown))}; breakers tripped {Words.Times(trips)}.{without}";
    }

    private static ChartTable Table(IReadOnlyList<CurvePoint> points, TimeAxis axis)
    {
        var every = Math.Max(1, points.Count / TableRows);
        var hasWithout = points.Any(point => point.Without is not null);
        string[] headers = ["Time (UTC)", "Equity", "Drawdown"];
        return new ChartTable(
            hasWithout ? [.. headers, "Without breakers"] : headers,
            [.. points.Where((_, index) => index % every == 0 || index == points.Count - 1).Select(point => new ChartRow(axis.ToX(point.At), Cells(point, hasWithout)))]);
    }

    private static string[] Cells(CurvePoint point, bool hasWithout)
    {
        string[] cells = [point.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Numbers.Money(point.Equity), Numbers.Percent(point.Drawdown)];
        return hasWithout ? [.. cells, Numbers.Money(point.Without)] : cells;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
