namespace Etrms.Domain.Risk.Breakers;

/// <summary>Breaker events before they are put on the chain.</summary>
internal static class BreakerEvents
{
    public static BreakerEvent Of(
        BreakerWatch watch, WatchCell cell, BreakerEventKind kind, decimal? stageAt, string explanation, string consequence) =>
        Plain(watch, cell, kind, explanation) with
        {
            Value = watch.Meter.ReasonOf(cell.Position) is null ? watch.Meter.Measure(cell.Position) : null,
            StageAt = stageAt,
            Consequence = consequence,
        };

    /// <summary>An evaluation that threw: its value cannot be asked for.</summary>
    public static BreakerEvent Failed(BreakerWatch watch, WatchCell cell, string message) =>
        Plain(watch, cell, BreakerEventKind.EvaluationError, message);

    /// <summary>The formula with its numbers, or why there are none.</summary>
    public static string Explain(BreakerWatch watch, WatchCell cell)
    {
        if (watch.Meter.UnknownReason is { } reason)
        {
            return $"unknown: {reason}";
        }

        if (watch.Meter.UnknownReasonOf(cell.Position) is { } ofOne)
        {
            return $"{cell.Leg?.Instrument.Symbol} unknown: {ofOne}";
        }

        var unit = watch.Condition.UnitOf(watch.Breaker);
        var source = watch.IsReconstructed ? " from a peak reconstructed from candles" : "";
        return $"{watch.Meter.Explain(cell.Position)}{source}; threshold {Words.Of(watch.ThresholdOf(cell), unit)}{watch.Scope.CollateralNote}";
    }

    private static BreakerEvent Plain(BreakerWatch watch, WatchCell cell, BreakerEventKind kind, string explanation) => new()
    {
        Seq = 0,
        BreakerId = watch.Breaker.Id,
        Revision = watch.Breaker.Revision,
        BreakerName = watch.Breaker.Name,
        Type = watch.Breaker.Type,
        TripSeq = cell.TripSeq,
        Kind = kind,
        Threshold = watch.ThresholdOf(cell),
        Explanation = explanation,
        ObservedOnly = watch.Breaker.Mode == BreakerMode.Observe,
        At = default,
        ReceivedAt = default,
        PreviousHash = "",
        Hash = "",
    };
}
