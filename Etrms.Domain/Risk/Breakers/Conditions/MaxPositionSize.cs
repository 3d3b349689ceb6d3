using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Size of each position by itself.</summary>
internal sealed class MaxPositionSize : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "MAX_POSITION_SIZE",
        Title = "Maximum position size",
        Unit = ConditionUnit.Multiple,
        Formula = "|quantity| x mark / equity, of each position",
        DefaultThreshold = 3m,
        DefaultClearAt = 0.98m,
        IsPerPosition = true,
        Settings =
        [
            new("unit", "Measured in", SettingKind.Choice, "EQUITY", ["EQUITY", "QUOTE", "BASE"],
                "Times equity, value in quote units, or quantity in base units."),
        ],
    };

    public ConditionUnit UnitOf(CircuitBreaker breaker) => new SettingValues(breaker, Description).Choice("unit") switch
    {
        "QUOTE" => ConditionUnit.Quote,
        "BASE" => ConditionUnit.Base,
        _ => ConditionUnit.Multiple,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context, UnitOf(context.Breaker));

    private sealed class Meter(MeterContext context, ConditionUnit unit) : ConditionMeter(context)
    {
        public override bool IsSteady => true;

        public override bool HangsOnDay => false;

        public override bool MayReachAny(decimal level) => unit switch
        {
            ConditionUnit.Multiple => Scope.Equity <= 0 || Scope.LargestNotional >= level * Scope.Equity,
            ConditionUnit.Quote => Scope.LargestNotional >= level,
            _ => true,
        };

        public override bool Reaches(PositionBook? position, decimal level) => position is not null && unit switch
        {
            ConditionUnit.Multiple => position.Notional >= level * Scope.Equity,
            ConditionUnit.Quote => position.Notional >= level,
            _ => Math.Abs(position.Quantity) >= level,
        };

        public override decimal Measure(PositionBook? position) => position is null ? 0 : unit switch
        {
            ConditionUnit.Multiple => Ratio.ToEquity(position.Notional, Scope.Equity),
            ConditionUnit.Quote => position.Notional,
            _ => Math.Abs(position.Quantity),
        };

        public override string Explain(PositionBook? position) => position is null ? "no open position" : unit switch
        {
            ConditionUnit.Multiple =>
                $"{Size(position)} = {Words.Money(position.Notional)}; / {Words.Money(Scope.Equity)} equity = {Words.Of(Measure(position), unit)}",
            ConditionUnit.Quote => $"{Size(position)} = {Words.Money(position.Notional)}",
            _ => $"{position.Contract.Id.Symbol}: {Words.Plain(Math.Abs(position.Quantity))}",
        };

        private static string Size(PositionBook position) =>
            $"{position.Contract.Id.Symbol}: {Words.Plain(Math.Abs(position.Quantity))} x {Words.Plain(position.Contract.Mark)}";
    }
}
