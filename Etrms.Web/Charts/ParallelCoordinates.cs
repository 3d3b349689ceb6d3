using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>Many trials over many parameters.</summary>
/// <param name="Axes">Names of the parameters, that of the result last.</param>
/// <param name="Trials">One value per axis each.</param>
public sealed record TrialSet(IReadOnlyList<string> Axes, IReadOnlyList<IReadOnlyList<decimal>> Trials);

/// <summary>One line per trial through its value on every axis; the best tenth stands out. Shows which values good trials have in common.</summary>
internal static class ParallelCoordinates
{
    private const int MostLines = 300;
    private const int TableRows = 60;
    private const int Tenth = 10;

    public static SvgChart? Draw(TrialSet set)
    {
        if (set.Trials.Count == 0 || set.Axes.Count < 2)
        {
            return null;
        }

        IReadOnlyList<IReadOnlyList<decimal>> ranked = [.. set.Trials.OrderByDescending(trial => trial[^1])];
        var best = Math.Max(1, ranked.Count / Tenth);
        var ranges = set.Axes.Select((_, axis) => (Low: ranked.Min(trial => trial[axis]), High: ranked.Max(trial => trial[axis]))).ToList();
        var shown = Shown(ranked.Count, best);
        return new SvgChart(
            "parallel-coordinates", "Trials over all parameters", Summarise(set, ranked, best),
            [new ChartPane("parallel", ["high", "low"], Marks(ranked, ranges, shown, best))],
            [.. set.Axes.Select((name, axis) => $"{name} {Text(ranges[axis].Low)} to {Text(ranges[axis].High)}")],
            new ChartTable(
                [.. set.Axes],
                [.. shown.Where(rank => rank < TableRows).Select(rank => new ChartRow(0, [.. ranked[rank].Select(Text)]) { Mark = rank })]))
        {
            Legend = [new LegendEntry("trial best", "line", "Best tenth"), new LegendEntry("trial", "line", "Other trials")],
        };
    }

    /// <summary>Ranks that are drawn: the best ones, and an even choice of the others.</summary>
    private static List<int> Shown(int count, int best)
    {
        var few = Math.Min(best, MostLines / 2);
        var others = count - few;
        var room = Math.Min(others, MostLines - few);
        return [.. Enumerable.Range(0, few), .. Enumerable.Range(0, room).Select(index => few + (int)((long)others * index / room))];
    }

    private static string Marks(
        IReadOnlyList<IReadOnlyList<decimal>> ranked, List<(decimal Low, decimal High)> ranges, List<int> shown, int best)
    {
        var step = (double)SvgChart.Width / (ranges.Count - 1);
        double Y(decimal value, (decimal Low, decimal High) range) =>
            range.High == range.Low ? SvgChart.Height / 2.0 : (double)((range.High - value) / (range.High - range.Low)) * SvgChart.Height;
        var axes = ranges.Select((_, axis) => $"<line class=\"axis\" x1=\"{SvgChart.At(axis * step)}\" x2=\"{SvgChart.At(axis * step)}\" y1=\"0\" y2=\"{SvgChart.Height}\"/>");

        // The best are drawn last and so lie on top.
        var lines = shown.AsEnumerable().Reverse().Select(rank =>
            $"<path class=\"trial{(rank < best ? " best" : "")}\" data-mark=\"{rank}\" d=\"{SvgChart.Line(ranges.Select((range, axis) => (axis * step, Y(ranked[rank][axis], range))))}\"/>");
        return string.Concat(axes) + string.Concat(lines);
    }

    private static string Summarise(TrialSet set, IReadOnlyList<IReadOnlyList<decimal>> ranked, int best)
    {
        var common = set.Axes.Take(set.Axes.Count - 1).Select((name, axis) =>
        {
            var values = ranked.Take(best).Select(trial => trial[axis]).ToList();
            return values.Min() == values.Max() ? $"{name} {Text(values[0])}" : $"{name} {Text(values.Min())} to {Text(values.Max())}";
        });
        return $"{Words.Count(ranked.Count, "trial")}. The best tenth has {string.Join(", ", common)}.";
    }

    private static string Text(decimal value) => Numbers.Raw(Math.Round(value, 4));
}
