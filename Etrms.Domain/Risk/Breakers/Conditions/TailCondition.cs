using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>What value at risk and expected shortfall share: settings, the model that is asked, and the unit.</summary>
internal abstract class TailCondition : ICondition
{
    private const string Vote = "VOTE";

    public abstract ConditionDescription Description { get; }

    protected static ImmutableArray<ConditionSetting> TailSettings { get; } =
    [
        new("confidence", "Confidence", SettingKind.Number, "0.99", [], "0.99 looks at the worst hour in a hundred.") { Min = 0.95m, Max = 0.995m },
        new("horizon_hours", "Horizon", SettingKind.Number, "24", [], "Hours ahead.") { Min = 1, Max = 24 },
        new("model", "Model", SettingKind.Choice, Vote, ["HISTORICAL", "FHS", "EVT", Vote],
            "Past returns as they were, past surprises at today's volatility, a fitted tail of them, or the strictest of those that pass their own test."),
        new("unit", "Measured in", SettingKind.Choice, "FRACTION", ["FRACTION", "QUOTE"], "A share of equity, or money."),
    ];

    public ConditionUnit UnitOf(CircuitBreaker breaker) =>
        new SettingValues(breaker, Description).Choice("unit") == "QUOTE" ? ConditionUnit.Quote : ConditionUnit.Fraction;

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        var settings = new SettingValues(breaker, Description);
        var hours = settings.Number("horizon_hours");
        if (hours % 1 != 0)
        {
            yield return ("settings.horizon_hours", "The horizon is a whole number of hours.");
        }

        var longest = (HourCloses.Kept - 1) / HistoricalTail.Enough;
        if (settings.Choice("model") == "HISTORICAL" && hours > longest)
        {
            yield return ("settings.horizon_hours",
                $"The hours that are kept have {HistoricalTail.Enough} separate stretches of at most {longest} hours. Choose FHS, EVT or VOTE for a longer horizon.");
        }
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(this, context, new SettingValues(context.Breaker, Description));

    protected abstract Measured Read(TailBook tail);

    protected abstract Measured Read(TailBook tail, TailModel model);

    private sealed class Meter(TailCondition condition, MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly TailBook _tail = context.Scope.Measures.TailOf(settings.Number("confidence"), (int)settings.Number("horizon_hours"));
        private readonly string _modelName = settings.Choice("model");
        private readonly bool _isMoney = settings.Choice("unit") == "QUOTE";

        private readonly TailModel? _model = settings.Choice("model") switch
        {
            "HISTORICAL" => TailModel.Historical,
            "FHS" => TailModel.Fhs,
            "EVT" => TailModel.Evt,
            _ => null,
        };

        private Measured Amount => _model is { } model ? condition.Read(_tail, model) : condition.Read(_tail);

        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.Reason ?? Amount.Reason;

        public override void Release() => Scope.Measures.Release(_tail);

        public override bool Reaches(PositionBook? position, decimal level) =>
            Amount.Value is > 0 and { } amount && amount >= (_isMoney ? level : level * Scope.Equity);

        public override decimal Measure(PositionBook? position)
        {
            var amount = Amount.Value ?? 0;
            return _isMoney ? amount : Ratio.ToEquity(amount, Scope.Equity);
        }

        public override string Explain(PositionBook? position)
        {
            var amount = $"{Words.Money(Amount.Value ?? 0)} {condition.Description.Title.ToLowerInvariant()} in {_tail.Hours} h at "
                + $"{Words.Percent(_tail.Confidence)} ({_modelName})";
            return _isMoney ? amount : $"{amount} / {Words.Money(Scope.Equity)} equity = {Words.Percent(decimal.Round(Measure(position), 6))}";
        }
    }
}
