using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Infrastructure.Backtests;

/// <summary>What the state of a job means for its backtest.</summary>
public static class BacktestStates
{
    public static BacktestState Of(JobRow? job) => job is null ? BacktestState.Created : Of(job.State);

    public static BacktestState Of(JobState state) => state switch
    {
        JobState.Queued => BacktestState.Queued,
        JobState.Waiting or JobState.Running => BacktestState.Running,
        JobState.Succeeded => BacktestState.Complete,
        JobState.Partial => BacktestState.Partial,
        JobState.Failed => BacktestState.Failed,
        JobState.Cancelled => BacktestState.Cancelled,
    };

    public static IReadOnlyList<JobState> JobStatesOf(BacktestState state) => state switch
    {
        BacktestState.Created => [],
        BacktestState.Queued => [JobState.Queued],
        BacktestState.Running => [JobState.Waiting, JobState.Running],
        BacktestState.Complete => [JobState.Succeeded],
        BacktestState.Partial => [JobState.Partial],
        BacktestState.Failed => [JobState.Failed],
        BacktestState.Cancelled => [JobState.Cancelled],
    };

    public static BacktestProgressView ProgressOf(JobRow? job, DateTimeOffset now) => job is null
        ? new BacktestProgressView(null, null, "Not started.", 0, 0, 0)
        : new BacktestProgressView(
            job.Stage < 0 && job.FinishedAt is null ? null : decimal.Round(job.Progress, 4),
            job.State == JobState.Running ? JobEta.Of(job.Progress, job.ProgressAtStart, job.StartedAt, now) : null,
            job.Message, job.PiecesDone, job.PiecesFailed, job.PiecesTotal);
}
