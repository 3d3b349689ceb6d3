using System.Text.RegularExpressions;

namespace Etrms.Architecture.Tests;

/// <summary>Domain has no clock, no unseeded randomness, no I/O, no async and no logging.</summary>
public sealed partial class DomainPurityTests
{
    [Fact]
    public void Domain_sources_hold_nothing_impure()
    {
        var found = Repository.Sources("Etrms.Domain")
            .SelectMany(file => File.ReadLines(file).Select((line, number) => (file, line, number)))
            .Where(place => !place.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Impure().IsMatch(place.line))
            .Select(place => $"{Path.GetRelativePath(Repository.Root, place.file)}:{place.number + 1} {place.line.Trim()}");

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("var dice = new Random();")]
    [InlineData("Random.Shared.Next();")]
    [InlineData("async Task Do() { }")]
    [InlineData("ILogger log")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("File.ReadAllText(path)")]
    [InlineData("Stopwatch.StartNew()")]
    public void The_scan_finds_what_it_looks_for(string line) => Assert.Matches(Impure(), line);

    [GeneratedRegex(
        @"\b(DateTime|DateTimeOffset)\.(Utc)?Now\b|\bnew Random\(\)|\bRandom\.Shared\b|\basync\b|\bTask\b|\bILogger\b|\bGuid\.(NewGuid|CreateVersion7)\b"
        + @"|\bTimeProvider\b|\bStopwatch\b|\bEnvironment\.\b|\b(File|Directory|HttpClient|Socket|Console)\.|\bThread\b")]
    private static partial Regex Impure();
}
