using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>
/// Says by itself, and not by the engine's own comparison, whether a breaker in force does all that the configured one would do. Where neither of two
/// is the tighter one (act scopes, ways of re-arming, a qualification of its own against the settings'), it has no opinion.
/// </summary>
internal static class LimitJudge
{
    public static bool Protects(CircuitBreaker holds, CircuitBreaker configured) => configured.Mode == BreakerMode.Off
        || (holds.Mode >= configured.Mode
            && holds.UnknownPolicy >= configured.UnknownPolicy
            && Strength(holds.Enforcement) >= Strength(configured.Enforcement)
            && holds.Cooldown >= configured.Cooldown
            && Qualifies(holds.Qualify, configured.Qualify)
            && Rearms(holds.Rearm, configured.Rearm)
            && configured.Stages.All(stage => stage.Actions.All(action => Does(holds, action, LevelOf(configured, stage)))));

    /// <summary>Those settings that streams change.</summary>
    public static bool Protects(RiskSettings holds, RiskSettings configured) =>
        holds.MaxOrdersPerMinute <= configured.MaxOrdersPerMinute
        && holds.MinLiquidationDistance >= configured.MinLiquidationDistance
        && holds.MarkStaleAfter <= configured.MarkStaleAfter
        && holds.CloseAfter <= configured.CloseAfter;

    /// <summary>True when it is done at the level at the latest, and as strongly.</summary>
    private static bool Does(CircuitBreaker holds, BreakerAction asked, decimal level) => holds.Stages
        .Where(stage => IsFalling(holds) ? LevelOf(holds, stage) >= level : LevelOf(holds, stage) <= level)
        .SelectMany(stage => stage.Actions).Any(action => IsAsStrong(action, asked));

    private static bool IsAsStrong(BreakerAction action, BreakerAction asked) => asked.Kind switch
    {
        BreakerActionKind.Notify => action.Kind == BreakerActionKind.Notify,
        BreakerActionKind.CancelOrders => action.Kind == asked.Kind && action.CancelFilter >= asked.CancelFilter,
        BreakerActionKind.ReducePosition => action.Selector == asked.Selector
            && (action.Kind == BreakerActionKind.ClosePositions || (action.Kind == asked.Kind && action.ReduceBy >= asked.ReduceBy)),
        BreakerActionKind.ClosePositions => action.Kind == asked.Kind && action.Selector == asked.Selector,
        BreakerActionKind.PauseTrading => action.Kind == asked.Kind && Length(action) >= Length(asked)
            && (action.PauseMode == asked.PauseMode || action.PauseMode == PauseMode.NoOrders),
        BreakerActionKind.LockOut => action.Kind == asked.Kind && Length(action) >= Length(asked),
        BreakerActionKind.ScaleNewRisk => action.Kind == asked.Kind && action.Factor <= asked.Factor,
        BreakerActionKind.SetStops => action.Kind == asked.Kind && action.Distance <= asked.Distance,
    };

    /// <summary>No trip comes later.</summary>
    private static bool Qualifies(Qualification? holds, Qualification? configured) =>
        holds is null || configured is null || (holds.For <= configured.For && holds.MinSamples <= configured.MinSamples);

    /// <summary>None ends earlier by itself.</summary>
    private static bool Rearms(Rearm holds, Rearm configured) => configured.Mode == RearmMode.Manual ? holds.Mode == RearmMode.Manual
        : holds.Mode != configured.Mode
            || (holds.After >= configured.After && holds.ClearFor >= configured.ClearFor && holds.MaxAutoRearms <= configured.MaxAutoRearms);

    private static decimal LevelOf(CircuitBreaker breaker, Stage stage) => IsFalling(breaker) ? breaker.Threshold / stage.At : breaker.Threshold * stage.At;

    private static bool IsFalling(CircuitBreaker breaker) => breaker.Type == "LIQUIDATION_DISTANCE";

    private static TimeSpan Length(BreakerAction action) => action.Until switch
    {
        PauseUntil.Rearm => TimeSpan.MaxValue,
        PauseUntil.DayEnd => TimeSpan.FromDays(1),
        PauseUntil.Duration => action.For ?? TimeSpan.Zero,
    };

    private static int Strength(Enforcement enforcement) => enforcement switch
    {
        Enforcement.OperatorOverride => 0,
        Enforcement.AlertOnly => 1,
        Enforcement.Undo => 2,
    };
}
