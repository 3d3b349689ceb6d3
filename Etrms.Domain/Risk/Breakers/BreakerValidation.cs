using System.Collections.Immutable;
using System.Globalization;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>Why a breaker cannot be saved, by field in the spelling of the JSON.</summary>
public static class BreakerValidation
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(366);

    /// <summary>Empty when the breaker is sound.</summary>
    public static ImmutableArray<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        if (ConditionCatalog.ConditionOf(breaker.Type) is not { } condition)
        {
            var known = string.Join(", ", ConditionCatalog.All.Select(description => description.Key));
            return [("type", $"\"{breaker.Type}\" is not a known condition. Known are {known}.")];
        }

        var settings = Settings(breaker, condition.Description).ToImmutableArray();
        return
        [
            .. Name(breaker),
            .. settings,
            // A condition reads its settings, so they must hold first.
            .. settings.IsEmpty ? Threshold(breaker, condition).Concat(condition.Validate(breaker)) : [],
            .. Stages(breaker),
            .. Times(breaker),
        ];
    }

    private static IEnumerable<(string Field, string Message)> Name(CircuitBreaker breaker)
    {
        if (string.IsNullOrWhiteSpace(breaker.Name) || breaker.Name.Length > 80)
        {
            yield return ("name", "The name must have 1 to 80 characters.");
        }

        if (breaker.Description.Length > 500)
        {
            yield return ("description", "The description may have at most 500 characters.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Threshold(CircuitBreaker breaker, ICondition condition)
    {
        var unit = condition.UnitOf(breaker);
        if (breaker.Threshold <= 0)
        {
            yield return ("threshold", "The threshold must be above 0.");
        }
        else if (unit == ConditionUnit.Fraction && breaker.Threshold > 1)
        {
            yield return ("threshold", "The threshold is a fraction above 0 and at most 1; write 5 % as 0.05.");
        }
        else if (breaker.Threshold > 1_000_000_000_000m)
        {
            yield return ("threshold", "The threshold is too large to be meant.");
        }

        if (!condition.Description.IsFalling && breaker.ClearAt is <= 0 or > 1)
        {
            yield return ("clear_at", "The clear level is a fraction of the threshold, above 0 and at most 1.");
        }
        else if (condition.Description.IsFalling && breaker.ClearAt is < 1 or > 100)
        {
            yield return ("clear_at", "This condition trips as its value falls: the clear level is a multiple of the threshold, from 1 to 100.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Settings(CircuitBreaker breaker, ConditionDescription description)
    {
        foreach (var (name, value) in breaker.Settings)
        {
            var field = $"settings.{name}";
            if (description.Settings.FirstOrDefault(setting => setting.Name == name) is not { } setting)
            {
                yield return (field, $"{description.Key} has no setting \"{name}\".");
            }
            else if (Setting(setting, value) is { } message)
            {
                yield return (field, message);
            }
        }
    }

    private static string? Setting(ConditionSetting setting, string value) => setting.Kind switch
    {
        SettingKind.Choice => setting.Choices.Contains(value, StringComparer.Ordinal)
            ? null : $"{setting.Title} must be one of {string.Join(", ", setting.Choices)}.",
        SettingKind.Flag => value is "true" or "false" ? null : $"{setting.Title} must be true or false.",
        SettingKind.Text => value.Length <= 400 ? null : $"{setting.Title} may have at most 400 characters.",
        SettingKind.Number when !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
            $"{setting.Title} must be a number.",
        SettingKind.Number => IsWithin(setting, decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture))
            ? null : $"{setting.Title} must be {Bounds(setting)}.",
    };

    private static bool IsWithin(ConditionSetting setting, decimal number) =>
        number >= (setting.Min ?? decimal.MinValue) && number <= (setting.Max ?? decimal.MaxValue);

    private static string Bounds(ConditionSetting setting) => setting switch
    {
        { Min: { } min, Max: { } max } => $"from {min} to {max}",
        { Min: { } min } => $"at least {min}",
        _ => $"at most {setting.Max}",
    };

    private static IEnumerable<(string Field, string Message)> Stages(CircuitBreaker breaker)
    {
        if (breaker.Stages.IsDefaultOrEmpty)
        {
            yield return ("stages", "At least one stage is needed.");
            yield break;
        }

        for (var i = 0; i < breaker.Stages.Length; i++)
        {
            var stage = breaker.Stages[i];
            if (stage.At is <= 0 or > 1)
            {
                yield return ($"stages[{i}].at", "A stage stands at a fraction of the threshold, above 0 and at most 1.");
            }
            else if (i > 0 && stage.At <= breaker.Stages[i - 1].At)
            {
                yield return ($"stages[{i}].at", "Stages must rise, each above the one before.");
            }

            if (stage.Actions.IsDefaultOrEmpty)
            {
                yield return ($"stages[{i}].actions", "A stage needs at least one action.");
                continue;
            }

            for (var j = 0; j < stage.Actions.Length; j++)
            {
                foreach (var (field, message) in ActionValidation.Validate(stage.Actions[j]))
                {
                    yield return ($"stages[{i}].actions[{j}].{field}", message);
                }
            }
        }
    }

    private static IEnumerable<(string Field, string Message)> Times(CircuitBreaker breaker)
    {
        var rearm = breaker.Rearm;
        if (breaker.Qualify is { } qualify && (qualify.For < TimeSpan.Zero || qualify.For > TimeSpan.FromHours(1)))
        {
            yield return ("qualify_for_ms", "The qualification must last from 0 ms to one hour.");
        }

        if (breaker.Qualify is { MinSamples: < 1 or > 1000 })
        {
            yield return ("qualify_min_samples", "The qualification needs from 1 to 1000 samples.");
        }

        if (breaker.Cooldown < TimeSpan.Zero || breaker.Cooldown > LongestWait)
        {
            yield return ("cooldown_seconds", "The cool-down must last from 0 s to 366 days.");
        }

        if (rearm.Mode is RearmMode.AutoTime or RearmMode.Both ? rearm.After <= TimeSpan.Zero || rearm.After > LongestWait : rearm.After < TimeSpan.Zero)
        {
            yield return ("rearm_after_seconds", "The time to re-arm must be above 0 s and at most 366 days.");
        }

        if (rearm.ClearFor < TimeSpan.Zero || rearm.ClearFor > LongestWait)
        {
            yield return ("rearm_clear_for_seconds", "The clear time must last from 0 s to 366 days.");
        }

        if (rearm.MaxAutoRearms is < 1 or > 100)
        {
            yield return ("max_auto_rearms", "From 1 to 100 automatic re-arms a day are allowed.");
        }
    }
}
