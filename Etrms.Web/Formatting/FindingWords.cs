using Etrms.Contracts;
using Etrms.Domain.Analysis.Markets;

namespace Etrms.Web.Formatting;

/// <summary>Words for what is found in books. A suspicion stays one.</summary>
internal static class FindingWords
{
    public static (string Text, Tone Tone) Of(BookFindingKind kind) => kind switch
    {
        BookFindingKind.WideSpread => ("Spread unusually wide", Tone.Warning),
        BookFindingKind.ThinDepth => ("Depth vanished", Tone.Warning),
        BookFindingKind.LargeOrder => ("Large order stays", Tone.Neutral),
        BookFindingKind.ExecutedOrder => ("Large order executed", Tone.Neutral),
        BookFindingKind.PulledOrder => ("Large order pulled", Tone.Neutral),
        BookFindingKind.SuspectedSpoof => ("Suspected spoofing", Tone.Warning),
    };

    public static string Detail(BookFindingView finding) => finding switch
    {
        { Deviations: { } deviations } => $"{Numbers.Plain(Math.Abs(deviations), 1)} deviations from the usual",
        { Kind: BookFindingKind.SuspectedSpoof } =>
            $"{Words.Count(finding.Levels, "level")} came and went untraded{(finding.HasOppositeFill ? " while the other side was traded" : "")}",
        { Executed: { } executed, Size: > 0 } => $"{Numbers.Percent(Math.Min(executed / finding.Size.Value, 1), 0)} traded",
        _ => "traded: unknown",
    };

    public static string Side(bool? isBid) => isBid switch { true => "Bid", false => "Ask", null => "" };

    /// <summary>Between two instants, in words short enough for a table.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 10 } => $"{Numbers.Plain((decimal)age.TotalSeconds, 1)} s",
        { TotalMinutes: < 2 } => $"{Numbers.Plain((decimal)age.TotalSeconds, 0)} s",
        { TotalHours: < 2 } => $"{Numbers.Plain((decimal)age.TotalMinutes, 0)} min",
        _ => $"{Numbers.Plain((decimal)age.TotalHours, 0)} h",
    };
}
