using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Gross notional over equity.</summary>
internal sealed class Leverage : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "LEVERAGE",
        Title = "Leverage",
        Unit = ConditionUnit.Multiple,
        Formula = "sum of |quantity| x mark / equity",
        DefaultThreshold = 5m,
        DefaultClearAt = 0.95m,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        public override bool IsSteady => true;

        public override bool HangsOnDay => false;

        public override bool Reaches(PositionBook? position, decimal level) =>
            Scope.Gross != 0 && Scope.Gross >= level * Scope.Equity;

        public override decimal Measure(PositionBook? position) => Ratio.ToEquity(Scope.Gross, Scope.Equity);

        public override string Explain(PositionBook? position) =>
            $"{Words.Money(Scope.Gross)} gross notional / {Words.Money(Scope.Equity)} equity = {Words.Of(Measure(position), ConditionUnit.Multiple)}";
    }
}
