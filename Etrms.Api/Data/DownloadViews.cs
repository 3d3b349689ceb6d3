using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Api.Data;

internal static class DownloadViews
{
    public static DownloadView ToView(this StoredDownload stored) => new()
    {
        Id = stored.Download.Id,
        State = stored.Download.State,
        Request = stored.Request,
        Progress = stored.Parts.Count == 0 ? null : decimal.Round(stored.Parts.Average(part => part.Progress), 4),
        Parts = [.. stored.Parts.Select(ToView)],
        Error = stored.Download.Error,
        CreatedAt = stored.Download.CreatedAt,
        StartedAt = stored.Download.StartedAt,
        FinishedAt = stored.Download.FinishedAt,
    };

    private static DownloadPartView ToView(DataDownloadPartRow part) => new(
        part.Exchange, part.Symbol, part.Kind, part.TimeframeSeconds == 0 ? null : Timeframe.Of(TimeSpan.FromSeconds(part.TimeframeSeconds)).ToString(),
        part.IsDone, part.Progress, part.FetchedRows, part.HistoryBeginsAt, part.MissingRows,
        part.Gaps.Deserialize<List<GapView>>(EtrmsJson.Options)!, part.SeriesId);
}
