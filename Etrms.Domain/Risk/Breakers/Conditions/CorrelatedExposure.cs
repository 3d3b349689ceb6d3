using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>What the book weighs when its contracts move together as they lately did. Unknown correlations count as a crash's 0.95.</summary>
internal sealed class CorrelatedExposure : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "CORRELATED_EXPOSURE",
        Title = "Correlated exposure",
        Unit = ConditionUnit.Multiple,
        Formula = "root of n' rho n / equity: signed notionals n, correlations rho of hourly returns; 0.95 for every pair when they are missing or two days old",
        DefaultThreshold = 3m,
        DefaultClearAt = 0.95m,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private readonly ScopeMeasures _measures = context.Scope.Measures;

        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.Reason ?? _measures.Correlated.Reason;

        public override bool Reaches(PositionBook? position, decimal level) =>
            _measures.Correlated.Value is > 0 and { } weight && weight >= level * Scope.Equity;

        public override decimal Measure(PositionBook? position) => Ratio.ToEquity(_measures.Correlated.Value ?? 0, Scope.Equity);

        public override string Explain(PositionBook? position) =>
            $"{Words.Money(_measures.Correlated.Value ?? 0)} correlation-adjusted notional / {Words.Money(Scope.Equity)} equity = "
            + Words.Of(decimal.Round(Measure(position), 6), ConditionUnit.Multiple)
            + (_measures.StressedBecause is { } reason ? $"; at a correlation of 0.95, since {reason}" : "");
    }
}
