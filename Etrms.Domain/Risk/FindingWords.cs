using System.Globalization;
using Etrms.Domain.Analysis.Markets;

namespace Etrms.Domain.Risk;

/// <summary>How findings in a book are told. A suspicion is called one: a public book shows neither orders nor who placed them.</summary>
internal static class FindingWords
{
    public static string Title(string symbol, BookFinding finding) => finding.Kind switch
    {
        BookFindingKind.WideSpread => $"{symbol}: the spread is unusually wide",
        BookFindingKind.ThinDepth => $"{symbol}: depth has vanished",
        BookFindingKind.LargeOrder => $"{symbol}: a large order rests in the book",
        BookFindingKind.ExecutedOrder => $"{symbol}: a large order was executed",
        BookFindingKind.PulledOrder => $"{symbol}: a large order was pulled",
        BookFindingKind.SuspectedSpoof => $"{symbol}: suspected spoofing",
    };

    public static string Text(string symbol, BookFinding finding) => finding.Kind switch
    {
        BookFindingKind.WideSpread => $"The spread of {symbol} lies {Number(finding.Deviations)} deviations above what was usual lately.",
        BookFindingKind.ThinDepth => $"The depth of {symbol} near the middle lies {Number(-finding.Deviations)} deviations below what was usual lately.",
        BookFindingKind.LargeOrder => $"{Level(finding)} of {symbol} has stood since {Time(finding.From)}: far more than is usual on a level there.",
        BookFindingKind.ExecutedOrder => $"{Level(finding)} of {symbol} is gone, and {Number(finding.Executed)} of it were traded.",
        BookFindingKind.PulledOrder => $"{Level(finding)} of {symbol} is gone, and {Number(finding.Executed)} of it were traded.",
        BookFindingKind.SuspectedSpoof =>
            $"{Number(finding.Levels)} large levels of the {Side(finding)} side of {symbol}, the last of {Number(finding.Size)} at {Number(finding.Price)}, came and went"
            + $" untraded within seconds{(finding.HasOppositeFill ? " while the other side was traded" : "")}. It is a suspicion; intent cannot be seen.",
    };

    private static string Level(BookFinding finding) => $"A level of {Number(finding.Size)} at {Number(finding.Price)} on the {Side(finding)} side";

    private static string Side(BookFinding finding) => finding.IsBid == true ? "bid" : "ask";

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "an unknown time";

    private static string Number(decimal? value) => value?.ToString("#,0.########", CultureInfo.InvariantCulture) ?? "an unknown part";
}
