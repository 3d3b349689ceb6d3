using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts.Mapping;

/// <summary>A breaker as others see it.</summary>
public static class BreakerMapping
{
    public static BreakerBody ToBody(this CircuitBreaker breaker) => new()
    {
        Name = breaker.Name,
        Description = breaker.Description,
        Type = breaker.Type,
        Threshold = breaker.Threshold,
        Mode = breaker.Mode,
        Settings = breaker.Settings,
        Stages = [.. breaker.Stages.Select(ToBody)],
        MeasureScope = ToBody(breaker.MeasureScope),
        ActScope = ToBody(breaker.ActScope),
        QualifyForMs = (int?)breaker.Qualify?.For.TotalMilliseconds,
        QualifyMinSamples = breaker.Qualify?.MinSamples,
        ClearAt = breaker.ClearAt,
        RearmMode = breaker.Rearm.Mode,
        RearmAfterSeconds = (int)breaker.Rearm.After.TotalSeconds,
        RearmClearForSeconds = (int)breaker.Rearm.ClearFor.TotalSeconds,
        MaxAutoRearms = breaker.Rearm.MaxAutoRearms,
        CooldownSeconds = (int)breaker.Cooldown.TotalSeconds,
        UnknownPolicy = breaker.UnknownPolicy,
        Enforcement = breaker.Enforcement,
        Priority = breaker.Priority,
    };

    /// <summary>The seeds' three kinds of events (RISK 4.4).</summary>
    public static string GroupOf(BreakerEventKind kind) => kind switch
    {
        BreakerEventKind.Triggered or BreakerEventKind.Stage or BreakerEventKind.Acted or BreakerEventKind.DryRun
            or BreakerEventKind.Enforced => BreakerEventGroups.Triggered,
        BreakerEventKind.Resolved or BreakerEventKind.Rearmed or BreakerEventKind.Resumed or BreakerEventKind.Sighted => BreakerEventGroups.Resolved,
        BreakerEventKind.EvaluationError or BreakerEventKind.ActionFailed or BreakerEventKind.Blind => BreakerEventGroups.Error,
    };

    public static BreakerEventView ToView(this BreakerEvent entry, IReadOnlyList<ActionResultView> actions) => new()
    {
        Seq = entry.Seq,
        BreakerId = entry.BreakerId,
        BreakerName = entry.BreakerName,
        Type = entry.Type,
        TripSeq = entry.TripSeq,
        Kind = entry.Kind,
        Group = GroupOf(entry.Kind),
        Value = entry.Value,
        Threshold = entry.Threshold,
        StageAt = entry.StageAt,
        Explanation = entry.Explanation,
        Consequence = entry.Consequence,
        ObservedOnly = entry.ObservedOnly,
        At = entry.At,
        ReceivedAt = entry.ReceivedAt,
        Hash = entry.Hash,
        Actions = actions,
    };

    private static StageBody ToBody(Stage stage) => new() { At = stage.At, Actions = [.. stage.Actions.Select(ToBody)] };

    private static ActionBody ToBody(BreakerAction action) => new()
    {
        Kind = action.Kind,
        ReduceBy = action.ReduceBy,
        Selector = action.Selector,
        CancelFilter = action.CancelFilter,
        PauseMode = action.PauseMode,
        Until = action.Until,
        ForSeconds = action.For is { } time ? (int)time.TotalSeconds : null,
        Factor = action.Factor,
        Distance = action.Distance,
        Style = action.Style,
        MaxSlippage = action.MaxSlippage,
        Order = action.Order,
        Severity = action.Severity,
        Channels = action.Channels,
        FromTrip = action.FromTrip,
    };

    private static ScopeBody ToBody(Scope scope) => new()
    {
        Exchanges = scope.Exchanges,
        Accounts = [.. scope.Accounts.Select(account => account.Value)],
        Symbols = scope.Symbols,
        Underlyings = scope.Underlyings,
    };
}

/// <summary>How the events of breakers are grouped for people.</summary>
public static class BreakerEventGroups
{
    public const string Triggered = "triggered";
    public const string Resolved = "resolved";
    public const string Error = "error";

    public static readonly ImmutableArray<string> All = [Triggered, Resolved, Error];
}
