using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>What the stages that fired claim beside the reductions: pauses and locks with their ends, and the scaling of new risk.</summary>
internal static class TripClaims
{
    private static readonly TimeSpan DayEnd = TimeSpan.MaxValue;

    public static void Put(BreakerWatch watch, WatchCell cell, List<BreakerAction> actions, BoardContext context)
    {
        var reason = $"{watch.Breaker.Name} tripped";
        Pause(watch, cell, actions.FindAll(action => action.Kind == BreakerActionKind.PauseTrading), reason, context);
        Lock(watch, cell, actions.FindAll(action => action.Kind == BreakerActionKind.LockOut), reason, context);
        if (actions.Where(action => action.Kind == BreakerActionKind.ScaleNewRisk).Min(action => action.Factor) is { } factor)
        {
            context.Postures.Put(new PostureClaim(TripCycle.CellClaim(watch, cell) + "scale", watch.Breaker.ActScope, Posture.Normal, reason) { Factor = factor });
        }
    }

    private static void Pause(BreakerWatch watch, WatchCell cell, List<BreakerAction> pauses, string reason, BoardContext context)
    {
        if (pauses.Count == 0)
        {
            return;
        }

        var posture = pauses.Exists(pause => pause.PauseMode == PauseMode.NoOrders) ? Posture.Halt : Posture.NoNewRisk;
        var claim = new PostureClaim(TripCycle.CellClaim(watch, cell) + "pause", watch.Breaker.ActScope, posture, reason);
        context.Postures.Put(pauses.Exists(pause => pause.Until == PauseUntil.Rearm) ? claim : Timed(claim, cell, Longest(pauses), context));
    }

    private static void Lock(BreakerWatch watch, WatchCell cell, List<BreakerAction> locks, string reason, BoardContext context)
    {
        if (locks.Count == 0)
        {
            return;
        }

        var owner = $"{watch.LockPrefix}{cell.TripSeq}";
        var claim = Timed(new PostureClaim(owner, watch.Breaker.ActScope, Posture.NoNewRisk, reason), cell, Longest(locks), context);
        context.Postures.Put(claim with { IsLocked = true });
    }

    /// <summary>The longest of several; the end of the day is longer than any duration within it, and has no length that is known here.</summary>
    private static TimeSpan Longest(List<BreakerAction> actions) =>
        actions.Exists(action => action.Until == PauseUntil.DayEnd) ? DayEnd : actions.Max(action => action.For ?? TimeSpan.Zero);

    private static PostureClaim Timed(PostureClaim claim, WatchCell cell, TimeSpan length, BoardContext context) => length == DayEnd
        ? claim with { Until = EngineClock.At(context.Books.Day.NextAt), IsMarketTime = true }
        : claim with { Until = EngineClock.At(cell.TrippedAt) + length };
}
