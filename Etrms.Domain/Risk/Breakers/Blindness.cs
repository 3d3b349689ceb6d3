namespace Etrms.Domain.Risk.Breakers;

/// <summary>What a cell does while its input is unknown: nothing clears, nothing trips, and after a while the breaker's policy takes hold.</summary>
internal static class Blindness
{
    public static void Continue(BreakerWatch watch, WatchCell cell, string reason, BoardContext context)
    {
        if (cell.BlindSince == 0)
        {
            // What was last seen is as old as the oldest price: silence counts from there, and a stale price blinds at once.
            cell.BlindSince = watch.Scope.SilentSince() ?? context.Now;
        }

        cell.ClearSince = 0;
        if (watch.Scope.Positions.Count == 0)
        {
            return;
        }

        var blindFor = context.Now - cell.BlindSince;
        if (!cell.IsBlindAnnounced && blindFor >= context.Books.Settings.BlindAfter.Ticks)
        {
            Announce(watch, cell, reason, context);
        }

        if (!cell.IsBlindPolicyDone && blindFor >= context.Books.Settings.MaxBlind.Ticks)
        {
            cell.IsBlindPolicyDone = true;
            Apply(watch, cell, reason, context);
        }
    }

    /// <summary>The input is known again: qualification goes on without the time that was not seen.</summary>
    public static void End(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        if (cell.BlindSince == 0)
        {
            return;
        }

        var unseen = context.Now - cell.BlindSince;
        for (var i = 0; i < cell.Stages.Length; i++)
        {
            if (cell.Stages[i].Since != 0)
            {
                cell.Stages[i] = cell.Stages[i] with { Since = Math.Min(cell.Stages[i].Since + unseen, context.Now) };
            }
        }

        cell.BlindSince = 0;
        cell.IsBlindPolicyDone = false;
        context.Postures.Release(BlindClaim(watch));
        if (cell.IsBlindAnnounced)
        {
            cell.IsBlindAnnounced = false;
            watch.StateVersion++;
            context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.Sighted, null, "The input is known again.", ""));
        }
    }

    private static void Announce(BreakerWatch watch, WatchCell cell, string reason, BoardContext context)
    {
        cell.IsBlindAnnounced = true;
        watch.StateVersion++;
        if (!cell.IsTripped)
        {
            cell.Status = BreakerStatus.Blind;
        }

        context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.Blind, null, $"The value is unknown: {reason}.", ""));
        context.Alert(
            $"blind/{watch.Breaker.Id:N}/{context.EventSeq}", AlertSeverity.Warning, $"{watch.Breaker.Name} cannot see",
            $"Its value is unknown: {reason}. It neither trips nor clears until the input is back. Check the connection.", watch.Breaker.Id);
    }

    private static void Apply(BreakerWatch watch, WatchCell cell, string reason, BoardContext context)
    {
        var blind = Words.Duration(context.Books.Settings.MaxBlind);
        switch (watch.Breaker.UnknownPolicy)
        {
            case UnknownPolicy.Hold:
                break;
            case UnknownPolicy.Pause:
                context.Postures.Claim(
                    BlindClaim(watch), watch.Breaker.ActScope, Posture.NoNewRisk, $"{watch.Breaker.Name} has been blind for {blind}: {reason}");
                break;
            case UnknownPolicy.FailSafe when !cell.IsTripped:
                TripCycle.Fire(watch, cell, watch.Breaker.Stages.Length - 1, context);
                break;
            case UnknownPolicy.FailSafe:
                break;
        }
    }

    private static string BlindClaim(BreakerWatch watch) => $"{watch.ClaimPrefix}blind";
}
