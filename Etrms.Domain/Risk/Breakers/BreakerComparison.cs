using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers;

public enum BreakerChange
{
    /// <summary>Protects the same: name, description, order.</summary>
    None,
    Tighter,
    Looser,
}

/// <summary>
/// Whether a changed breaker protects less than before, decided by what it would do over a grid of values and not by one field.
/// What cannot be compared counts as looser.
/// </summary>
public static class BreakerComparison
{
    private const int GridSteps = 400;

    /// <summary>The most that the settings allow as a qualification; see <see cref="Configuration.SettingCatalog"/>.</summary>
    internal const int MostDefaultSamples = 20;

    internal static readonly TimeSpan LongestDefault = TimeSpan.FromSeconds(30);

    /// <summary>The change from one revision to the next; null as next is a deletion.</summary>
    public static BreakerChange Compare(CircuitBreaker before, CircuitBreaker? after)
    {
        if (before.Mode == BreakerMode.Off)
        {
            return after is null or { Mode: BreakerMode.Off } ? BreakerChange.None : BreakerChange.Tighter;
        }

        if (after is null || !IsComparable(before, after) || IsLooserAround(before, after))
        {
            return BreakerChange.Looser;
        }

        var region = CompareRegions(before, after);
        return region != BreakerChange.None ? region : IsTighterAround(before, after) ? BreakerChange.Tighter : BreakerChange.None;
    }

    private static bool IsComparable(CircuitBreaker before, CircuitBreaker after) =>
        before.Type == after.Type
        && before.Settings.SequenceEqual(after.Settings)
        && IsSame(before.MeasureScope, after.MeasureScope)
        && Contains(after.ActScope, before.ActScope);

    private static bool IsLooserAround(CircuitBreaker before, CircuitBreaker after) =>
        after.Mode < before.Mode
        || after.UnknownPolicy < before.UnknownPolicy
        || Strength(after.Enforcement) < Strength(before.Enforcement)
        || after.Cooldown < before.Cooldown
        || (IsFalling(before) ? (after.ClearAt ?? 1) < (before.ClearAt ?? 1) : (after.ClearAt ?? 1) > (before.ClearAt ?? 1))
        || IsLooser(before.Qualify, after.Qualify)
        || IsLooser(before.Rearm, after.Rearm);

    private static bool IsTighterAround(CircuitBreaker before, CircuitBreaker after) =>
        after.Mode > before.Mode
        || after.UnknownPolicy > before.UnknownPolicy
        || Strength(after.Enforcement) > Strength(before.Enforcement)
        || after.Cooldown > before.Cooldown
        || after.Qualify != before.Qualify
        || after.Rearm != before.Rearm
        || !IsSame(before.ActScope, after.ActScope);

    /// <summary>Null takes what the settings say, which may be anything from at once to their upper bounds.</summary>
    private static bool IsLooser(Qualification? before, Qualification? after) => (before, after) switch
    {
        (null, null) => false,
        ({ } was, { } now) => now.For > was.For || now.MinSamples > was.MinSamples,
        (null, { } now) => now.For > TimeSpan.Zero || now.MinSamples > 1,
        ({ } was, null) => was.For < LongestDefault || was.MinSamples < MostDefaultSamples,
    };

    private static bool IsLooser(Rearm before, Rearm after) =>
        before.Mode == RearmMode.Manual
            ? after.Mode != RearmMode.Manual
            : after.Mode != RearmMode.Manual
                && (after.Mode != before.Mode || after.After < before.After || after.ClearFor < before.ClearFor
                    || after.MaxAutoRearms > before.MaxAutoRearms);

    private static BreakerChange CompareRegions(CircuitBreaker before, CircuitBreaker after)
    {
        var levels = Levels(before).Concat(Levels(after)).ToList();
        var top = levels.Append(before.Threshold).Append(after.Threshold).Max();
        var values = Enumerable.Range(1, GridSteps).Select(step => top * step / GridSteps).Concat(levels);
        var isTighter = false;
        var trips = Actions(before).Concat(Actions(after)).Select(action => action.FromTrip).Append(1).Distinct().ToList();
        foreach (var (value, trip) in values.SelectMany(value => trips.Select(trip => (value, trip))))
        {
            var was = Effects(before, value, trip);
            var now = Effects(after, value, trip);
            foreach (var (kind, strength) in was)
            {
                if (now.GetValueOrDefault(kind) < strength)
                {
                    return BreakerChange.Looser;
                }
            }

            isTighter |= now.Any(pair => pair.Value > was.GetValueOrDefault(pair.Key));
        }

        return isTighter ? BreakerChange.Tighter : BreakerChange.None;
    }

    private static IEnumerable<BreakerAction> Actions(CircuitBreaker breaker) => breaker.Stages.SelectMany(stage => stage.Actions);

    /// <summary>What a breaker does at a value in a trip of the day, by protective effect, with its strength.</summary>
    private static Dictionary<string, decimal> Effects(CircuitBreaker breaker, decimal value, int trip)
    {
        var effects = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var isFalling = IsFalling(breaker);
        foreach (var action in breaker.Stages
            .Where(stage => TripLevels.Reaches(value, TripLevels.Of(breaker.Threshold, stage.At, isFalling), isFalling))
            .SelectMany(stage => stage.Actions)
            .Where(action => action.FromTrip <= trip))
        {
            var (kind, strength) = action.Kind switch
            {
                BreakerActionKind.Notify => ("notify", 1m),
                BreakerActionKind.CancelOrders => ("cancel", 1m + (int)action.CancelFilter),
                BreakerActionKind.ReducePosition => ($"reduce/{action.Selector}", action.ReduceBy ?? 0),
                BreakerActionKind.ClosePositions => ($"reduce/{action.Selector}", 2m),
                BreakerActionKind.PauseTrading => ($"pause/{action.PauseMode}", Length(action)),
                BreakerActionKind.LockOut => ("lock", Length(action)),
                BreakerActionKind.ScaleNewRisk => ("scale", 1 - (action.Factor ?? 0)),
                BreakerActionKind.SetStops => ("stops", 1 - (action.Distance ?? 0)),
            };
            effects[kind] = Math.Max(effects.GetValueOrDefault(kind), strength);
            if (action is { Kind: BreakerActionKind.PauseTrading, PauseMode: PauseMode.NoOrders })
            {
                // Refusing everything refuses new risk too.
                var milder = $"pause/{PauseMode.ReduceOnly}";
                effects[milder] = Math.Max(effects.GetValueOrDefault(milder), strength);
            }
        }

        return effects;
    }

    private static IEnumerable<decimal> Levels(CircuitBreaker breaker) =>
        breaker.Stages.Select(stage => TripLevels.Of(breaker.Threshold, stage.At, IsFalling(breaker)));

    private static bool IsFalling(CircuitBreaker breaker) => ConditionCatalog.Find(breaker.Type)?.IsFalling ?? false;

    /// <summary>A pause until it is armed again outlasts every other; the end of the day lies within a day.</summary>
    private static decimal Length(BreakerAction action) => action.Until switch
    {
        PauseUntil.Rearm => decimal.MaxValue,
        PauseUntil.Duration => (action.For ?? TimeSpan.Zero).Ticks,
        PauseUntil.DayEnd => TimeSpan.TicksPerDay,
    };

    private static int Strength(Enforcement enforcement) => enforcement switch
    {
        Enforcement.OperatorOverride => 0,
        Enforcement.AlertOnly => 1,
        Enforcement.Undo => 2,
    };

    private static bool IsSame(Scope left, Scope right) => Contains(left, right) && Contains(right, left);

    /// <summary>True when everything in the inner scope lies in the outer one.</summary>
    private static bool Contains(Scope outer, Scope inner) =>
        Contains(outer.Exchanges, inner.Exchanges) && Contains(outer.Accounts, inner.Accounts)
        && Contains(outer.Symbols, inner.Symbols) && Contains(outer.Underlyings, inner.Underlyings);

    private static bool Contains<T>(ImmutableArray<T> outer, ImmutableArray<T> inner) =>
        outer.IsEmpty || (!inner.IsEmpty && inner.All(item => outer.Contains(item)));
}
