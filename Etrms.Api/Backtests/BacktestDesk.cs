using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;
using Etrms.Domain.Market.History;
using Etrms.Infrastructure.Backtests;

namespace Etrms.Api.Backtests;

/// <summary>Shows backtests, and looks whether the history that one needs is stored.</summary>
internal sealed class BacktestDesk(BacktestForm form, BacktestResults results, BacktestSeries series, TimeProvider clock)
{
    private static readonly IReadOnlyDictionary<string, string[]> Nothing = new Dictionary<string, string[]>(StringComparer.Ordinal);

    public async Task<BacktestView> ViewAsync(StoredBacktest stored, CancellationToken cancellationToken)
    {
        var (row, job) = (stored.Row, stored.Job);
        var hasResult = row.ResultJobId is not null && row.ResultJobId == row.JobId && !stored.IsUnderWay;
        return new BacktestView
        {
            Id = row.Id,
            State = BacktestStates.Of(job),
            Configuration = stored.Configuration,
            Progress = BacktestStates.ProgressOf(job, clock.GetUtcNow()),
            Error = job?.Error,
            JobId = row.JobId,
            CreatedAt = row.CreatedAt,
            ChangedAt = row.ChangedAt,
            StartedAt = job?.StartedAt,
            FinishedAt = job?.FinishedAt,
            Result = hasResult ? await results.ReadSummaryAsync(row.ResultJobId!.Value, cancellationToken) : null,
            Applied = stored.Applied,
        };
    }

    /// <summary>Why a sound request cannot start on what is stored, by field.</summary>
    public async Task<IReadOnlyDictionary<string, string[]>> MissingHistoryAsync(BacktestBody body, CancellationToken cancellationToken) =>
        form.RequestOf(body) is { } request
            ? BacktestSeries.FaultsOf(await series.FindAsync(NeedsOf(request, body), cancellationToken), request.Terms.AllowGaps)
            : Nothing;

    public async Task<BacktestCheckView> CheckAsync(
        BacktestBody body, IReadOnlyDictionary<string, string[]> errors, CancellationToken cancellationToken)
    {
        if (errors.Count > 0 || form.RequestOf(body) is not { } request)
        {
            return new BacktestCheckView(errors, [], 0, 0, null);
        }

        var needed = await series.FindAsync(NeedsOf(request, body), cancellationToken);
        var faults = BacktestSeries.FaultsOf(needed, request.Terms.AllowGaps);
        var work = new RequestWork(request);
        return new BacktestCheckView(
            faults, [.. needed.Select(each => ToView(each, body.Data?.Source))], work.Pieces + 1, work.Runs, faults.Count == 0 ? work.Candles : null);
    }

    private static HistoryNeeds NeedsOf(BacktestRequest request, BacktestBody body) => HistoryNeeds.Of(request.Terms, body.Data ?? new BacktestDataBody());

    private static BacktestCoverageView ToView(NeededSeries series, SeriesSource? source) => new(
        BacktestSeries.NameOf(series), series.IsComplete, series.Coverage is null ? null : series.Wanted - series.Missing, series.Coverage is null ? null : series.Missing,
        [.. (series.Coverage?.Gaps ?? []).Select(gap => new GapView(gap.From, gap.To, gap.Missing))], BacktestSeries.DownloadOf(series, source));
}
