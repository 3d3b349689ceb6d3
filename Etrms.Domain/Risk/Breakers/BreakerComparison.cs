using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Risk.Breakers;

public enum BreakerChange
{
    /// <summary>Protects the same: name, description, order.</summary>
    None,
    Tighter,
    Looser,
}

/// <summary>
/// Whether a changed breaker protects less than before, decided by what it would do at every value and not by one field.
/// What cannot be compared counts as looser.
/// </summary>
public static class BreakerComparison
{
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

    /// <summary>
    /// The present breaker with everything of the next one that only tightens it: what holds while the rest has to wait. Its revision stays.
    /// </summary>
    public static CircuitBreaker Tightened(CircuitBreaker present, CircuitBreaker next)
    {
        if (!IsMeasuredAlike(present, next))
        {
            return present;
        }

        ReadOnlySpan<Func<CircuitBreaker, CircuitBreaker>> steps =
        [
            breaker => breaker with { Threshold = next.Threshold },
            breaker => breaker with { Stages = next.Stages },
            breaker => breaker with { Stages = Together(breaker.Stages, next.Stages) },
            breaker => breaker with { Mode = next.Mode },
            breaker => breaker with { ActScope = next.ActScope },
            breaker => breaker with { Qualify = next.Qualify },
            breaker => breaker with { Qualify = breaker.Qualify is { } was && next.Qualify is { } now ? was with { For = now.For } : breaker.Qualify },
            breaker => breaker with { Qualify = breaker.Qualify is { } was && next.Qualify is { } now ? was with { MinSamples = now.MinSamples } : breaker.Qualify },
            breaker => breaker with { ClearAt = next.ClearAt },
            breaker => breaker with { Rearm = next.Rearm },
            breaker => breaker with { Rearm = breaker.Rearm with { After = next.Rearm.After } },
            breaker => breaker with { Rearm = breaker.Rearm with { ClearFor = next.Rearm.ClearFor } },
            breaker => breaker with { Rearm = breaker.Rearm with { MaxAutoRearms = next.Rearm.MaxAutoRearms } },
            breaker => breaker with { Cooldown = next.Cooldown },
            breaker => breaker with { UnknownPolicy = next.UnknownPolicy },
            breaker => breaker with { Enforcement = next.Enforcement },
        ];
        foreach (var step in steps)
        {
            var candidate = step(present);
            present = Compare(present, candidate) == BreakerChange.Tighter ? candidate : present;
        }

        return present;
    }

    /// <summary>Everything that either does, where stages tighten at one level and loosen at another.</summary>
    private static ImmutableArray<Stage> Together(ImmutableArray<Stage> one, ImmutableArray<Stage> other) =>
    [
        .. one.Concat(other).GroupBy(stage => stage.At).OrderBy(level => level.Key)
            .Select(level => new Stage(level.Key, [.. level.SelectMany(stage => stage.Actions).Distinct()])),
    ];

    private static bool IsComparable(CircuitBreaker before, CircuitBreaker after) =>
        IsMeasuredAlike(before, after) && Contains(after.ActScope, before.ActScope);

    /// <summary>True when a threshold of the one means the same in the other.</summary>
    private static bool IsMeasuredAlike(CircuitBreaker before, CircuitBreaker after) =>
        before.Type == after.Type
        && before.Settings.SequenceEqual(after.Settings)
        && IsSame(before.MeasureScope, after.MeasureScope);

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
        // What a breaker does changes at a level of one of the two and nowhere else: the levels are the whole grid.
        var values = Levels(before).Concat(Levels(after)).Distinct().ToList();
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
            foreach (var (kind, strength) in Effects(action))
            {
                effects[kind] = Math.Max(effects.GetValueOrDefault(kind), strength);
            }
        }

        return effects;
    }

    private static IEnumerable<(string Kind, decimal Strength)> Effects(BreakerAction action) => action.Kind switch
    {
        BreakerActionKind.Notify => [("notify", 1m + (int)(action.Severity ?? AlertSeverity.Warning)), .. Ways(action)],
        BreakerActionKind.CancelOrders => [("cancel", 1m + (int)action.CancelFilter)],
        BreakerActionKind.ReducePosition => [($"reduce/{action.Selector}/{action.Order}", action.ReduceBy ?? 0), Push(action)],

        // Who closes leaves nothing that an order of reductions could spare.
        BreakerActionKind.ClosePositions =>
            [.. Enum.GetValues<ReductionOrder>().Select(order => ($"reduce/{action.Selector}/{order}", 2m)), Push(action)],
        BreakerActionKind.PauseTrading => [.. Pauses(action).Select(mode => ($"pause/{mode}", Length(action)))],
        BreakerActionKind.LockOut => [("lock", Length(action))],
        BreakerActionKind.ScaleNewRisk => [("scale", 1 - (action.Factor ?? 0))],
        BreakerActionKind.SetStops => [("stops", 1 - (action.Distance ?? 0))],
    };

    /// <summary>Named channels are another way than the usual ones, neither more nor less.</summary>
    private static IEnumerable<(string Kind, decimal Strength)> Ways(BreakerAction action) => action.Channels.IsEmpty
        ? [("notify/usual", 1m)] : action.Channels.Select(channel => ($"notify/{channel}", 1m));

    /// <summary>A limit of the slippage may leave a position open.</summary>
    private static (string Kind, decimal Strength) Push(BreakerAction action) => ($"push/{action.Selector}", action.MaxSlippage ?? 1);

    /// <summary>Refusing everything refuses new risk too.</summary>
    private static IEnumerable<PauseMode> Pauses(BreakerAction action) =>
        action.PauseMode == PauseMode.NoOrders ? [PauseMode.NoOrders, PauseMode.ReduceOnly] : [action.PauseMode];

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
        && Contains(outer.Symbols, inner.Symbols, SymbolSpelling.Comparer) && Contains(outer.Underlyings, inner.Underlyings, SymbolSpelling.Comparer);

    private static bool Contains<T>(ImmutableArray<T> outer, ImmutableArray<T> inner, IEqualityComparer<T>? comparer = null) =>
        outer.IsEmpty || (!inner.IsEmpty && inner.All(item => outer.Contains(item, comparer)));
}
