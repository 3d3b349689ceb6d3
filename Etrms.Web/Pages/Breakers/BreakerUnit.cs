using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Contracts.Mapping;

namespace Etrms.Web.Pages.Breakers;

/// <summary>The unit of a limit while its breaker is written: the settings of a condition decide about it.</summary>
internal static class BreakerUnit
{
    /// <summary>The Api's name of the unit; empty for an unknown condition.</summary>
    public static string Of(ConditionView? condition, IDictionary<string, string?> settings)
    {
        if (condition is null)
        {
            return "";
        }

        var chosen = condition.Settings
            .Where(setting => settings.TryGetValue(setting.Name, out var value) && value is not null && setting.Choices.Contains(value))
            .ToImmutableSortedDictionary(setting => setting.Name, setting => settings[setting.Name]!, StringComparer.Ordinal);
        return BreakerWords.UnitOf(condition, chosen);
    }
}
