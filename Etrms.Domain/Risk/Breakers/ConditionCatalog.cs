using System.Collections.Immutable;
using Etrms.Domain.Risk.Breakers.Conditions;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>The conditions that breakers can use.</summary>
public static class ConditionCatalog
{
    private static readonly ImmutableArray<ICondition> Conditions =
    [
        new MaxDrawdown(),
        new ProfitAndLoss(),
        new MaxPositionSize(),
        new ConsecutiveLosses(),
        new Leverage(),
        new StaleData(),
        new TrailingStop(),
        new MarginRatio(),
        new LiquidationDistance(),
        new Exposure(),
        new Concentration(),
        new CorrelatedExposure(),
        new BetaExposure(),
        new ValueAtRisk(),
        new ExpectedShortfall(),
        new FundingCost(),
        new Liquidity(),
        new Volatility(),
        new TimeBased(),
        new TradeCount(),
        new OrderRate(),
        new UnprotectedPosition(),
        new StopNotFilled(),
        new Disconnected(),
        new ReconcileMismatch(),
        new Regime(),
        new Behaviour(),
        new Manual(),
    ];

    public static ImmutableArray<ConditionDescription> All { get; } = [.. Conditions.Select(condition => condition.Description)];

    public static ConditionDescription? Find(string type) => ConditionOf(type)?.Description;

    public static ICondition? ConditionOf(string type) => Conditions.FirstOrDefault(condition => condition.Description.Key == type);

    /// <summary>Unit of a breaker's value and threshold with its settings.</summary>
    public static ConditionUnit UnitOf(CircuitBreaker breaker) => ConditionOf(breaker.Type)?.UnitOf(breaker) ?? ConditionUnit.Fraction;
}
