using System.Globalization;
using System.Text.Json;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>What differs between a golden file and what came out here.</summary>
internal sealed class Findings
{
    /// <summary>Relative difference up to which figures are equal.</summary>
    public const double Tolerance = 1e-9;

    private readonly List<string> _differences = [];

    public int Compared { get; private set; }

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Equal to 1e-9 relative; near 0 the difference itself counts.</summary>
    public void Number(string what, JsonElement expected, double? actual) => Number(what, expected.ValueKind == JsonValueKind.Null ? null : expected.GetDouble(), actual);

    public void Number(string what, double? expected, double? actual, double tolerance = Tolerance)
    {
        var isEqual = (expected, actual) switch
        {
            (null, null) => true,
            ({ } left, { } right) => left.Equals(right) || Math.Abs(left - right) <= tolerance * Math.Max(Math.Abs(left), Math.Abs(right))
                || Math.Abs(left - right) <= tolerance * 1e-3,
            _ => false,
        };
        Note(isEqual, what, Text(expected), Text(actual));
    }

    public void Same<T>(string what, T expected, T actual) =>
        Note(EqualityComparer<T>.Default.Equals(expected, actual), what, $"{expected}", $"{actual}");

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "nothing";

    private void Note(bool isEqual, string what, string expected, string actual)
    {
        Compared++;
        if (!isEqual)
        {
            _differences.Add($"{what} is {actual}, not {expected}");
        }
    }
}
