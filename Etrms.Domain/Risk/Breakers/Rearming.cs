using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>How a tripped cell becomes armed again: by time, by recovery, with the next day, or by the trader.</summary>
internal static class Rearming
{
    public static void Continue(BreakerWatch watch, WatchCell cell, bool isKnown, BoardContext context)
    {
        ObserveClear(watch, cell, isKnown, context);
        var rearm = watch.Breaker.Rearm;

        // What cannot be seen never clears, also not by time: the new reference would be measured blindly.
        if (!isKnown || SinceTrip(cell, context.Books.Clock) < watch.Breaker.Cooldown.Ticks || !IsDue(watch, cell, context))
        {
            return;
        }

        if (TripCycle.OnlyNotified(watch, cell))
        {
            Resolve(watch, cell, "The value is clear again.", context);
            return;
        }

        if (watch.AutoRearmDay != context.Books.Day.Id)
        {
            (watch.AutoRearmDay, watch.AutoRearms) = (context.Books.Day.Id, 0);
        }

        if (watch.AutoRearms >= rearm.MaxAutoRearms)
        {
            Latch(watch, cell, context);
            return;
        }

        watch.AutoRearms++;
        if (rearm.Mode is RearmMode.AutoTime or RearmMode.NextDay)
        {
            // Measured afresh: the old reference would trip the breaker again at once.
            watch.Meter.TryRebase();
            watch.IsReconstructed = false;
        }

        Resolve(watch, cell, $"Re-armed by itself ({watch.AutoRearms} of {rearm.MaxAutoRearms} today).", context);
    }

    /// <summary>The trader's resume; null when accepted, else why not and what to do.</summary>
    public static string? Resume(BreakerWatch watch, OperatorCommand.ResumeBreaker command, BoardContext context)
    {
        if (command.StateVersion is { } seen && seen != watch.StateVersion)
        {
            return OperatorCommand.ResumeBreaker.Outdated;
        }

        var tripped = watch.Cells.Where(cell => cell.IsTripped).ToList();
        if (tripped.Count == 0)
        {
            return "The breaker is not tripped; there is nothing to resume.";
        }

        if (tripped.Exists(cell => cell.Status is BreakerStatus.Acting or BreakerStatus.Verifying))
        {
            return "Its orders are still under way. Resume it when they are done.";
        }

        if (Refusal(watch, tripped, command) is { } refusal)
        {
            return refusal;
        }

        foreach (var cell in tripped)
        {
            cell.Grace = command.Rebase == RebaseMode.Grace ? command.Grace : null;
            context.Record(BreakerEvents.Of(
                watch, cell, BreakerEventKind.Resumed, null, $"Resumed by {command.Operator}: {command.Reason}", Describe(command, watch)));
            Release(watch, cell, context);
            cell.Rearm();
        }

        watch.IsReconstructed &= command.Rebase == RebaseMode.KeepPeak;
        watch.StateVersion++;
        watch.SyncCells();
        return null;
    }

    private static string? Refusal(BreakerWatch watch, List<WatchCell> tripped, OperatorCommand.ResumeBreaker command)
    {
        var wouldTrip = tripped.Exists(cell =>
            watch.Meter.ReasonOf(cell.Position) is not null || watch.Meter.Reaches(cell.Position, watch.LevelOf(cell, 0)));
        switch (command.Rebase)
        {
            case RebaseMode.KeepPeak:
                return wouldTrip
                    ? $"It would trip again at once ({BreakerEvents.Explain(watch, tripped[0])}). Resume with REBASE to measure from now, or GRACE for a smaller limit until the old peak is regained."
                    : null;
            case RebaseMode.Rebase:
                return watch.Meter.TryRebase() || !wouldTrip
                    ? null
                    : $"This condition has no reference to move, and it still holds ({BreakerEvents.Explain(watch, tripped[0])}). Reduce first.";
            case RebaseMode.Grace:
                return command.Grace is not > 0 || command.Grace >= watch.Breaker.Threshold
                    ? "GRACE needs a threshold above 0 and below the breaker's own."
                    : watch.Meter.TryBeginGrace() ? null : "This condition knows no grace. Use REBASE or KEEP_PEAK.";
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Describe(OperatorCommand.ResumeBreaker command, BreakerWatch watch) => command.Rebase switch
    {
        RebaseMode.KeepPeak => "It measures from where it did.",
        RebaseMode.Rebase => "It measures from now.",
        RebaseMode.Grace =>
            $"It measures from now with {Words.Of(command.Grace ?? 0, watch.Condition.UnitOf(watch.Breaker))} until the old peak is regained.",
    };

    private static void ObserveClear(BreakerWatch watch, WatchCell cell, bool isKnown, BoardContext context)
    {
        var isClear = isKnown && TripLevels.IsClear(watch.Meter.Measure(cell.Position), watch.ClearLevel(cell), watch.IsFalling);
        cell.ClearSince = !isClear ? 0 : cell.ClearSince == 0 ? context.Now : cell.ClearSince;
    }

    /// <summary>Our own clock may be set ahead to end a cool-down: the venue's must have come there too.</summary>
    public static long SinceTrip(WatchCell cell, EngineClock clock)
    {
        var ours = clock.Now - cell.TrippedAt;
        return cell.TrippedVenueAt == 0 ? ours : Math.Min(ours, clock.VenueNow - cell.TrippedVenueAt);
    }

    private static bool IsDue(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        var rearm = watch.Breaker.Rearm;
        var hasWaited = SinceTrip(cell, context.Books.Clock) >= rearm.After.Ticks;
        var freshFor = watch.Condition.Description.IsOfFeeds ? context.Books.Settings.FeedFreshFor.Ticks : 0;
        var hasRecovered = IsClearFor(cell, Math.Max(rearm.ClearFor.Ticks, freshFor), context);
        return TripCycle.OnlyNotified(watch, cell) ? IsClearFor(cell, freshFor, context) : rearm.Mode switch
        {
            RearmMode.Manual => false,
            RearmMode.AutoTime => hasWaited,
            RearmMode.AutoRecover => hasRecovered,
            RearmMode.Both => hasWaited && hasRecovered,
            RearmMode.NextDay => context.Books.Day.Id > cell.TripDay,
        };
    }

    private static bool IsClearFor(WatchCell cell, long ticks, BoardContext context) => cell.ClearSince != 0 && context.Now - cell.ClearSince >= ticks;

    private static void Resolve(BreakerWatch watch, WatchCell cell, string consequence, BoardContext context)
    {
        context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.Resolved, null, BreakerEvents.Explain(watch, cell), ""));
        Release(watch, cell, context);
        context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.Rearmed, null, BreakerEvents.Explain(watch, cell), consequence));
        cell.Rearm();
        watch.StateVersion++;
        watch.SyncCells();
    }

    private static void Latch(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        (cell.IsLatched, cell.Status) = (true, BreakerStatus.Latched);
        watch.StateVersion++;
        context.Alert(
            $"latched/{watch.Breaker.Id:N}/{cell.TripSeq}", AlertSeverity.Warning, $"{watch.Breaker.Name} is latched",
            $"It re-armed {watch.AutoRearms} times today; that is the most allowed. Resume it yourself.", watch.Breaker.Id);
    }

    private static void Release(BreakerWatch watch, WatchCell cell, BoardContext context) =>
        context.Postures.ReleaseAll(TripCycle.CellClaim(watch, cell));
}
