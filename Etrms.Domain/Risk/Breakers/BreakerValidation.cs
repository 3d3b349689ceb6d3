using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>Why a breaker cannot be saved, by field in the spelling of the JSON.</summary>
public static class BreakerValidation
{
    public static ImmutableArray<(string Field, string Message)> Validate(CircuitBreaker breaker) =>
        breaker.Threshold > 0 ? [] : [("threshold", "The threshold must be above 0.")];
}
