using System.Globalization;

namespace Etrms.Web.Charts;

/// <summary>One line; a place without a value is a gap.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<decimal?> Values);

/// <summary>What a chart of lines is called and how its numbers are written.</summary>
/// <param name="Places">What stands along the width, evenly spaced, oldest or shortest first.</param>
/// <param name="PlaceName">Head of their column.</param>
public sealed record LinesSource(
    string Id, string Title, string PlaceName, IReadOnlyList<string> Places, IReadOnlyList<ChartLine> Lines, Func<decimal?, string> Write);

/// <summary>Several lines over the same places, told apart by colour and by the pattern of their strokes.</summary>
internal static class LinesChart
{
    private const int TableRows = 60;
    private const int Labels = 5;
    private const int ManyPlaces = 60;

    /// <summary>Characters that fit below a chart on a phone.</summary>
    private const int ShortLabels = 30;

    public static SvgChart? Draw(LinesSource source)
    {
        var lines = source.Lines.Where(line => line.Values.Any(value => value is not null)).ToList();
        if (lines.Count == 0 || source.Places.Count < 2)
        {
            return null;
        }

        var values = lines.SelectMany(line => line.Values).OfType<decimal>().ToList();
        var scale = Scale.Around(values.Min(), values.Max(), 4);
        return new SvgChart(
            source.Id, source.Title, Summarise(source, lines),
            [new ChartPane("compare", [.. scale.Labels.Select(label => source.Write(label))], Marks(lines, scale, source.Places.Count))],
            [.. LabelsOf(source.Places)],
            Table(source, lines))
        {
            Legend = lines.Count > 1 ? [.. lines.Select((line, index) => new LegendEntry(ClassOf(index), "line", line.Name))] : [],
        };
    }

    private static string Marks(List<ChartLine> lines, Scale scale, int places) => SvgChart.GridLines(scale.Steps + 1)
        + string.Concat(lines.Select((line, index) => string.Concat(Runs(line, scale, places).Select(run => $"<path class=\"{ClassOf(index)}\" d=\"{run}\"/>"))));

    /// <summary>A line is broken where a value is unknown, not drawn across.</summary>
    private static IEnumerable<string> Runs(ChartLine line, Scale scale, int places)
    {
        var run = new List<(double X, double Y)>();
        for (var i = 0; i <= line.Values.Count; i++)
        {
            if (i < line.Values.Count && line.Values[i] is { } value)
            {
                run.Add((XOf(i, places), scale.ToY(value)));
            }
            else if (run.Count > 0)
            {
                yield return run.Count > 1 ? SvgChart.Line(run) : SvgChart.Dot(run[0].X, run[0].Y);
                run.Clear();
            }
        }
    }

    private static ChartTable Table(LinesSource source, List<ChartLine> lines)
    {
        var every = Math.Max(1, source.Places.Count / TableRows);
        return new ChartTable(
            [source.PlaceName, .. lines.Select(line => line.Name)],
            [.. Enumerable.Range(0, source.Places.Count).Where(place => place % every == 0 || place == source.Places.Count - 1)
                .Select(place => new ChartRow(
                    XOf(place, source.Places.Count), [source.Places[place], .. lines.Select(line => source.Write(line.Values[place]))]))]);
    }

    /// <summary>Labels stand evenly spaced, so only places that do are named; of very many the nearest will do.</summary>
    private static IEnumerable<string> LabelsOf(IReadOnlyList<string> places)
    {
        if (places.Sum(place => place.Length) <= ShortLabels)
        {
            return places;
        }

        var steps = Enumerable.Range(1, Labels - 1).Last(step => step == 1 || places.Count > ManyPlaces || (places.Count - 1) % step == 0);
        return Enumerable.Range(0, steps + 1).Select(index => places[index * (places.Count - 1) / steps]);
    }

    private static string Summarise(LinesSource source, List<ChartLine> lines) => string.Join(" ", lines.Select(line =>
    {
        var known = line.Values.OfType<decimal>().ToList();
        return $"{line.Name}: {source.Write(known[^1])} last, between {source.Write(known.Min())} and {source.Write(known.Max())}.";
    }));

    private static double XOf(int place, int places) => place * (double)SvgChart.Width / (places - 1);

    private static string ClassOf(int index) => string.Create(CultureInfo.InvariantCulture, $"series-{index + 1}");
}
