using System.Globalization;
using System.Text;

namespace Etrms.Web.Charts;

/// <summary>One row of the table behind a chart, and where it stands in the plot.</summary>
public sealed record ChartRow(double X, IReadOnlyList<string> Cells);

/// <summary>The numbers of a chart as text.</summary>
public sealed record ChartTable(IReadOnlyList<string> Headers, IReadOnlyList<ChartRow> Rows);

/// <summary>One plot of a chart: drawn in a box of 1000 by 100 that the page stretches, with evenly spaced labels beside it.</summary>
/// <param name="Class">Names the plot for the style sheet.</param>
/// <param name="YLabels">From top to bottom, evenly spaced.</param>
/// <param name="Marks">SVG elements inside the box.</param>
public sealed record ChartPane(string Class, IReadOnlyList<string> YLabels, string Marks);

/// <summary>A picture with its title, one sentence that says what it shows, and the same numbers as a table.</summary>
public sealed record SvgChart(
    string Id, string Title, string Summary, IReadOnlyList<ChartPane> Panes, IReadOnlyList<string> XLabels, ChartTable Table)
{
    /// <summary>Address of all the numbers as a file; null when there is none.</summary>
    public string? CsvUrl { get; init; }

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

    internal static string GridLines(int labels) => string.Concat(Enumerable.Range(0, labels).Select(index =>
    {
        var y = At(index * (double)Height / (labels - 1));
        return $"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{y}\" y2=\"{y}\"/>";
    }));
}
