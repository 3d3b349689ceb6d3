using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Orders, or refusals, in the last minute: ours and those typed elsewhere. Stops a program that has run away.</summary>
internal sealed class OrderRate : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "ORDER_RATE",
        Title = "Order rate",
        Unit = ConditionUnit.Count,
        Formula = "orders that appeared in the last 60 seconds, whoever sent them",
        DefaultThreshold = 60m,
        DefaultClearAt = 0.5m,
        Settings =
        [
            new("counts", "Counts", SettingKind.Choice, "ORDERS", ["ORDERS", "REFUSALS"],
                "Orders that were placed, or orders that the venue refused and attempts that failed."),
        ],
    };

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker) => WholeNumber.Validate(breaker, "orders");

    ConditionMeter ICondition.CreateMeter(MeterContext context) =>
        new Meter(context, new SettingValues(context.Breaker, Description).Choice("counts") == "REFUSALS");

    private sealed class Meter(MeterContext context, bool countsRefusals) : ConditionMeter(context)
    {
        private readonly Queue<long> _times = new();

        public override bool IsPaced => true;

        public override string? UnknownReason => null;

        public override void OnOrder(in PlacedOrder order)
        {
            if (order.IsRefused == countsRefusals && Scope.Scope.Covers(order.Account, order.Instrument, order.Underlying))
            {
                _times.Enqueue(Books.Clock.Now);
            }
        }

        public override void Observe()
        {
            while (_times.TryPeek(out var oldest) && Books.Clock.Now - oldest >= TimeSpan.TicksPerMinute)
            {
                _times.Dequeue();
            }
        }

        public override bool Reaches(PositionBook? position, decimal level) => _times.Count >= level;

        public override decimal Measure(PositionBook? position) => _times.Count;

        public override string Explain(PositionBook? position) =>
            $"{_times.Count} {(countsRefusals ? "refused or failed orders" : "orders")} in the last minute";

        public override bool TryRebase()
        {
            _times.Clear();
            return true;
        }

        public override MeterState Capture() => new(
            ImmutableSortedDictionary<string, decimal>.Empty, [.. _times.Select(at => new MeterPoint(EngineClock.At(at), 1))]);

        public override void Restore(MeterState state)
        {
            foreach (var point in state.Points)
            {
                _times.Enqueue(point.At.UtcTicks);
            }
        }
    }
}
