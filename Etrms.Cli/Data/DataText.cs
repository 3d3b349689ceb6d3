using System.Text;

namespace Etrms.Cli.Data;

internal static class DataText
{
    public static string Instant(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm");

    public static string Instant(DateTimeOffset? instant) => instant is { } known ? Instant(known) : "-";

    /// <summary>Columns as wide as their widest cell; numbers, in the named columns, to the right.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<string[]> rows, params int[] numbers)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = new StringBuilder();
            for (var column = 0; column < row.Length; column++)
            {
                var cell = numbers.Contains(column) ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]);
                line.Append(cell).Append("  ");
            }

            yield return line.ToString().TrimEnd();
        }
    }
}
