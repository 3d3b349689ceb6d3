using System.Collections.Immutable;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts.Mapping;

/// <summary>What the domain says of a breaker, for those who see the contracts alone.</summary>
public static class BreakerWords
{
    /// <summary>The Api's name of the unit of a limit: the settings of a condition decide about it.</summary>
    public static string UnitOf(ConditionView condition, ImmutableSortedDictionary<string, string> settings)
    {
        var asWritten = new CircuitBreaker
        {
            Id = Guid.Empty,
            Name = "",
            Type = condition.Type,
            Threshold = condition.DefaultThreshold,
            Stages = [],
            Settings = settings,
        };
        return NameOf(ConditionCatalog.UnitOf(asWritten));
    }

    public static string NameOf(ConditionUnit unit) => unit.ToString().ToLowerInvariant();

    /// <summary>The first stage beyond where a breaker stands, as a share of its limit, and what it does; null when there is none left.</summary>
    public static (decimal At, string Deeds)? NextStageOf(BreakerView breaker) =>
        BreakerReading.Of(breaker.Configuration, breaker.Id, breaker.Revision).Breaker is { } rule
        && rule.Stages.FirstOrDefault(stage => stage.At > (breaker.Progress ?? 0)) is { } stage
            ? (stage.At, string.Join(", ", BreakerSentence.Deeds(stage.Actions, rule))) : null;
}
