using Etrms.Contracts;
using Etrms.Infrastructure.Backtests;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Jobs;

/// <summary>What the live channels show: what is under way, and what ended a moment ago.</summary>
internal sealed class JobPictures(JobQueries jobs, JobConsole console, BacktestStore backtests, TimeProvider clock)
{
    private const int Most = 100;
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(3);

    public async Task<JobsLiveView> JobsAsync(CancellationToken cancellationToken) => new(
        await jobs.CountAsync(cancellationToken), await jobs.ListRecentAsync(clock.GetUtcNow() - Moment, Most, cancellationToken),
        (await console.FindPauseAsync(JobPauseRow.Everything, cancellationToken))?.Reason);

    public async Task<BacktestsLiveView> BacktestsAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var recent = await backtests.ListRecentAsync(now - Moment, Most, cancellationToken);
        return new BacktestsLiveView([.. recent.Select(found => new BacktestLiveView(
            found.Row.Id, found.Row.Name, found.Row.Type, BacktestStates.Of(found.Job), BacktestStates.ProgressOf(found.Job, now), found.Job?.Error))]);
    }
}
