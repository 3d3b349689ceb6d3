using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>The conditions that breakers can use.</summary>
public static class ConditionCatalog
{
    public static ImmutableArray<ConditionDescription> All { get; } = [];

    public static ConditionDescription? Find(string type) => All.FirstOrDefault(condition => condition.Key == type);

    /// <summary>Unit of a breaker's value and threshold with its settings.</summary>
    public static ConditionUnit UnitOf(CircuitBreaker breaker) => Find(breaker.Type)?.Unit ?? ConditionUnit.Fraction;
}
