using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Jobs;

/// <summary>What a person does to jobs as a whole, and which workers there are: pauses, schedules, nodes.</summary>
public sealed class JobConsole(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan ForgetNodesAfter = TimeSpan.FromHours(1);

    /// <summary>The pause of everything, or of one schedule; null while it is not paused.</summary>
    public async Task<JobPauseRow?> FindPauseAsync(string scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobPauses.AsNoTracking().SingleOrDefaultAsync(row => row.Scope == scope, cancellationToken);
    }

    /// <summary>Pauses; what is paused already keeps its first reason.</summary>
    public async Task PauseAsync(string scope, string reason, string operatorName, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InsertMissingAsync(
            [new JobPauseRow { Scope = scope, Reason = reason, Operator = operatorName, At = clock.GetUtcNow() }], cancellationToken);
    }

    public async Task ResumeAsync(string scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.JobPauses.Where(row => row.Scope == scope).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>A worker's sign of life; those long gone are forgotten.</summary>
    public async Task CheckInAsync(string node, int running, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var known = await db.JobNodes.Where(row => row.Name == node).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.CheckedInAt, now).SetProperty(row => row.Running, running), cancellationToken);
        if (known == 0)
        {
            await db.JobNodes.Where(row => row.CheckedInAt < now - ForgetNodesAfter).ExecuteDeleteAsync(cancellationToken);
            await db.InsertMissingAsync(
                [new JobNodeRow { Name = node, Running = running, StartedAt = now, CheckedInAt = now }], cancellationToken);
        }
    }

    /// <summary>A worker says goodbye.</summary>
    public async Task CheckOutAsync(string node, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.JobNodes.Where(row => row.Name == node).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<JobScheduleRow>> ListSchedulesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobSchedules.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, JobPauseRow>> ListPausesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobPauses.AsNoTracking().ToDictionaryAsync(row => row.Scope, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Adds a schedule that there is not yet; what the trader changed stays.</summary>
    public async Task AddScheduleAsync(string name, string title, string cron, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InsertMissingAsync([new JobScheduleRow { Name = name, Title = title, Cron = cron }], cancellationToken);
    }

    /// <summary>False when there is no such schedule.</summary>
    public async Task<bool> ChangeScheduleAsync(string name, string cron, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobSchedules.Where(row => row.Name == name).ExecuteUpdateAsync(set => set.SetProperty(row => row.Cron, cron), cancellationToken) == 1;
    }

    /// <summary>Asks a worker to run it as soon as it can; false when there is no such schedule.</summary>
    public async Task<bool> WantAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return await db.JobSchedules.Where(row => row.Name == name).ExecuteUpdateAsync(set => set.SetProperty(row => row.WantedAt, now), cancellationToken) == 1;
    }

    public async Task NoteRunAsync(string name, JobState state, string result, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var duration = (clock.GetUtcNow() - startedAt).TotalMilliseconds;
        await db.JobSchedules.Where(row => row.Name == name).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.LastState, state).SetProperty(row => row.LastResult, result).SetProperty(row => row.LastRunAt, startedAt)
                .SetProperty(row => row.LastDurationMs, duration),
            cancellationToken);
    }
}
