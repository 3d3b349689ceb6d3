using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>Breakers as views show them: the worst cell speaks for the breaker.</summary>
internal static class BreakerSnapshots
{
    public static ImmutableArray<BreakerSnapshot> Of(BreakerBoard board) => [.. board.Watches.Select(Of)];

    public static BreakerEvaluation Evaluate(BreakerWatch watch)
    {
        var cell = Worst(watch);
        var value = ValueOf(watch, cell);
        var actions = watch.Breaker.Stages
            .Where(stage => value is { } known
                && TripLevels.Reaches(known, TripLevels.Of(watch.ThresholdOf(cell), stage.At, watch.IsFalling), watch.IsFalling))
            .SelectMany(stage => stage.Actions)
            .ToList();
        var verdict = value is null ? "UNKNOWN" : actions.Count > 0 ? "TRIP" : "CLEAR";
        var would = actions.Count == 0
            ? "Nothing."
            : $"It would {Words.List(BreakerSentence.Deeds(actions, watch.Breaker))}.";
        return new BreakerEvaluation(
            watch.Breaker.Id, watch.Breaker.Name, verdict, value, watch.ThresholdOf(cell), Explain(watch, cell), would);
    }

    private static BreakerSnapshot Of(BreakerWatch watch)
    {
        var cell = Worst(watch);
        var value = ValueOf(watch, cell);
        return new BreakerSnapshot
        {
            Breaker = watch.Breaker,
            Status = StatusOf(watch),
            Value = value,
            Progress = value is { } known ? TripLevels.Progress(known, watch.ThresholdOf(cell), watch.IsFalling) : null,
            Explanation = Explain(watch, cell),
            TripCount = watch.TripSeq,
            LastTrippedAt = watch.LastTrippedAt,
            Pending = watch.IsDeletePending ? "Its deletion waits for the next trading day."
                : watch.Pending is { } next ? $"Waits for the next trading day: {BreakerSentence.Describe(next)}" : null,
            StateVersion = watch.StateVersion,
        };
    }

    private static BreakerStatus StatusOf(BreakerWatch watch) => watch switch
    {
        { Breaker.Mode: BreakerMode.Off } => BreakerStatus.Disabled,
        { Error: not null } => BreakerStatus.EvaluationError,
        { Cells.Count: 0 } => BreakerStatus.Armed,
        _ => watch.Cells.MaxBy(cell => Rank(cell.Status))!.Status,
    };

    /// <summary>Which state of several cells matters most to the trader.</summary>
    private static int Rank(BreakerStatus status) => status switch
    {
        BreakerStatus.Disabled => 0,
        BreakerStatus.Armed => 1,
        BreakerStatus.Qualifying => 2,
        BreakerStatus.CoolingDown => 3,
        BreakerStatus.Blind => 4,
        BreakerStatus.Latched => 5,
        BreakerStatus.Triggered => 6,
        BreakerStatus.Verifying => 7,
        BreakerStatus.Acting => 8,
        BreakerStatus.EvaluationError => 9,
        BreakerStatus.ActionError => 10,
    };

    /// <summary>The cell nearest to its threshold; one whose value is unknown only when no other is known.</summary>
    private static WatchCell? Worst(BreakerWatch watch) => watch.Cells
        .Where(cell => watch.Meter.ReasonOf(cell.Position) is null)
        .MaxBy(cell => TripLevels.Progress(watch.Meter.Measure(cell.Position), watch.Threshold, watch.IsFalling))
        ?? watch.Cells.FirstOrDefault();

    private static decimal? ValueOf(BreakerWatch watch, WatchCell? cell) =>
        watch.Meter.ReasonOf(cell?.Position) is null ? watch.Meter.Measure(cell?.Position) : null;

    private static string Explain(BreakerWatch watch, WatchCell? cell) => watch.Error
        ?? (cell is not null ? BreakerEvents.Explain(watch, cell) : watch.Meter.ReasonOf(null) ?? watch.Meter.Explain(null));
}
