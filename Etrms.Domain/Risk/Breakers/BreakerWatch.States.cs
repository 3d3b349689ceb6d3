using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>A watch to and from its stored form.</summary>
internal sealed partial class BreakerWatch
{
    public WatchState Capture() => new()
    {
        Breaker = Breaker,
        Pending = Pending,
        IsDeletePending = IsDeletePending,
        IsTightened = IsTightened,
        Meter = Meter.Capture(),
        Cells = [.. Cells.Select(cell => cell.Capture())],
        TripSeq = TripSeq,
        AutoRearms = AutoRearms,
        AutoRearmDay = AutoRearmDay,
        LastTrippedAt = LastTrippedAt,
        StateVersion = StateVersion,
        Error = Error,
        IsReconstructed = IsReconstructed,
        Enforcement = Enforcer.Capture(),
    };

    public static BreakerWatch Restore(WatchState state, RiskBooks books)
    {
        var watch = new BreakerWatch(state.Breaker, books)
        {
            Pending = state.Pending,
            IsDeletePending = state.IsDeletePending,
            IsTightened = state.IsTightened,
            TripSeq = state.TripSeq,
            AutoRearms = state.AutoRearms,
            AutoRearmDay = state.AutoRearmDay,
            LastTrippedAt = state.LastTrippedAt,
            StateVersion = state.StateVersion,
            Error = state.Error,
            IsReconstructed = state.IsReconstructed,
        };
        watch.Meter.Restore(state.Meter);
        watch.Enforcer.Restore(state.Enforcement);
        watch.Cells.Clear();
        watch.Cells.AddRange(state.Cells.Select(WatchCell.Restore));
        watch.SyncCells();

        // A paced condition that was at rest must not be judged earlier than it would have been without the restart.
        watch._isBusy = !watch._isPaced || watch.Cells.Exists(cell => !cell.IsQuiet && !watch.MayWait(cell));
        return watch;
    }
}
