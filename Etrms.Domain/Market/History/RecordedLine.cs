using System.Globalization;

namespace Etrms.Domain.Market.History;

/// <summary>One row of a recorded file: comma-separated, the first column milliseconds since 1970 in UTC. Says in words what it cannot take.</summary>
internal static class RecordedLine
{
    // What numeric(28,10) holds; a digit that the store would round away is refused rather than lost.
    private const int MostDecimals = 10;
    private const decimal Largest = 999_999_999_999_999_999m;
    private const long LatestMs = 32_503_680_000_000;

    /// <summary>Reads the time and as many numbers as there is room for; columns after them are not read. Returns the fault.</summary>
    public static string? Read(ReadOnlySpan<char> line, ReadOnlySpan<string> columns, out DateTimeOffset at, Span<decimal> numbers)
    {
        at = default;
        var number = 0;
        foreach (var range in line.Split(','))
        {
            var field = line[range];
            if (number == 0)
            {
                if (!TryTime(field, out at))
                {
                    return $"\"{Short(field)}\" is no {columns[0]}";
                }
            }
            else if (number <= numbers.Length && FaultOf(field, out numbers[number - 1]) is { } fault)
            {
                return $"the {columns[number]} {fault}";
            }

            number++;
        }

        return number == columns.Length ? null : $"has {number} columns, the header {columns.Length}";
    }

    private static bool TryTime(ReadOnlySpan<char> text, out DateTimeOffset at)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < LatestMs;
        at = isTime ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : default;
        return isTime;
    }

    private static string? FaultOf(ReadOnlySpan<char> text, out decimal value)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return $"\"{Short(text)}\" is not a number";
        }

        return Math.Abs(value) > Largest ? $"{value} is too large"
            : decimal.Round(value, MostDecimals) != value ? $"{value} has more than {MostDecimals} decimals"
            : null;
    }

    private static string Short(ReadOnlySpan<char> text) => text.Length <= 30 ? text.ToString() : $"{text[..30]}…";
}
