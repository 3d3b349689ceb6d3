using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres.Tables;
using Quartz;

namespace Etrms.Workers.Jobs.Pieces;

/// <summary>
/// Jobs in pieces: a parent plans pieces and puts their results together, children on all workers take the pieces one by one. Neither waits for
/// the other, so a pool of any size cannot lock itself up.
/// </summary>
internal sealed class WorkDispatch(JobStore jobs, JobPieces pieces, JobConsole console, RunningPieces running, TimeProvider clock) : IJobDispatch
{
    /// <summary>Children of one job over all workers.</summary>
    private const int MostChildren = 16;

    public async Task DispatchAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        await console.CheckInAsync(running.Node, running.Count, cancellationToken);
        if (await console.FindPauseAsync(JobPauseRow.Everything, cancellationToken) is not null)
        {
            return;
        }

        foreach (var job in await jobs.ListOpenAsync(cancellationToken))
        {
            await DispatchAsync(scheduler, job, cancellationToken);
        }
    }

    private async Task DispatchAsync(IScheduler scheduler, OpenJob job, CancellationToken cancellationToken)
    {
        if (job.IsDue(clock.GetUtcNow()))
        {
            await scheduler.FireOnceAsync<ParentJob>(ParentJob.KeyOf(job.Id), null, cancellationToken);
            return;
        }

        // A child that has a piece and that the scheduler forgot is brought back under its name; it then finds the piece as its own.
        var busy = await pieces.ListChildrenAsync(job.Id, cancellationToken);
        var wanted = Math.Min(MostChildren, busy.Count + job.LoosePieces);
        foreach (var name in busy.Union(Enumerable.Range(0, wanted).Select(ChildJob.NameOf)))
        {
            await scheduler.FireOnceAsync<ChildJob>(ChildJob.KeyOf(job.Id, name), ChildJob.ExecutionGroup, cancellationToken);
        }
    }
}
