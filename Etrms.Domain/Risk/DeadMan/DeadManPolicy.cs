namespace Etrms.Domain.Risk.DeadMan;

public enum DeadManVerdict
{
    /// <summary>Nothing rests that a switch should clear.</summary>
    Idle,

    /// <summary>The switch is to be set and renewed.</summary>
    Arm,

    /// <summary>Entries rest, but a switch would do harm or would not help.</summary>
    Withhold,
}

public sealed record DeadManAdvice(DeadManVerdict Verdict, string Reason);

/// <summary>
/// When a venue's dead-man switch may stand (RISK 4.12). It cancels what rests when this program is silent: that saves from entries that nobody
/// watches, and it may take the stops of an open position with them. So it stands over flat scenes only, unless a firing has shown that
/// conditional orders stay.
/// </summary>
public static class DeadManPolicy
{
    public static DeadManAdvice Advise(DeadManScene scene)
    {
        var entries = scene.Entries.Count();
        if (entries == 0)
        {
            return new(DeadManVerdict.Idle, "No entry rests: there is nothing to clear.");
        }

        if (scene.Positions.FirstOrDefault(IsWithoutStop) is { } bare)
        {
            return new(
                DeadManVerdict.Withhold,
                $"{bare.Instrument.Symbol} is open without a stop: cancelling orders would not protect it. Give it a stop first.");
        }

        if (scene.Positions.FirstOrDefault() is not { } held)
        {
            return new(DeadManVerdict.Arm, $"{Entries(entries)} and no position is open.");
        }

        return scene.ConditionalOrdersStay == true && !scene.Orders.Any(order => ProtectionPlanner.IsProtective(order) && !order.IsConditional)
            ? new(DeadManVerdict.Arm, $"{Entries(entries)}; the stop of {held.Instrument.Symbol} stays when the switch fires, as a firing has shown.")
            : new(DeadManVerdict.Withhold, $"{held.Instrument.Symbol} is open: the switch could take its stop together with the entries.");
    }

    private static bool IsWithoutStop(PositionMetrics position) => position.StopLoss is null || position.State == PositionState.Unprotected;

    private static string Entries(int count) => count == 1 ? "One entry rests" : $"{count} entries rest";
}
