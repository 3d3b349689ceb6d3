using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>How long the mark has been past a stop that still rests: a stop with a limit may not fill in a gap.</summary>
internal sealed class StopNotFilled : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "STOP_NOT_FILLED",
        Title = "Stop not filled",
        Unit = ConditionUnit.Seconds,
        Formula = "time since the mark passed the trigger of a resting stop without a fill",
        DefaultThreshold = 5m,
        DefaultClearAt = 0.5m,
        IsPerPosition = true,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private readonly LegTimers _passed = new(StopCover.HasPassedStop);

        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.HoldingsReason ?? Scope.Reason;

        public override void Observe() => _passed.Observe(Scope.Positions, Books.Clock.Now);

        public override bool Reaches(PositionBook? position, decimal level) =>
            _passed.Age(position, Books.Clock.Now) is > 0 and var age && age >= level * TimeSpan.TicksPerSecond;

        public override decimal Measure(PositionBook? position) =>
            (decimal)_passed.Age(position, Books.Clock.Now) / TimeSpan.TicksPerSecond;

        public override string Explain(PositionBook? position) => position is null ? "no open position"
            : Measure(position) is > 0 and var seconds
                ? $"{position.Contract.Id.Symbol}: a stop has been passed for {Words.Of(seconds, ConditionUnit.Seconds)} without a fill"
                : $"{position.Contract.Id.Symbol}: no resting stop has been passed";

        public override MeterState Capture() => _passed.Capture();

        public override void Restore(MeterState state) => _passed.Restore(state);
    }
}
