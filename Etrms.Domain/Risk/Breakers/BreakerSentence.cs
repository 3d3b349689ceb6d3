namespace Etrms.Domain.Risk.Breakers;

/// <summary>The whole rule in one sentence.</summary>
public static class BreakerSentence
{
    public static string Describe(CircuitBreaker breaker) => $"{breaker.Type} at {breaker.Threshold}.";
}
