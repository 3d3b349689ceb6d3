using System.Globalization;
using System.Text.Json;

namespace Etrms.Cli.Calculations;

/// <summary>What a vector file expects against what came out: values compared, values that match, and where the first differences are.</summary>
internal sealed class VectorFindings
{
    private readonly Dictionary<string, (int Count, string First)> _differences = new(StringComparer.Ordinal);

    private readonly List<string> _figures = [];

    public int Compared { get; private set; }

    public int Matched { get; private set; }

    /// <summary>Share of the compared values that match.</summary>
    public double Share => Compared == 0 ? 0 : (double)Matched / Compared;

    /// <summary>What a file that is judged by a bar reached, whether that is enough or not.</summary>
    public IReadOnlyList<string> Figures => _figures;

    /// <summary>One line per key that differs, with its first difference.</summary>
    public IEnumerable<string> Differences =>
        _differences.Select(each => each.Value.Count == 1 ? each.Value.First : $"{each.Value.First} (and {each.Value.Count - 1:N0} more)");

    /// <summary>One value; null and NaN are undefined, which only undefined matches.</summary>
    public void Value(string key, JsonElement expected, double? actual, Tolerance tolerance) => Value(key, key, NumberOf(expected), actual, tolerance);

    public void Value(string key, double? expected, double? actual, Tolerance tolerance) => Value(key, key, expected, actual, tolerance);

    /// <summary>Every value of a series, from an index on; an element that is null must come out as NaN.</summary>
    public void Series(string key, JsonElement expected, ReadOnlySpan<double> actual, Tolerance tolerance, int from = 0)
    {
        if (expected.GetArrayLength() != actual.Length)
        {
            Note(key, expected.GetArrayLength(), 0, $"{key} has {actual.Length} values, not {expected.GetArrayLength()}");
            return;
        }

        for (var i = from; i < actual.Length; i++)
        {
            Value(key, $"{key}[{i}]", NumberOf(expected[i]), actual[i], tolerance);
        }
    }

    /// <summary>Every value of a matrix, given as rows.</summary>
    public void Matrix(string key, JsonElement expected, double[,] actual, Tolerance tolerance)
    {
        if (expected.GetArrayLength() != actual.GetLength(0))
        {
            Note(key, Math.Max(CountOf(expected), 1), 0, $"{key} has {actual.GetLength(0)} rows, not {expected.GetArrayLength()}");
            return;
        }

        for (var row = 0; row < actual.GetLength(0); row++)
        {
            Series($"{key}[{row}]", expected[row], Enumerable.Range(0, actual.GetLength(1)).Select(column => actual[row, column]).ToArray(), tolerance);
        }
    }

    /// <summary>Something that must be the same: a word, a count, a flag.</summary>
    public void Same<T>(string key, T expected, T actual) =>
        Note(key, 1, EqualityComparer<T>.Default.Equals(expected, actual) ? 1 : 0, $"{key} is {actual}, not {expected}");

    /// <summary>Something that the file expects and nothing here computes.</summary>
    public void Missing(string key, JsonElement expected) => Note(key, Math.Max(CountOf(expected), 1), 0, $"{key} is not known here");

    /// <summary>Several values judged together, such as signals of which a share may differ.</summary>
    public void Judged(string key, int values, int matched, string difference) => Note(key, values, matched, difference);

    /// <summary>A figure that must reach a bar, or stay below one.</summary>
    public void Reached(string key, double figure, double bar, bool isFloor = true)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{key} {figure:0.000} (at {(isFloor ? "least" : "most")} {bar:0.000})");
        _figures.Add(text);
        Note(key, 1, (isFloor ? figure >= bar : figure <= bar) ? 1 : 0, text);
    }

    /// <summary>A figure without a bar.</summary>
    public void Figure(string text) => _figures.Add(text);

    private void Value(string key, string place, double? expected, double? actual, Tolerance tolerance)
    {
        actual = actual is { } number && double.IsNaN(number) ? null : actual;
        if (expected is null && actual is null)
        {
            return;
        }

        var matches = expected is { } wanted && actual is { } came && tolerance.Accepts(wanted, came);
        Note(key, 1, matches ? 1 : 0, matches ? "" : $"{place} is {Text(actual)}, not {Text(expected)}");
    }

    private void Note(string key, int values, int matched, string difference)
    {
        Compared += values;
        Matched += matched;
        if (matched < values)
        {
            var known = _differences.GetValueOrDefault(key, (0, difference));
            _differences[key] = (known.Item1 + values - matched, known.Item2);
        }
    }

    /// <summary>Values in it, at any depth.</summary>
    private static int CountOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Sum(CountOf),
        JsonValueKind.Object => element.EnumerateObject().Sum(member => CountOf(member.Value)),
        JsonValueKind.Null => 0,
        _ => 1,
    };

    private static double? NumberOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => element.GetDouble(),
    };

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "undefined";
}
