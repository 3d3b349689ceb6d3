namespace Etrms.Domain.Risk.Breakers;

/// <summary>A kind of measurement that breakers can use. A further one is one file and one line in <see cref="ConditionCatalog"/>.</summary>
public interface ICondition
{
    ConditionDescription Description { get; }

    /// <summary>Unit of value and threshold with a breaker's settings.</summary>
    ConditionUnit UnitOf(CircuitBreaker breaker) => Description.Unit;

    /// <summary>True when every position in scope is watched by itself under a breaker's settings.</summary>
    bool IsPerPosition(CircuitBreaker breaker) => Description.IsPerPosition;

    /// <summary>What is wrong with a breaker beyond the rules that hold for every condition.</summary>
    IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker) => [];

    /// <summary>True when the market analysis may narrow its threshold.</summary>
    bool FollowsMarkets => false;

    internal ConditionMeter CreateMeter(MeterContext context);
}
