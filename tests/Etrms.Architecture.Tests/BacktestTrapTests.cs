using System.Text.RegularExpressions;

namespace Etrms.Architecture.Tests;

/// <summary>docs/backtest-traps.md names every trap of backtesting and the tests that prove it.</summary>
public sealed partial class BacktestTrapTests
{
    private const int Traps = 49;

    private static readonly List<(int Number, string[] Tests)> Table =
    [
        .. Row().Matches(Repository.Read("docs/backtest-traps.md")).Select(row => (
            int.Parse(row.Groups["number"].Value), row.Groups["tests"].Value.Split("<br>", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
    ];

    private static readonly HashSet<string> Written = [.. Repository.Sources("tests").SelectMany(file => TestsIn(File.ReadAllText(file)))];

    [Fact]
    public void Every_trap_stands_in_the_table_once() => Assert.Equal(Enumerable.Range(1, Traps), Table.Select(row => row.Number));

    [Fact]
    public void No_trap_is_without_a_test() => Assert.Empty(Table.Where(row => row.Tests.Length == 0).Select(row => row.Number));

    [Fact]
    public void The_table_and_the_tests_name_the_same() => Assert.Equal(Written.Order(StringComparer.Ordinal), Table.SelectMany(row => row.Tests).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_test_in_the_table_carries_the_number_of_its_trap() => Assert.All(
        Table.SelectMany(row => row.Tests.Select(test => (row.Number, Method: test.Split('.')[^1]))),
        entry => Assert.StartsWith($"Trap_{entry.Number:00}_", entry.Method, StringComparison.Ordinal));

    private static IEnumerable<string> TestsIn(string source) =>
        from test in Test().Matches(source)
        let type = Class().Matches(source[..test.Index])[^1].Groups[1].Value
        select $"{type}.{test.Groups[1].Value}";

    [GeneratedRegex(@"^\| (?<number>\d\d) \|[^|]*\|(?<tests>[^|]*)\|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b(?:(?!\bpublic )[\s\S])*?\bpublic (?:async )?(?:void|Task|ValueTask) (Trap_\d\d_\w+)\(")]
    private static partial Regex Test();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class();
}
