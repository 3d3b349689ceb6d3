using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Round trips begun since the trading day began.</summary>
internal sealed class TradeCount : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "TRADE_COUNT",
        Title = "Trades per day",
        Unit = ConditionUnit.Count,
        Formula = "positions opened since the trading day began; adding to one does not count",
        DefaultThreshold = 20m,
        DefaultClearAt = 0.5m,
    };

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker) => WholeNumber.Validate(breaker, "trades");

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private int _count;

        public override bool IsPaced => true;

        public override bool IsSteady => true;

        /// <summary>Fills are facts: the count stays known while prices are not.</summary>
        public override string? UnknownReason => null;

        public override void OnTradeOpened(in OpenedTrade trade)
        {
            // A fill that comes in late belongs to the day it was made in.
            if (trade.At.UtcTicks >= Books.Day.StartAt && Scope.Scope.Covers(trade.Key.Account, trade.Key.Instrument, trade.Underlying))
            {
                _count++;
            }
        }

        public override void OnDayStarted(bool isNewWeek, bool isNewMonth) => _count = 0;

        public override bool Reaches(PositionBook? position, decimal level) => _count >= level;

        public override decimal Measure(PositionBook? position) => _count;

        public override string Explain(PositionBook? position) => $"{_count} position{(_count == 1 ? "" : "s")} opened today";

        public override bool TryRebase()
        {
            _count = 0;
            return true;
        }

        public override MeterState Capture() => new(ImmutableSortedDictionary<string, decimal>.Empty.Add("count", _count), []);

        public override void Restore(MeterState state) => _count = (int)state.Values["count"];
    }
}
