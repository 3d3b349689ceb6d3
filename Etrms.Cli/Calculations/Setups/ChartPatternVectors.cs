using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Assistant.Setups.ChartPatterns;

namespace Etrms.Cli.Calculations.Setups;

/// <summary>
/// Files of series with one labelled chart pattern each, or none. A pattern is found when one of the right kind is told near the labelled end; a
/// series without one is a false alarm when anything is told.
/// </summary>
internal sealed partial class ChartPatternVectors : IVectorFamily
{
    private const string None = "none";

    public string Name => "labelled chart patterns";

    public bool Takes(VectorFile file) => file.Has("input", "series") && file.Has("expected", "labels") && file.Has("parameters", "kinds");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var bar = file.Tolerance.Text("bar");
        var (least, most, near) = (Stated(RecallPattern(), bar), Stated(AlarmPattern(), bar), Stated(NearPattern(), bar));
        var labelled = file.Input.GetProperty("series").EnumerateArray().Zip(file.Expected.GetProperty("labels").EnumerateArray())
            .Select(each => (Told: SetupFamily.Patterns(each.First.Numbers("c")), Label: each.Second)).ToList();
        var patterns = labelled.Where(each => each.Label.Text("label") != None).ToList();
        var others = labelled.Where(each => each.Label.Text("label") == None).ToList();
        var recall = patterns.Count == 0 ? 1 : (double)patterns.Count(each => each.Told.Exists(pattern => IsRight(pattern, each.Label, near))) / patterns.Count;
        var alarms = others.Count == 0 ? 0 : (double)others.Count(each => each.Told.Count > 0) / others.Count;
        findings.Reached("recall", recall, least);
        findings.Reached("false alarms", alarms, most, isFloor: false);
        foreach (var kind in patterns.GroupBy(each => each.Label.Text("label")).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            findings.Figure(Quality(kind.Key, [.. kind.Select(each => each.Told.Exists(pattern => IsRight(pattern, each.Label, near)))], [.. labelled.SelectMany(each => each.Told)]));
        }
    }

    private static string Quality(string kind, bool[] found, List<ChartPattern> told)
    {
        var (right, all) = (found.Count(isFound => isFound), told.Count(pattern => IsKind(pattern, kind)));
        return string.Create(
            CultureInfo.InvariantCulture, $"{kind}: precision {(all == 0 ? 0 : Math.Min(1, (double)right / all)):0.000}, recall {(double)right / found.Length:0.000}");
    }

    private static bool IsKind(ChartPattern pattern, string kind) => string.Equals(pattern.Kind.ToString(), kind, StringComparison.OrdinalIgnoreCase);

    private static bool IsRight(ChartPattern pattern, JsonElement label, double near) =>
        IsKind(pattern, label.Text("label")) && Math.Abs(pattern.End - label.Number("end")) <= near;

    /// <summary>A number of the bar that the file states.</summary>
    private static double Stated(Regex pattern, string bar) => pattern.Match(bar) is { Success: true } match
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : throw new FormatException($"no bar is stated in \"{bar}\"");

    [GeneratedRegex("recall on patterns >= ([0-9]+(?:[.][0-9]+)?)")]
    private static partial Regex RecallPattern();

    [GeneratedRegex("false alarms on none <= ([0-9]+(?:[.][0-9]+)?)")]
    private static partial Regex AlarmPattern();

    [GeneratedRegex("within ([0-9]+) bars")]
    private static partial Regex NearPattern();
}
