using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>What each position has given back from its best price since the entry.</summary>
internal sealed class TrailingStop : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "TRAILING_STOP",
        Title = "Trailing stop",
        Unit = ConditionUnit.Fraction,
        Formula = "distance of the mark from the best price since entry: 1 - mark / high of a long, mark / low - 1 of a short",
        DefaultThreshold = 0.05m,
        DefaultClearAt = 0.5m,
        IsPerPosition = true,
        Settings =
        [
            new("unit", "Measured in", SettingKind.Choice, "PRICE_PCT", ["PRICE_PCT", "R", "ATR"],
                "A share of the best price, times the risk per unit that the first stop-loss set (R), or times the average true range of 14 hours (ATR)."),
            new("activate_at", "Active from", SettingKind.Number, "0", [],
                "Best profit from which it trails, in the same unit: 0.02 is 2 %, 0.02 R or 0.02 ATR; 0 from the start.") { Min = 0, Max = 100 },
        ],
    };

    public ConditionUnit UnitOf(CircuitBreaker breaker) => MeasuredIn(breaker) == "PRICE_PCT" ? ConditionUnit.Fraction : ConditionUnit.Multiple;

    ConditionMeter ICondition.CreateMeter(MeterContext context) => MeasuredIn(context.Breaker) switch
    {
        "R" => new RiskMeter(context, ActivateAt(context.Breaker)),
        "ATR" => new RangeMeter(context, ActivateAt(context.Breaker)),
        _ => new PriceMeter(context, ActivateAt(context.Breaker)),
    };

    private string MeasuredIn(CircuitBreaker breaker) => new SettingValues(breaker, Description).Choice("unit");

    private decimal ActivateAt(CircuitBreaker breaker) => new SettingValues(breaker, Description).Number("activate_at");

    private abstract class Meter(MeterContext context, decimal activateAt) : ConditionMeter(context)
    {
        public override bool HasPeak => true;

        public override string? UnknownReasonOf(PositionBook? position) => position is not null && Best(position) <= 0
            ? "its entry is not known" : null;

        /// <summary>Only a mark moves what was given back, and only in its own contract.</summary>
        public override bool MayReachAny(decimal level)
        {
            if (Books.Marked is not { } contract)
            {
                return true;
            }

            for (var i = 0; i < contract.Positions.Count; i++)
            {
                if (Reaches(contract.Positions[i], level))
                {
                    return true;
                }
            }

            return false;
        }

        public override bool Reaches(PositionBook? position, decimal level) =>
            position is not null && Given(position) >= level * Unit(position) && IsActive(position);

        public override decimal Measure(PositionBook? position) =>
            position is not null && IsActive(position) && Unit(position) is > 0 and var unit ? Given(position) / unit : 0;

        public override string Explain(PositionBook? position) => position is null ? "no open position"
            : !IsActive(position) ? $"{position.Contract.Id.Symbol} has not yet gained what the trail waits for"
            : $"{position.Contract.Id.Symbol}: best {Words.Plain(Best(position))}, now {Words.Plain(position.Contract.Mark)}, given back {Name(position)}";

        protected static decimal Best(PositionBook position) => position.Quantity > 0 ? position.High : position.Low;

        /// <summary>What one unit is measured in, in quote units.</summary>
        protected abstract decimal Unit(PositionBook position);

        protected abstract decimal GainUnit(PositionBook position);

        protected abstract string Name(PositionBook position);

        private static decimal Given(PositionBook position) => Math.Abs(Best(position) - position.Contract.Mark);

        private bool IsActive(PositionBook position) =>
            activateAt == 0 || Math.Abs(Best(position) - position.Report.EntryPrice) >= activateAt * GainUnit(position);
    }

    private sealed class PriceMeter(MeterContext context, decimal activateAt) : Meter(context, activateAt)
    {
        protected override decimal Unit(PositionBook position) => Best(position);

        protected override decimal GainUnit(PositionBook position) => position.Report.EntryPrice;

        protected override string Name(PositionBook position) => Words.Percent(Measure(position));
    }

    private sealed class RiskMeter(MeterContext context, decimal activateAt) : Meter(context, activateAt)
    {
        public override string? UnknownReasonOf(PositionBook? position) => position is { RiskPerUnit: 0 }
            ? "no stop-loss has been seen, so its R is not known" : base.UnknownReasonOf(position);

        protected override decimal Unit(PositionBook position) => position.RiskPerUnit;

        protected override decimal GainUnit(PositionBook position) => position.RiskPerUnit;

        protected override string Name(PositionBook position) => $"{Words.Plain(decimal.Round(Measure(position), 4))} R of {Words.Plain(position.RiskPerUnit)}";
    }

    private sealed class RangeMeter(MeterContext context, decimal activateAt) : Meter(context, activateAt)
    {
        /// <summary>A range of two days ago still says how far a usual hour goes; blindness would leave no stop at all.</summary>
        public override string? UnknownReasonOf(PositionBook? position) => position is null || Range(position) > 0 && IsKnown(position)
            ? base.UnknownReasonOf(position) : "the hours of its past prices are too few or too old for an average true range";

        protected override decimal Unit(PositionBook position) => Range(position);

        protected override decimal GainUnit(PositionBook position) => Range(position);

        protected override string Name(PositionBook position) => $"{Words.Plain(decimal.Round(Measure(position), 4))} ATR of {Words.Plain(Range(position))}";

        private static decimal Range(PositionBook position) => position.Contract.Hours.AverageRange;

        private bool IsKnown(PositionBook position) =>
            Books.Clock.MarketNow - position.Contract.Hours.Until is var age && age >= 0 && age <= Books.Settings.CorrelationStaleAfter.Ticks;
    }
}
