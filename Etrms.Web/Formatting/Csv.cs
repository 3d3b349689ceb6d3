using System.Globalization;
using System.Text;

namespace Etrms.Web.Formatting;

/// <summary>Rows as comma-separated text (RFC 4180): numbers with a point, times in ISO 8601, and no cell that a spreadsheet would run.</summary>
public static class Csv
{
    private const string RunsInSpreadsheets = "=+-@\t\r";
    private static readonly char[] Quoted = [',', '"', '\n', '\r'];

    public static byte[] Write(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        Append(text, headers);
        foreach (var row in rows)
        {
            Append(text, row);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, IReadOnlyList<object?> cells) =>
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(object? value) => value switch
    {
        null => "",
        decimal number => Numbers.Raw(number),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Text(value.ToString() ?? ""),
    };

    private static string Text(string text)
    {
        var safe = text.Length > 0 && RunsInSpreadsheets.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.IndexOfAny(Quoted) < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
