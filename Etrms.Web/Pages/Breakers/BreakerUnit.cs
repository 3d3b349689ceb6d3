using System.Collections.Immutable;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;

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
        var asWritten = new CircuitBreaker
        {
            Id = Guid.Empty,
            Name = "",
            Type = condition.Type,
            Threshold = condition.DefaultThreshold,
            Stages = [],
            Settings = chosen,
        };
        return ConditionCatalog.UnitOf(asWritten).ToString().ToLowerInvariant();
    }
}
