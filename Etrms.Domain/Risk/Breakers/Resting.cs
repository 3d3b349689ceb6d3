using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>When a breaker has nothing to do until a value reaches a level: armed, or tripped with everything done and waiting.</summary>
internal static class Resting
{
    /// <summary>Ticks for which it stays so by itself; 0 when it has something to do now.</summary>
    public static long For(BreakerWatch watch, EngineClock clock)
    {
        if (watch.Breaker.Mode == BreakerMode.Off)
        {
            return long.MaxValue;
        }

        if (watch.Error is not null || watch.Enforcer.Steps.Count > 0 || !watch.Meter.IsSteady || watch.Meter.UnknownReason is not null)
        {
            return 0;
        }

        var rest = long.MaxValue;
        foreach (var cell in watch.Cells)
        {
            rest = Math.Min(rest, For(watch, cell, clock));
        }

        return rest;
    }

    /// <summary>True when the beginning of a trading day may change something.</summary>
    public static bool HangsOnDay(BreakerWatch watch) => watch.Pending is not null || watch.IsDeletePending
        || (watch.Breaker.Mode != BreakerMode.Off && (watch.Meter.HangsOnDay || (watch.IsTripped && watch.Breaker.Rearm.Mode == RearmMode.NextDay)));

    /// <summary>True when no level is reached that has not fired, and nothing would be remembered.</summary>
    public static bool IsQuiet(BreakerWatch watch)
    {
        if (watch.Breaker.Mode == BreakerMode.Off)
        {
            return true;
        }

        foreach (var cell in watch.Cells)
        {
            if (cell.StagesFired < cell.Stages.Length && watch.Meter.Reaches(cell.Position, watch.LevelOf(cell, cell.StagesFired)))
            {
                return false;
            }
        }

        return watch.Meter.Headroom is not < 0;
    }

    private static long For(BreakerWatch watch, WatchCell cell, EngineClock clock) =>
        watch.Meter.UnknownReasonOf(cell.Position) is not null ? 0
        : cell.IsQuiet ? long.MaxValue
        : cell.IsTripped && IsDone(watch, cell) ? RearmsIn(watch, cell, clock)
        : 0;

    private static bool IsDone(BreakerWatch watch, WatchCell cell) =>
        cell is { Grace: null, BlindSince: 0 }
        && cell.Steps.TrueForAll(step => step.IsDone && step.Outcome != ActionOutcome.Failed)
        && cell.Stages.Skip(cell.StagesFired).All(stage => stage.Since == 0)
        && watch.Breaker.Stages.All(stage => stage.Actions.All(action => action.Kind != BreakerActionKind.SetStops));

    /// <summary>What re-arms by its value has to be looked at; what re-arms by time or by hand waits.</summary>
    private static long RearmsIn(BreakerWatch watch, WatchCell cell, EngineClock clock)
    {
        if (cell.Status == BreakerStatus.Latched)
        {
            return long.MaxValue;
        }

        if (cell.Status != BreakerStatus.CoolingDown || TripCycle.OnlyNotified(watch, cell))
        {
            return 0;
        }

        var rearm = watch.Breaker.Rearm;
        return rearm.Mode switch
        {
            RearmMode.Manual => long.MaxValue,
            RearmMode.AutoTime => Math.Max(rearm.After.Ticks, watch.Breaker.Cooldown.Ticks) - Rearming.SinceTrip(cell, clock),
            RearmMode.NextDay => watch.Breaker.Cooldown.Ticks - Rearming.SinceTrip(cell, clock) is > 0 and var wait ? wait : long.MaxValue,
            RearmMode.AutoRecover or RearmMode.Both => 0,
        };
    }
}
