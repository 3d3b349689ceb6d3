namespace Etrms.Domain.Risk.Breakers;

public enum BreakerChange
{
    None,
    Tighter,
    Looser,
}

/// <summary>Whether a changed breaker protects less than before.</summary>
public static class BreakerComparison
{
    /// <summary>The change from one revision to the next; null as next is a deletion.</summary>
    public static BreakerChange Compare(CircuitBreaker before, CircuitBreaker? after) =>
        after is null || after.Threshold > before.Threshold ? BreakerChange.Looser : BreakerChange.Tighter;
}
