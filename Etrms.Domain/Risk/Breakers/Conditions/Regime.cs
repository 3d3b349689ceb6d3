namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>The market is in a named state with at least some probability for some bars.</summary>
internal sealed class Regime : ICondition
{
    private static readonly string[] States = ["CALM", "TREND", "RANGE", "TURBULENT"];

    public ConditionDescription Description { get; } = new()
    {
        Key = "REGIME",
        Title = "Market regime",
        Unit = ConditionUnit.Fraction,
        Formula = "probability that the market is in one of the named states, held for some bars",
        DefaultThreshold = 0.8m,
        DefaultClearAt = 0.9m,
        Settings =
        [
            new("states", "States", SettingKind.Text, "TURBULENT", [], $"One or more of {string.Join(", ", States)}, separated by commas."),
            new("bars", "Held for", SettingKind.Number, "3", [], "Bars in a row.") { Min = 1, Max = 1_000 },
        ],
    };

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        var settings = new SettingValues(breaker, Description);
        var named = settings.Choice("states").Split(',', StringSplitOptions.TrimEntries);
        if (named.FirstOrDefault(state => !States.Contains(state, StringComparer.Ordinal)) is { } stranger)
        {
            yield return ("settings.states", $"\"{stranger}\" is not a state. Known are {string.Join(", ", States)}.");
        }

        if (settings.Number("bars") % 1 != 0)
        {
            yield return ("settings.bars", "Bars are counted in whole numbers.");
        }
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new AwaitedMeter(context, "no service tells the market's regime yet");
}
