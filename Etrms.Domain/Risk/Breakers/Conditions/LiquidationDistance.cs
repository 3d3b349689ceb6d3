using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>
/// How far prices are from liquidation: each position's own, the others standing still, or all of an account's moving together, which is
/// nearer as soon as two positions fall together.
/// </summary>
internal sealed class LiquidationDistance : ICondition
{
    /// <summary>A position that no price can liquidate, or none at all: the whole price away.</summary>
    private const decimal Never = 1m;

    /// <summary>Loss and growing margin of a short use a buffer up faster than its loss alone; no bracket asks for more than half.</summary>
    private const decimal MarginGrowth = 1.5m;

    public ConditionDescription Description { get; } = new()
    {
        Key = "LIQUIDATION_DISTANCE",
        Title = "Liquidation distance",
        Unit = ConditionUnit.Fraction,
        Formula = "|mark - liquidation price| / mark of each position, its own price moving alone; or the smallest common move of prices, each by its beta to BTC and at least 1, at which an account's equity falls to its maintenance margin; trips at or below the threshold",
        DefaultThreshold = 0.1m,
        DefaultClearAt = 1.2m,
        IsPerPosition = true,
        IsFalling = true,
        Settings =
        [
            new("of", "Distance of", SettingKind.Choice, "POSITION", ["POSITION", "JOINT"],
                "Each position by itself, or each account with all its prices moving together, down or up: each by its beta to BTC, and at least by the same share."),
        ],
    };

    public bool IsPerPosition(CircuitBreaker breaker) => new SettingValues(breaker, Description).Choice("of") == "POSITION";

    ConditionMeter ICondition.CreateMeter(MeterContext context) =>
        IsPerPosition(context.Breaker) ? new PositionMeter(context) : new JointMeter(context);

    private sealed class PositionMeter(MeterContext context) : ConditionMeter(context)
    {
        public override string? UnknownReasonOf(PositionBook? position) =>
            position is { Contract.Table: null, Report.LiquidationPrice: null }
                ? "its margin table is not loaded or too old, and the venue names no liquidation price" : null;

        /// <summary>A cheap bound: while the buffer outlasts the largest cross position's move to the level, no one is there.</summary>
        public override bool MayReachAny(decimal level)
        {
            var largest = MarginGrowth * level * Scope.LargestNotional;
            for (var i = 0; i < Scope.Accounts.Count; i++)
            {
                var account = Scope.Accounts[i];
                if (account.HasIsolated || account.Maintenance is not { } maintenance || account.Value - maintenance <= largest)
                {
                    return true;
                }
            }

            return false;
        }

        public override bool Reaches(PositionBook? position, decimal level) => position is not null && Measure(position) <= level;

        public override decimal Measure(PositionBook? position) =>
            position is { Contract.Mark: > 0 and var mark } && PositionMeasures.LiquidationPrice(position) is { } liquidation
                ? Math.Sign(position.Quantity) * (mark - liquidation) / mark
                : Never;

        public override string Explain(PositionBook? position) => position is null ? "no open position"
            : PositionMeasures.LiquidationPrice(position) is { } liquidation
                ? $"{position.Contract.Id.Symbol}: mark {Words.Plain(position.Contract.Mark)}, liquidation at {Words.Plain(decimal.Round(liquidation, 8))}, {Words.Percent(decimal.Round(Measure(position), 6))} away"
                : $"{position.Contract.Id.Symbol}: no price would liquidate it";
    }

    /// <summary>Found with the clock and after fills: a search over all positions costs more than a tick may.</summary>
    private sealed class JointMeter(MeterContext context) : ConditionMeter(context)
    {
        private readonly JointBook _joint = context.Scope.Measures.Joint;

        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.Reason ?? _joint.Reason;

        public override bool Reaches(PositionBook? position, decimal level) => _joint.Nearest <= level;

        public override decimal Measure(PositionBook? position) => _joint.Nearest;

        public override string Explain(PositionBook? position) => _joint.NearestName is { } account
            ? $"{account}: a common move of {Words.Percent(decimal.Round(_joint.Nearest, 6))} uses its equity up to the maintenance margin"
            : "no common move of prices would liquidate an account";
    }
}
