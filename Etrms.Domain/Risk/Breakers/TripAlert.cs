namespace Etrms.Domain.Risk.Breakers;

/// <summary>
/// What the trader reads when a breaker trips: the formula with its numbers, what is done to entries, exits and orders, what is left, and what
/// he can do (RISK 4.13). It must do without a page beside it, on a phone.
/// </summary>
internal static class TripAlert
{
    public static string Text(BreakerWatch watch, WatchCell cell, string explanation)
    {
        var actions = watch.Breaker.Stages.Take(cell.StagesFired).SelectMany(stage => stage.Actions).ToList();
        var reductions = cell.Steps.Where(step => step.Kind == PlanStepKind.Reduce && !step.IsDone).ToList();
        return string.Join(
            '\n',
            $"{explanation}.",
            $"Entries: {Entries(actions)}.",
            $"Exits: {Exits(actions, reductions)}.",
            $"Orders: {Orders(cell, reductions)}.",
            $"Left: {Left(reductions)}.",
            $"You can: {Choices(watch, cell)}.");
    }

    private static string Entries(List<BreakerAction> actions) =>
        actions.Exists(action => action.Kind == BreakerActionKind.LockOut) ? "locked out, and nobody can lift that earlier"
        : actions.Exists(action => action is { Kind: BreakerActionKind.PauseTrading, PauseMode: PauseMode.NoOrders }) ? "refused, as is every order but exits by breakers"
        : actions.Exists(action => action.Kind is BreakerActionKind.ClosePositions or BreakerActionKind.PauseTrading) ? "refused"
        : actions.Find(action => action.Kind == BreakerActionKind.ScaleNewRisk) is { } scale ? $"pass at {Words.Percent(scale.Factor ?? 0)} of their size"
        : "not touched";

    private static string Exits(List<BreakerAction> actions, List<PlanStep> reductions)
    {
        var closing = reductions.Count(step => step.Target == 0);
        var cutting = reductions.Count - closing;
        string?[] parts = [closing > 0 ? $"{Positions(closing)} being closed" : null, cutting > 0 ? $"{Positions(cutting)} being cut" : null];
        return reductions.Count > 0 ? Words.List(parts.OfType<string>())
            : actions.Exists(BreakerWatch.Reduces) ? "there is nothing to close" : "pass as you order them";
    }

    private static string Orders(WatchCell cell, List<PlanStep> reductions)
    {
        string?[] parts =
        [
            reductions.Count > 0 ? "what opens or competes with the exits is cancelled, stops stay until flat" : null,
            cell.Steps.Exists(step => step.Kind == PlanStepKind.Cancel) ? "resting ones are cancelled" : null,
            cell.Steps.Exists(step => step.Kind == PlanStepKind.Protect) ? "stops are set or tightened" : null,
        ];
        return parts.OfType<string>().ToList() is { Count: > 0 } done ? string.Join("; ", done) : "left alone";
    }

    private static string Left(List<PlanStep> reductions) => reductions.Count == 0
        ? "nothing to bring down"
        : Words.List(reductions.Select(step => step.Target == 0 ? $"{step.Instrument?.Symbol} to close" : $"{step.Instrument?.Symbol} down to {Words.Plain(step.Target)}"));

    private static string Choices(BreakerWatch watch, WatchCell cell) =>
        TripCycle.OnlyNotified(watch, cell) ? "reduce risk yourself before it goes further; nothing was done for you"
        : watch.Breaker.Rearm.Mode == RearmMode.Manual ? "close by hand at the exchange at any time, and resume the breaker; it stays tripped until you do"
        : "close by hand at the exchange at any time; the breaker arms itself again";

    private static string Positions(int count) => count == 1 ? "1 position is" : $"{count} positions are";
}
