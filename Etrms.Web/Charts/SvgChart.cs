using System.Globalization;
using System.Text;

namespace Etrms.Web.Charts;

/// <summary>One row of the table behind a chart, and where it stands in the plot.</summary>
public sealed record ChartRow(double X, IReadOnlyList<string> Cells)
{
    /// <summary>Number of the mark that shows this row, where a mark and not a place along the plot is read.</summary>
    public int? Mark { get; init; }
}

/// <summary>A kind of mark and what it stands for.</summary>
/// <param name="Class">That of the marks.</param>
/// <param name="Shape">"line", "box" or "dot".</param>
public sealed record LegendEntry(string Class, string Shape, string Text);

/// <summary>The numbers of a chart as text.</summary>
public sealed record ChartTable(IReadOnlyList<string> Headers, IReadOnlyList<ChartRow> Rows);

/// <summary>One plot of a chart: drawn in a box of 1000 by 100 that the page stretches, with evenly spaced labels beside it.</summary>
/// <param name="Class">Names the plot for the style sheet.</param>
/// <param name="YLabels">From top to bottom, evenly spaced.</param>
/// <param name="Marks">SVG elements inside the box.</param>
public sealed record ChartPane(string Class, IReadOnlyList<string> YLabels, string Marks)
{
    /// <summary>True when each label stands for a band of the box and not for a line in it.</summary>
    public bool IsBanded { get; init; }
}

/// <summary>A picture with its title, one sentence that says what it shows, and the same numbers as a table.</summary>
public sealed record SvgChart(
    string Id, string Title, string Summary, IReadOnlyList<ChartPane> Panes, IReadOnlyList<string> XLabels, ChartTable Table)
{
    /// <summary>Address of all the numbers as a file; null when there is none.</summary>
    public string? CsvUrl { get; init; }

    public IReadOnlyList<LegendEntry> Legend { get; init; } = [];

    /// <summary>True when each label below stands for a band of the width and not for a line in it.</summary>
    public bool HasBandedX { get; init; }

    public const int Width = 1000;
    public const int Height = 100;

    /// <summary>Coordinates need no more than two decimals in a box of this size.</summary>
    internal static string At(double coordinate) => coordinate.ToString("0.##", CultureInfo.InvariantCulture);

    internal static string Line(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(At(x)).Append(' ').Append(At(y));
        }

        return path.ToString();
    }

    /// <summary>The area between two lines over the same places.</summary>
    internal static string Band(IReadOnlyList<(double X, double Y)> upper, IReadOnlyList<(double X, double Y)> lower) =>
        $"{Line(upper.Concat(lower.Reverse()))}Z";

    /// <summary>A dot keeps its size however the box is stretched: it is a line of no length with a round end.</summary>
    internal static string Dot(double x, double y) => $"M{At(x)} {At(y)}h0";

    internal static string GridLines(int labels) => string.Concat(Enumerable.Range(0, labels).Select(index =>
    {
        var y = At(index * (double)Height / (labels - 1));
        return $"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{y}\" y2=\"{y}\"/>";
    }));
}
