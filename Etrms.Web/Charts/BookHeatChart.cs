using System.Globalization;
using System.Text;
using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>What stood at which price over time: the fuller a cell the more, with the middle of the book as a line.</summary>
internal static class BookHeatChart
{
    private const int Levels = 9;
    private const int PriceLabels = 5;

    /// <summary>A few levels hold far more than all others: the scale ends below them, so that the others can be told apart.</summary>
    private const double TopQuantile = 0.98;

    public static SvgChart? Draw(BookHeatView heat)
    {
        if (heat.Columns.Count < 2 || heat.Step is not { } step || heat.Bottom is not { } bottom)
        {
            return null;
        }

        var top = TopOf(heat);
        return new SvgChart(
            "book-heat", $"What stood in the book of {heat.Symbol} over time", Summarise(heat),
            [new ChartPane("heat book", PricesOf(bottom, step, heat.Rows), Marks(heat, top) + Middle(heat))],
            Times(heat),
            new ChartTable(
                ["Time (UTC)", "Middle", "Most below", "at", "Most above", "at"],
                [.. heat.Columns.Select((column, place) => Row(heat, column, (place + 0.5) * SvgChart.Width / heat.Columns.Count)).Reverse()]))
        {
            Legend =
            [
                new("heat-0", "box", "Nothing"),
                new($"heat-{Levels / 2}", "box", $"About {Short(SizeOf(Levels / 2, top))}"),
                new($"heat-{Levels - 1}", "box", $"{Short(SizeOf(Levels - 1, top))} or more"),
                new("heat-none", "box", "Not seen"),
                new("middle", "line", "Middle"),
            ],
        };
    }

    /// <summary>One path per level, each cell a box in it; neighbours along time are one box.</summary>
    private static string Marks(BookHeatView heat, double top)
    {
        var paths = Enumerable.Range(0, Levels).Select(_ => new StringBuilder()).ToArray();
        var (width, height) = ((double)SvgChart.Width / heat.Columns.Count, (double)SvgChart.Height / heat.Rows);
        for (var row = 0; row < heat.Rows; row++)
        {
            var y = SvgChart.At((heat.Rows - 1 - row) * height);
            for (var from = 0; from < heat.Columns.Count;)
            {
                var (level, until) = (LevelOf(heat.Columns[from].Sizes[row], top), from + 1);
                while (until < heat.Columns.Count && LevelOf(heat.Columns[until].Sizes[row], top) == level)
                {
                    until++;
                }

                if (level is { } known)
                {
                    var across = SvgChart.At((until - from) * width);
                    paths[known].Append($"M{SvgChart.At(from * width)} {y}h{across}v{SvgChart.At(height)}h-{across}z");
                }

                from = until;
            }
        }

        return $"<rect class=\"heat-none\" x=\"0\" y=\"0\" width=\"{SvgChart.Width}\" height=\"{SvgChart.Height}\"/>"
            + string.Concat(paths.Select((path, level) => path.Length == 0 ? "" : $"<path class=\"heat-{level}\" d=\"{path}\"/>"));
    }

    private static string Middle(BookHeatView heat) => $"<path class=\"middle\" d=\"{SvgChart.Line(heat.Columns.Select((column, place) => (
        (place + 0.5) * SvgChart.Width / heat.Columns.Count,
        SvgChart.Height * (1 - (double)((column.Mid - heat.Bottom!.Value) / (heat.Step!.Value * heat.Rows))))))}\"/>";

    /// <summary>Null where nothing was seen.</summary>
    private static int? LevelOf(decimal? size, double top) =>
        size is not { } known ? null : known <= 0 || top <= 0 ? 0 : (int)Math.Min(Math.Sqrt((double)known / top) * Levels, Levels - 1);

    /// <summary>Least size of a level: the inverse of the above.</summary>
    private static double SizeOf(int level, double top) => top * level * level / (Levels * Levels);

    private static double TopOf(BookHeatView heat)
    {
        double[] sizes = [.. heat.Columns.SelectMany(column => column.Sizes).Where(size => size > 0).Select(size => (double)size!.Value).Order()];
        return sizes.Length == 0 ? 0 : sizes[(int)((sizes.Length - 1) * TopQuantile)];
    }

    private static List<string> PricesOf(decimal bottom, decimal step, int rows) =>
        [.. Enumerable.Range(0, PriceLabels).Select(index => Price(bottom + (step * rows * (PriceLabels - 1 - index) / (PriceLabels - 1)), step))];

    private static ChartRow Row(BookHeatView heat, BookHeatColumnView column, double x)
    {
        var (below, above) = (Most(heat, column, isBelow: true), Most(heat, column, isBelow: false));
        return new ChartRow(x, [Time(column.At), Price(column.Mid, heat.Step!.Value), below.Size, below.Price, above.Size, above.Price]);
    }

    private static (string Size, string Price) Most(BookHeatView heat, BookHeatColumnView column, bool isBelow)
    {
        var (bottom, step) = (heat.Bottom!.Value, heat.Step!.Value);
        var rows = column.Sizes.Select((size, row) => (Size: size, Price: bottom + (step * row) + (step / 2)))
            .Where(row => row.Size > 0 && row.Price < column.Mid == isBelow).ToList();
        return rows.Count == 0 ? (Numbers.Unknown, Numbers.Unknown) : (Short((double)rows.MaxBy(row => row.Size).Size!.Value), Price(rows.MaxBy(row => row.Size).Price, step));
    }

    private static string Summarise(BookHeatView heat)
    {
        var newest = heat.Columns[^1];
        var (below, above) = (Most(heat, newest, isBelow: true), Most(heat, newest, isBelow: false));
        return $"{Words.Count(heat.Columns.Count, "book")} from {Time(heat.Columns[0].At)} to {Time(newest.At)} UTC in rows of {Numbers.Raw(heat.Step)}. "
            + $"In the newest, with its middle at {Price(newest.Mid, heat.Step!.Value)}, most stands at {below.Price} below it ({below.Size}) and at {above.Price} above it ({above.Size}).";
    }

    private static List<string> Times(BookHeatView heat) => [.. new TimeAxis(heat.Columns[0].At, heat.Columns[^1].At).Labels(4)];

    private static string Price(decimal price, decimal step) => Numbers.Plain(price, Math.Clamp((int)Math.Ceiling(-Math.Log10((double)step)) + 1, 0, 8));

    private static string Short(double size) => size >= 10_000 ? Numbers.Compact((decimal)size) : size.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
