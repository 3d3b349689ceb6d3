namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Thresholds that count things.</summary>
internal static class WholeNumber
{
    public static IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker, string things)
    {
        if (breaker.Threshold != Math.Floor(breaker.Threshold))
        {
            yield return ("threshold", $"The number of {things} must be a whole number.");
        }
    }

    /// <summary>A condition that only holds or does not: its value is 1 or 0.</summary>
    public static IEnumerable<(string Field, string Message)> ValidateOne(CircuitBreaker breaker)
    {
        if (breaker.Threshold != 1)
        {
            yield return ("threshold", "This condition holds or does not: its threshold is 1.");
        }
    }
}
