using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>Values over two parameters.</summary>
/// <param name="X">Name of the parameter along the width, and its values in order.</param>
/// <param name="Y">That along the height.</param>
/// <param name="ValueName">What the cells hold.</param>
/// <param name="Cells">By place of x and place of y; a combination that was not tried or failed is missing.</param>
public sealed record HeatMapSource(
    (string Name, IReadOnlyList<decimal> Values) X, (string Name, IReadOnlyList<decimal> Values) Y, string ValueName,
    IReadOnlyDictionary<(int X, int Y), decimal> Cells);

/// <summary>An optimisation over two parameters: the brighter a cell the better, the best one framed.</summary>
internal static class HeatMap
{
    private const int Levels = 9;
    private const int MostLabels = 12;
    private const int TableRows = 200;

    public static SvgChart? Draw(HeatMapSource source)
    {
        if (source.Cells.Count == 0)
        {
            return null;
        }

        var best = source.Cells.MaxBy(cell => cell.Value).Key;
        return new SvgChart(
            "heat-map", $"{source.ValueName} by {source.X.Name} and {source.Y.Name}", Summarise(source, best),
            [new ChartPane("heat", Labels(source.Y.Values.Reverse()), Marks(source, best)) { IsBanded = IsShort(source.Y.Values) }],
            Labels(source.X.Values),
            Table(source))
        {
            HasBandedX = IsShort(source.X.Values),
            Legend = Legend(source),
        };
    }

    private static string Marks(HeatMapSource source, (int X, int Y) best)
    {
        var (width, height) = ((double)SvgChart.Width / source.X.Values.Count, (double)SvgChart.Height / source.Y.Values.Count);
        var (low, high) = (source.Cells.Values.Min(), source.Cells.Values.Max());
        string Cell(int x, int y, string name, string mark) =>
            $"<rect class=\"{name}\" {mark} x=\"{SvgChart.At(x * width)}\" y=\"{SvgChart.At((source.Y.Values.Count - 1 - y) * height)}\" width=\"{SvgChart.At(width)}\" height=\"{SvgChart.At(height)}\"/>";
        var cells = Places(source).Select(place => source.Cells.TryGetValue(place, out var value)
            ? Cell(place.X, place.Y, $"heat-{Level(value, low, high)}", $"data-mark=\"{MarkOf(source, place)}\"")
            : Cell(place.X, place.Y, "heat-none", ""));
        return string.Concat(cells) + Cell(best.X, best.Y, "heat-best", "");
    }

    private static IEnumerable<(int X, int Y)> Places(HeatMapSource source) =>
        Enumerable.Range(0, source.Y.Values.Count).SelectMany(y => Enumerable.Range(0, source.X.Values.Count).Select(x => (x, y)));

    private static int MarkOf(HeatMapSource source, (int X, int Y) place) => (place.Y * source.X.Values.Count) + place.X;

    private static int Level(decimal value, decimal low, decimal high) =>
        high == low ? Levels - 1 : (int)Math.Min((value - low) / (high - low) * Levels, Levels - 1);

    private static List<LegendEntry> Legend(HeatMapSource source) =>
    [
        new("heat-0", "box", Numbers.Plain(source.Cells.Values.Min(), 2)),
        new($"heat-{Levels / 2}", "box", Numbers.Plain((source.Cells.Values.Min() + source.Cells.Values.Max()) / 2, 2)),
        new($"heat-{Levels - 1}", "box", Numbers.Plain(source.Cells.Values.Max(), 2)),
        new("heat-best", "box", "Best"),
    ];

    private static bool IsShort(IReadOnlyList<decimal> values) => values.Count <= MostLabels;

    private static List<string> Labels(IEnumerable<decimal> values)
    {
        var all = values.Select(value => Numbers.Raw(value)).ToList();
        const int Few = 5;
        return all.Count <= MostLabels ? all : [.. Enumerable.Range(0, Few).Select(index => all[index * (all.Count - 1) / (Few - 1)])];
    }

    private static ChartTable Table(HeatMapSource source) => new(
        [source.X.Name, source.Y.Name, source.ValueName],
        [.. source.Cells.OrderByDescending(cell => cell.Value).Take(TableRows).Select(cell => new ChartRow(
            0, [Numbers.Raw(source.X.Values[cell.Key.X]), Numbers.Raw(source.Y.Values[cell.Key.Y]), Numbers.Plain(cell.Value, 3)])
        {
            Mark = MarkOf(source, cell.Key),
        })]);

    private static string Summarise(HeatMapSource source, (int X, int Y) best)
    {
        var neighbours = source.Cells.Where(cell => cell.Key != best && Math.Abs(cell.Key.X - best.X) <= 1 && Math.Abs(cell.Key.Y - best.Y) <= 1).Select(cell => cell.Value).ToList();
        var around = neighbours.Count == 0 ? "" : $" The cells around it have {Numbers.Plain(neighbours.Average(), 2)} on average.";
        return $"The best {source.ValueName} is {Numbers.Plain(source.Cells[best], 2)} at {source.X.Name} {Numbers.Raw(source.X.Values[best.X])} "
            + $"and {source.Y.Name} {Numbers.Raw(source.Y.Values[best.Y])}.{around} {Words.Count(source.Cells.Count, "combination")} shown"
            + (source.Cells.Count > TableRows ? $", the best {TableRows} of them in the table." : ".");
    }
}
