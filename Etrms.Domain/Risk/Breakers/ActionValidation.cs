namespace Etrms.Domain.Risk.Breakers;

/// <summary>Why an action cannot be saved: a number that it needs is missing or out of bounds, or one that it does not know is given.</summary>
internal static class ActionValidation
{
    private static readonly TimeSpan LongestLock = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(366);
    private const int MostTrips = 100;
    private const decimal LargestSlippage = 0.5m;

    private const int MostChannels = 20;

    public static IEnumerable<(string Field, string Message)> Validate(BreakerAction action) =>
    [
        .. ReduceBy(action), .. Factor(action), .. Distance(action), .. Until(action), .. Pressure(action), .. Order(action), .. Notice(action), .. FromTrip(action),
    ];

    private static IEnumerable<(string Field, string Message)> ReduceBy(BreakerAction action)
    {
        if (action.Kind == BreakerActionKind.ReducePosition && action.ReduceBy is not (> 0 and <= 1))
        {
            yield return ("reduce_by", "REDUCE_POSITION needs the share to take off, above 0 and at most 1.");
        }
        else if (action.Kind != BreakerActionKind.ReducePosition && action.ReduceBy is not null)
        {
            yield return ("reduce_by", "Only REDUCE_POSITION takes a share.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Factor(BreakerAction action)
    {
        if (action.Kind == BreakerActionKind.ScaleNewRisk && action.Factor is not (>= 0 and < 1))
        {
            yield return ("factor", "SCALE_NEW_RISK needs the share of its size at which new risk passes, from 0 and below 1.");
        }
        else if (action.Kind != BreakerActionKind.ScaleNewRisk && action.Factor is not null)
        {
            yield return ("factor", "Only SCALE_NEW_RISK takes a factor.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Distance(BreakerAction action)
    {
        if (action.Kind == BreakerActionKind.SetStops && action.Distance is not (> 0 and < 1))
        {
            yield return ("distance", "SET_STOPS needs a distance from the mark, above 0 and below 1.");
        }
        else if (action.Kind != BreakerActionKind.SetStops && action.Distance is not null)
        {
            yield return ("distance", "Only SET_STOPS takes a distance.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Pressure(BreakerAction action)
    {
        var reduces = BreakerWatch.Reduces(action);
        if (action.Style != CloseStyle.Ladder && !reduces)
        {
            yield return ("style", "Only CLOSE_POSITIONS and REDUCE_POSITION have a style.");
        }

        if (action.MaxSlippage is not null && !reduces)
        {
            yield return ("max_slippage", "Only CLOSE_POSITIONS and REDUCE_POSITION have a largest slippage.");
        }
        else if (action.MaxSlippage is <= 0 or > LargestSlippage)
        {
            yield return ("max_slippage", $"The largest slippage is a fraction above 0 and at most {Words.Plain(LargestSlippage)}; left out there is none.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Order(BreakerAction action)
    {
        if (action.Order != ReductionOrder.ProRata && action.Kind != BreakerActionKind.ReducePosition)
        {
            yield return ("order", "Only REDUCE_POSITION has an order.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Notice(BreakerAction action)
    {
        var notifies = action.Kind == BreakerActionKind.Notify;
        if (action.Severity is not null && !notifies)
        {
            yield return ("severity", "Only NOTIFY has a severity.");
        }

        if (!action.Channels.IsEmpty && !notifies)
        {
            yield return ("channels", "Only NOTIFY names channels.");
        }
        else if (action.Channels.Length > MostChannels)
        {
            yield return ("channels", $"Name at most {MostChannels} channels.");
        }
    }

    private static IEnumerable<(string Field, string Message)> FromTrip(BreakerAction action)
    {
        if (action.FromTrip is < 1 or > MostTrips)
        {
            yield return ("from_trip", $"An action begins with one of the first {MostTrips} trips of a day.");
        }
    }

    private static IEnumerable<(string Field, string Message)> Until(BreakerAction action)
    {
        var isLock = action.Kind == BreakerActionKind.LockOut;
        var longest = isLock ? LongestLock : LongestPause;
        if (!isLock && action.Kind != BreakerActionKind.PauseTrading)
        {
            if (action.Until != PauseUntil.Rearm || action.For is not null)
            {
                yield return ("until", "Only PAUSE_TRADING and LOCK_OUT have an end.");
            }
        }
        else if (isLock && action.Until == PauseUntil.Rearm)
        {
            yield return ("until", "LOCK_OUT needs an end: DURATION or DAY_END.");
        }
        else if (action.Until == PauseUntil.Duration ? action.For is not { } length || length <= TimeSpan.Zero || length > longest : action.For is not null)
        {
            yield return ("for_seconds", $"An end by DURATION needs a time above 0 s and at most {longest.Days} days; other ends take none.");
        }
    }
}
