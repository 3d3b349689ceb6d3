using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>The mean loss of today's positions in those cases that pass the value at risk.</summary>
internal sealed class ExpectedShortfall : TailCondition
{
    public override ConditionDescription Description { get; } = new()
    {
        Key = "ES",
        Title = "Expected shortfall",
        Unit = ConditionUnit.Fraction,
        Formula = "mean loss of the positions of now in the worst share 1 - confidence of cases within the horizon, by hourly returns of the last weeks, over equity or in money",
        DefaultThreshold = 0.15m,
        DefaultClearAt = 0.9m,
        Settings = TailSettings,
    };

    protected override Measured Read(TailBook tail) => tail.ExpectedShortfall;

    protected override Measured Read(TailBook tail, TailModel model) => tail.ExpectedShortfallBy(model);
}
