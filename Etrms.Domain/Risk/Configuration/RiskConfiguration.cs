using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Configuration;

/// <summary>One setting that differs.</summary>
public sealed record SettingDifference(RiskSetting Setting, string Before, string After, BreakerChange Change);

/// <summary>What came of reading named values as settings: the settings, or the reasons by field.</summary>
public sealed record ConfigurationReading(RiskSettings Settings, ImmutableArray<(string Field, string Message)> Faults);

/// <summary>Settings as named values, what is wrong with them, and what sets two of them apart.</summary>
public static class RiskConfiguration
{
    /// <summary>Every value by the key of its setting, in the order of the catalog.</summary>
    public static IReadOnlyDictionary<string, string> ValuesOf(RiskSettings settings) =>
        SettingCatalog.All.ToDictionary(setting => setting.Key, setting => setting.TextOf(settings), StringComparer.Ordinal);

    /// <summary>Puts values by key over settings; what is not named keeps its value.</summary>
    public static ConfigurationReading Read(RiskSettings settings, IReadOnlyDictionary<string, string> values)
    {
        var faults = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var (key, text) in values)
        {
            var reading = SettingCatalog.Find(key)?.Read(settings, text) ?? new SettingReading(null, "There is no such setting.");
            settings = reading.Settings ?? settings;
            if (reading.Reason is { } reason)
            {
                faults.Add((key, reason));
            }
        }

        return new ConfigurationReading(settings, faults.Count > 0 ? faults.ToImmutable() : Conflicts(settings));
    }

    /// <summary>Stored values as settings, whatever became of the keys since: what is not known any more is left out, what is new has its default.</summary>
    public static RiskSettings Stored(IReadOnlyDictionary<string, string> values) => SettingCatalog.All.Aggregate(
        RiskSettings.Default,
        (settings, setting) => values.TryGetValue(setting.Key, out var text) ? setting.Read(settings, text).Settings ?? settings : settings);

    /// <summary>Empty when every value lies within its bounds and they fit together.</summary>
    public static ImmutableArray<(string Field, string Message)> Validate(RiskSettings settings) => Read(settings, ValuesOf(settings)).Faults;

    public static ImmutableArray<SettingDifference> Compare(RiskSettings before, RiskSettings after) =>
    [
        .. SettingCatalog.All.Where(setting => setting.TextOf(before) != setting.TextOf(after))
            .Select(setting => new SettingDifference(setting, setting.TextOf(before), setting.TextOf(after), setting.Compare(before, after))),
    ];

    /// <summary>The effective settings with all of the configured ones that protects no less.</summary>
    public static RiskSettings Tighten(RiskSettings effective, RiskSettings configured) =>
        SettingCatalog.All.Aggregate(effective, (settings, setting) => setting.Tighten(settings, configured));

    /// <summary>The settings with one section as another has it.</summary>
    public static RiskSettings WithSection(RiskSettings settings, SettingSection section, RiskSettings source) =>
        section.Settings.Aggregate(settings, (changed, setting) => setting.Copy(source, changed));

    /// <summary>SHA-256 over every name and value in order: two configurations with the same hash protect the same.</summary>
    public static string HashOf(RiskSettings settings)
    {
        var text = string.Concat(SettingCatalog.All.Select(setting => $"{setting.Key}={setting.TextOf(settings)}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// Values that contradict each other. Only settings that tighten in the same direction stand here, so that what holds for the configured and
    /// for the effective settings also holds for the tighter of both.
    /// </summary>
    private static ImmutableArray<(string Field, string Message)> Conflicts(RiskSettings settings)
    {
        var faults = ImmutableArray.CreateBuilder<(string, string)>();
        Require(settings.MarkStaleAfter <= settings.NoNewRiskAfter, "staleness.no_new_risk_after", "Must not be before the mark price is stale.");
        Require(settings.NoNewRiskAfter <= settings.CriticalAfter, "staleness.critical_after", "Must not be before new risk is refused.");
        Require(settings.CrossCheckEvery <= settings.AccountCheckStaleAfter, "staleness.account_check_stale_after", "Must not be before the next reading is due.");
        Require(settings.BlindAfter <= settings.MaxBlind, "staleness.max_blind", "Must not be before a breaker is called blind.");
        Require(settings.FirstRetry <= settings.LongestRetry, "execution.longest_retry", "Must not be shorter than the first pause.");
        return faults.ToImmutable();

        void Require(bool holds, string field, string message)
        {
            if (!holds)
            {
                faults.Add((field, message));
            }
        }
    }
}
