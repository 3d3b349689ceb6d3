using Etrms.Cli.Data;
using Etrms.Contracts;

namespace Etrms.Cli.Configuration;

internal static class ConfigText
{
    public static async Task PrintAsync(Terminal terminal, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await terminal.Out.WriteLineAsync(line);
        }
    }

    public static IEnumerable<string> Differences(IReadOnlyList<SettingDifferenceView> differences) => differences.Count == 0
        ? ["No setting differs."]
        : DataText.Table([["setting", "before", "after", "protects"], .. differences.Select(Row)]);

    public static IEnumerable<string> History(IReadOnlyList<RiskConfigurationVersionView> versions) => versions.Count == 0
        ? ["Nothing was saved yet: everything stands at its defaults."]
        : DataText.Table([["version", "saved (UTC)", "by", "changes", "note"], .. versions.Select(Row)], numbers: 0);

    public static IEnumerable<string> Import(RiskConfigurationImportView import)
    {
        foreach (var line in Differences(import.Differences))
        {
            yield return line;
        }

        foreach (var breaker in import.Breakers)
        {
            yield return $"Breaker \"{breaker.Name}\" {(import.IsApplied ? "is" : "would be")} {breaker.Outcome.ToString().ToLowerInvariant()}"
                + $"{(breaker.Outcome == BreakerImport.Changed ? $" ({Protects(breaker.Change.ToString())})" : "")}.";
        }

        yield return import.IsApplied ? $"Taken over; version {import.Version} is configured."
            : import.Differences.Count + import.Breakers.Count == 0 ? "Everything is just so already."
            : "Nothing was changed. To take it over: --apply";
    }

    private static string[] Row(SettingDifferenceView difference) =>
        [difference.Key, Shown(difference.Before), Shown(difference.After), Protects(difference.Change.ToString())];

    private static string[] Row(RiskConfigurationVersionView version) =>
    [
        $"{version.Version}", DataText.Instant(version.SavedAt), version.SavedBy,
        string.Join("; ", version.Differences.Select(difference => $"{difference.Key}: {Shown(difference.Before)} to {Shown(difference.After)}")),
        version.Note,
    ];

    private static string Shown(string value) => value.Length > 0 ? value : "none";

    private static string Protects(string change) => change == "None" ? "no matter" : change.ToLowerInvariant();
}
