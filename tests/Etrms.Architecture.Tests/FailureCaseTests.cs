using System.Text.RegularExpressions;

namespace Etrms.Architecture.Tests;

/// <summary>docs/failure-cases.md names every failure case and the tests that prove it.</summary>
public sealed partial class FailureCaseTests
{
    private const int Cases = 69;

    private static readonly List<(string Id, string[] Tests)> Table =
    [
        .. Row().Matches(Repository.Read("docs/failure-cases.md"))
            .Select(row => (row.Groups["id"].Value, row.Groups["tests"].Value.Split("<br>", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
    ];

    private static readonly HashSet<string> Written = [.. Repository.Sources("tests").SelectMany(file => TestsIn(File.ReadAllText(file)))];

    [Fact]
    public void Every_case_stands_in_the_table_once()
    {
        var expected = Enumerable.Range(1, Cases).Select(number => $"FC-{number:00}");

        Assert.Equal(expected, Table.Select(row => row.Id).Take(Cases));
        Assert.Equal(Table.Count, Table.DistinctBy(row => row.Id).Count());
    }

    [Fact]
    public void No_case_is_without_a_test() => Assert.Empty(Table.Where(row => row.Tests.Length == 0).Select(row => row.Id));

    [Fact]
    public void Every_test_in_the_table_exists() => Assert.Empty(Table.SelectMany(row => row.Tests).Except(Written));

    [Fact]
    public void Every_test_in_the_table_carries_the_id_of_its_case() => Assert.All(
        Table.SelectMany(row => row.Tests.Select(test => (row.Id, Method: test.Split('.')[^1]))),
        entry => Assert.StartsWith(entry.Id.Replace('-', '_') + "_", entry.Method, StringComparison.Ordinal));

    [Fact]
    public void Every_test_of_a_case_stands_in_the_table() => Assert.Empty(Written.Except(Table.SelectMany(row => row.Tests)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_scan_finds_a_test_by_its_class_and_method()
    {
        // Put together here, so that the scan does not find it in this file.
        const string id = "FC_99";
        const string source = $$"""
            public sealed class SomeTests
            {
                [Theory]
                [InlineData("0")]
                public async Task {{id}}_It_holds(string mark) => await Nothing();

                public void {{id}}_is_no_test() { }
            }
            """;

        Assert.Equal(["SomeTests.FC_99_It_holds"], TestsIn(source));
    }

    private static IEnumerable<string> TestsIn(string source) =>
        from test in Test().Matches(source)
        let type = Class().Matches(source[..test.Index])[^1].Groups[1].Value
        select $"{type}.{test.Groups[1].Value}";

    [GeneratedRegex(@"^\| (?<id>FC-\d\d) \|[^|]*\|(?<tests>[^|]*)\|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b(?:(?!\bpublic )[\s\S])*?\bpublic (?:async )?(?:void|Task|ValueTask) (FC_\w+)\(")]
    private static partial Regex Test();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class();
}
