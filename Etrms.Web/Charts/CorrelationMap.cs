using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>How each contract moves with each other: the fuller a cell the more they move as one.</summary>
internal static class CorrelationMap
{
    private const int Levels = 9;

    public static SvgChart? Draw(IReadOnlyList<string> symbols, IReadOnlyList<IReadOnlyList<decimal>> matrix)
    {
        if (symbols.Count < 2)
        {
            return null;
        }

        var pairs = Enumerable.Range(0, symbols.Count).SelectMany(row => Enumerable.Range(0, row).Select(column => (Row: row, Column: column)))
            .OrderByDescending(pair => matrix[pair.Row][pair.Column]).ToList();
        return new SvgChart(
            "correlation-map", "Correlations", Summarise(symbols, matrix, pairs[0], pairs[^1]),
            [new ChartPane("heat", symbols, Marks(symbols.Count, matrix)) { IsBanded = true }],
            symbols,
            new ChartTable(
                ["Contract", "With", "Correlation"],
                [.. pairs.Select(pair => new ChartRow(0, [symbols[pair.Row], symbols[pair.Column], Numbers.Plain(matrix[pair.Row][pair.Column], 2)])
                {
                    Mark = (pair.Row * symbols.Count) + pair.Column,
                })]))
        {
            HasBandedX = true,
            Legend = [new("heat-0", "box", "−1"), new($"heat-{Levels / 2}", "box", "0"), new($"heat-{Levels - 1}", "box", "1")],
        };
    }

    private static string Marks(int size, IReadOnlyList<IReadOnlyList<decimal>> matrix)
    {
        var (width, height) = ((double)SvgChart.Width / size, (double)SvgChart.Height / size);
        return string.Concat(Enumerable.Range(0, size * size).Select(cell =>
        {
            var (row, column) = (cell / size, cell % size);
            var mark = row == column ? "" : $"data-mark=\"{(Math.Max(row, column) * size) + Math.Min(row, column)}\" ";
            return $"<rect class=\"heat-{Level(matrix[row][column])}\" {mark}x=\"{SvgChart.At(column * width)}\" y=\"{SvgChart.At(row * height)}\" width=\"{SvgChart.At(width)}\" height=\"{SvgChart.At(height)}\"/>";
        }));
    }

    private static int Level(decimal correlation) => (int)Math.Clamp((correlation + 1) / 2 * Levels, 0, Levels - 1);

    private static string Summarise(
        IReadOnlyList<string> symbols, IReadOnlyList<IReadOnlyList<decimal>> matrix, (int Row, int Column) most, (int Row, int Column) least) =>
        $"{symbols[most.Row]} and {symbols[most.Column]} move together most ({Numbers.Plain(matrix[most.Row][most.Column], 2)}), "
        + $"{symbols[least.Row]} and {symbols[least.Column]} least ({Numbers.Plain(matrix[least.Row][least.Column], 2)}).";
}
