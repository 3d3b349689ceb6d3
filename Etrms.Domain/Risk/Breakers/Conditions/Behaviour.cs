namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>A detector of the trader's own conduct says that something is off.</summary>
internal sealed class Behaviour : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "BEHAVIOUR",
        Title = "Behaviour",
        Unit = ConditionUnit.Fraction,
        Formula = "score of a detector over the trading day, from 0 to 1",
        DefaultThreshold = 0.8m,
        DefaultClearAt = 0.9m,
        Settings =
        [
            new("detector", "Detector", SettingKind.Choice, "TILT", ["REVENGE", "OVERTRADING", "TILT", "OVERCONFIDENCE", "STOP_MOVING", "AVERAGING_DOWN"],
                "Trading right after a loss, too often, or larger after a bad or a good run; widening stops; adding to losers."),
        ],
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new AwaitedMeter(context, "no detector of behaviour is there yet");
}
