using Etrms.Contracts;

namespace Etrms.Cli.Data;

/// <summary>A download in words: each series with what was fetched, and what the venue lacks.</summary>
internal static class DownloadText
{
    private const int MostGaps = 10;

    public static string NameOf(DownloadPartView part) =>
        $"{part.Exchange} {part.Symbol} {part.Timeframe ?? part.Kind.ToString().ToLowerInvariant()}";

    public static IEnumerable<string> Report(DownloadView download)
    {
        foreach (var part in download.Parts)
        {
            yield return $"  {NameOf(part),-32} {part.FetchedRows,12:N0} rows fetched{BeginningOf(part)}";
            foreach (var gap in part.Gaps.Take(MostGaps))
            {
                yield return $"    gap {DataText.Instant(gap.From)} to {DataText.Instant(gap.To)}{(gap.MissingRows is { } missing ? $", {missing:N0} rows" : "")}";
            }

            if (part.Gaps.Count > MostGaps)
            {
                yield return $"    and {part.Gaps.Count - MostGaps} more gaps: etrms data certificate --symbol {part.Symbol}";
            }
        }

        yield return Ending(download);
    }

    public static string Ending(DownloadView download) => download.State switch
    {
        DownloadState.Complete => "Complete.",
        DownloadState.CompleteWithGaps => $"Complete, with {download.Parts.Sum(part => part.Gaps.Count)} gaps: the venue does not have these rows.",
        DownloadState.Failed => $"Failed: {download.Error}",
        DownloadState.Cancelled => "Cancelled. What was stored stays; the same command goes on from there.",
        DownloadState.Queued or DownloadState.Running => "Running.",
    };

    private static string BeginningOf(DownloadPartView part) =>
        part.HistoryBeginsAt is { } begins ? $"; the venue's history begins {DataText.Instant(begins)}" : "";
}
