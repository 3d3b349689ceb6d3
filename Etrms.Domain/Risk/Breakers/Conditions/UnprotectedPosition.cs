using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>How long each position has been without a resting stop that covers it.</summary>
internal sealed class UnprotectedPosition : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "UNPROTECTED_POSITION",
        Title = "Unprotected position",
        Unit = ConditionUnit.Seconds,
        Formula = "time since the position lacked resting stops on its losing side that cover at least 99 % of it",
        DefaultThreshold = 60m,
        DefaultClearAt = 0.5m,
        IsPerPosition = true,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private readonly LegTimers _unprotected = new(position => !StopCover.IsCovered(position));

        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.HoldingsReason;

        public override void Observe() => _unprotected.Observe(Scope.Positions, Books.Clock.Now);

        public override bool Reaches(PositionBook? position, decimal level) =>
            _unprotected.Age(position, Books.Clock.Now) is > 0 and var age && age >= level * TimeSpan.TicksPerSecond;

        public override decimal Measure(PositionBook? position) =>
            (decimal)_unprotected.Age(position, Books.Clock.Now) / TimeSpan.TicksPerSecond;

        public override string Explain(PositionBook? position) => position is null ? "no open position"
            : $"{position.Contract.Id.Symbol}: stops cover {Words.Plain(StopCover.Quantity(position))} of {Words.Plain(Math.Abs(position.Quantity))}"
                + (Measure(position) > 0 ? $" for {Words.Of(Measure(position), ConditionUnit.Seconds)}" : "");

        public override MeterState Capture() => _unprotected.Capture();

        public override void Restore(MeterState state) => _unprotected.Restore(state);
    }
}
