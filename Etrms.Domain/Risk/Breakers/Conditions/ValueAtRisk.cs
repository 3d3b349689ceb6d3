using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>The loss that today's positions pass only with a small probability within the horizon.</summary>
internal sealed class ValueAtRisk : TailCondition
{
    public override ConditionDescription Description { get; } = new()
    {
        Key = "VAR",
        Title = "Value at risk",
        Unit = ConditionUnit.Fraction,
        Formula = "loss that the positions of now pass with probability 1 - confidence within the horizon, by hourly returns of the last weeks, over equity or in money",
        DefaultThreshold = 0.1m,
        DefaultClearAt = 0.9m,
        Settings = TailSettings,
    };

    protected override Measured Read(TailBook tail) => tail.ValueAtRisk;

    protected override Measured Read(TailBook tail, TailModel model) => tail.ValueAtRiskBy(model);
}
