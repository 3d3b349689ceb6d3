using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>The book as so much of BTC, long or short.</summary>
internal sealed class BetaExposure : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "BETA_EXPOSURE",
        Title = "Beta exposure",
        Unit = ConditionUnit.Multiple,
        Formula = "|sum of beta x signed notional| / equity; beta to BTC by hourly returns with a half-life of 10 days, a third of the way towards 1",
        DefaultThreshold = 3m,
        DefaultClearAt = 0.95m,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private readonly ScopeMeasures _measures = context.Scope.Measures;

        private decimal Amount => Math.Abs(_measures.Beta.Value ?? 0);

        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.Reason ?? _measures.Beta.Reason;

        public override bool Reaches(PositionBook? position, decimal level) => Amount is > 0 and var amount && amount >= level * Scope.Equity;

        public override decimal Measure(PositionBook? position) => Ratio.ToEquity(Amount, Scope.Equity);

        public override string Explain(PositionBook? position) =>
            $"{(_measures.Beta.Value < 0 ? "short" : "long")} {Words.Money(Amount)} of BTC by beta / {Words.Money(Scope.Equity)} equity = "
            + Words.Of(decimal.Round(Measure(position), 6), ConditionUnit.Multiple);
    }
}
