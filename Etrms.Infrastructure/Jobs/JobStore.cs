using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Jobs;

/// <summary>A job that is not over, as those who hand out work see it.</summary>
/// <param name="OpenPieces">Pieces of the present stage that are not over.</param>
/// <param name="LoosePieces">Of these the ones that nobody has and that may begin.</param>
public sealed record OpenJob(Guid Id, JobKind Kind, JobState State, DateTimeOffset? NextAttemptAt, int OpenPieces, int LoosePieces)
{
    /// <summary>True when the job itself has something to do: begin, plan its next pieces, or put their results together.</summary>
    public bool IsDue(DateTimeOffset now) => State == JobState.Queued || (OpenPieces == 0 && (State != JobState.Waiting || NextAttemptAt <= now));
}

/// <summary>
/// Jobs as rows: the Api adds, cancels and retries them, workers carry them out. A job that is over takes no more writes of a worker, and so a
/// cancelled one ends wherever it is.
/// </summary>
public sealed class JobStore(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    public async Task<JobRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.OwnerId == Owner.Operator, cancellationToken);
    }

    /// <summary>A job that waits for a worker, not yet saved.</summary>
    public JobRow Prepare<T>(JobKind kind, Guid? subject, string name, T input, string operatorName) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        Kind = kind,
        SubjectId = subject,
        Name = name,
        Operator = operatorName,
        State = JobState.Queued,
        Input = JsonSerializer.SerializeToElement(input, EtrmsJson.Options),
        Message = "Waits for a worker.",
        MaxAttempts = JobTries.Most,
        CreatedAt = clock.GetUtcNow(),
    };

    /// <summary>Every job that is not over, oldest first.</summary>
    public async Task<IReadOnlyList<OpenJob>> ListOpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return await db.Jobs.AsNoTracking().Open().OrderBy(job => job.CreatedAt).Select(job => new OpenJob(
            job.Id, job.Kind, job.State, job.NextAttemptAt,
            db.JobPieces.Count(piece => piece.JobId == job.Id
                && (piece.State == JobState.Queued || piece.State == JobState.Waiting || piece.State == JobState.Running)),
            db.JobPieces.Count(piece => piece.JobId == job.Id
                && (piece.State == JobState.Queued || (piece.State == JobState.Waiting && piece.NextAttemptAt <= now))))).ToListAsync(cancellationToken);
    }

    /// <summary>Notes that a worker has it; null when it is over.</summary>
    public async Task<JobRow?> BeginAsync(Guid id, string node, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var begun = await db.Jobs.Where(row => row.Id == id).Open().ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, JobState.Running).SetProperty(row => row.Node, node)
                .SetProperty(row => row.StartedAt, row => row.StartedAt ?? now).SetProperty(row => row.NextAttemptAt, (DateTimeOffset?)null)
                .SetProperty(row => row.Attempt, row => row.Attempt == 0 ? 1 : row.Attempt),
            cancellationToken);
        return begun == 0 ? null : await FindAsync(id, cancellationToken);
    }

    /// <summary>Adds the pieces of a stage. Planning the same stage again adds nothing.</summary>
    /// <param name="weight">Work of all stages together, as far as it is known.</param>
    public async Task PlanAsync(
        Guid id, int stage, IReadOnlyList<JobPieceRow> pieces, long weight, string message, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InsertMissingAsync(pieces, cancellationToken);
        await db.Jobs.Where(row => row.Id == id).Open().ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Stage, stage).SetProperty(row => row.Weight, weight).SetProperty(row => row.Message, message)
                .SetProperty(row => row.PiecesTotal, row => db.JobPieces.Count(piece => piece.JobId == row.Id)),
            cancellationToken);
    }

    /// <summary>A try failed: the next one comes after a while, growing from try to try, until there were enough. Returns the state that follows.</summary>
    public async Task<JobState> FailAsync(Guid id, string error, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Jobs.AsNoTracking().Where(row => row.Id == id).Open().SingleOrDefaultAsync(cancellationToken) is not { } job)
        {
            return JobState.Cancelled;
        }

        if (job.Attempt >= job.MaxAttempts)
        {
            await EndAsync(id, JobState.Failed, "Failed.", error, cancellationToken);
            return JobState.Failed;
        }

        var next = clock.GetUtcNow() + JobTries.PauseAfter(job.Attempt);
        await db.Jobs.Where(row => row.Id == id).Open().ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, JobState.Waiting).SetProperty(row => row.Error, error)
                .SetProperty(row => row.Attempt, row => row.Attempt + 1).SetProperty(row => row.NextAttemptAt, next)
                .SetProperty(row => row.Message, "Waits for its next try."),
            cancellationToken);
        return JobState.Waiting;
    }

    /// <summary>Ends a job that is not over yet; false when it was.</summary>
    public async Task<bool> EndAsync(Guid id, JobState state, string message, string? error, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var isDone = state is JobState.Succeeded or JobState.Partial;
        var ended = await db.Jobs.Where(row => row.Id == id).Open().ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.Message, message).SetProperty(row => row.Error, error)
                .SetProperty(row => row.FinishedAt, now).SetProperty(row => row.Progress, row => isDone ? 1 : row.Progress)
                .SetProperty(row => row.PiecesRunning, 0).SetProperty(row => row.NextAttemptAt, (DateTimeOffset?)null),
            cancellationToken);
        if (ended == 1)
        {
            await db.JobPieces.Where(piece => piece.JobId == id).Open().ExecuteUpdateAsync(
                set => set.SetProperty(piece => piece.State, JobState.Cancelled).SetProperty(piece => piece.FinishedAt, now), cancellationToken);
        }

        return ended == 1;
    }

    /// <summary>
    /// Queues a job again that failed, was cancelled or is partial. Pieces that are done stay done, but for those of later stages: they were planned
    /// on what is missing. False when it is none of these.
    /// </summary>
    public async Task<bool> RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Jobs.AsNoTracking().Where(row => row.Id == id).Unfinished().SingleOrDefaultAsync(cancellationToken) is not { } job)
        {
            return false;
        }

        var missing = db.JobPieces.Where(piece => piece.JobId == id && piece.State != JobState.Succeeded);
        var stage = await missing.MinAsync(piece => (int?)piece.Stage, cancellationToken) ?? job.Stage;
        await db.JobPieceResults.Where(row => row.JobId == id && db.JobPieces.Any(
            piece => piece.JobId == id && piece.Number == row.Number && piece.Stage > stage)).ExecuteDeleteAsync(cancellationToken);
        await db.JobPieces.Where(piece => piece.JobId == id && piece.Stage > stage).ExecuteDeleteAsync(cancellationToken);
        await missing.ExecuteUpdateAsync(
            set => set.SetProperty(piece => piece.State, JobState.Queued).SetProperty(piece => piece.Attempt, 0).SetProperty(piece => piece.Done, 0)
                .SetProperty(piece => piece.Error, (string?)null).SetProperty(piece => piece.Child, (string?)null)
                .SetProperty(piece => piece.FinishedAt, (DateTimeOffset?)null),
            cancellationToken);
        var before = job.Weight == 0 ? 0 : (decimal)await db.JobPieces.Where(piece => piece.JobId == id).SumAsync(piece => piece.Done, cancellationToken) / job.Weight;
        var progress = Math.Min(before, JobPieces.ShareOfPieces);
        return await db.Jobs.Where(row => row.Id == id).Unfinished().ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, JobState.Queued).SetProperty(row => row.Stage, stage).SetProperty(row => row.Attempt, 0)
                .SetProperty(row => row.Error, (string?)null).SetProperty(row => row.StartedAt, (DateTimeOffset?)null)
                .SetProperty(row => row.FinishedAt, (DateTimeOffset?)null).SetProperty(row => row.Progress, progress)
                .SetProperty(row => row.ProgressAtStart, progress).SetProperty(row => row.Message, "Waits for a worker."),
            cancellationToken) == 1;
    }
}

/// <summary>How often a job or a piece of it is tried.</summary>
public static class JobTries
{
    public const int Most = 3;

    /// <summary>1, 4, 16 seconds: what is broken for longer will not mend while somebody waits.</summary>
    public static TimeSpan PauseAfter(int attempt) => TimeSpan.FromSeconds(1 << (2 * Math.Clamp(attempt - 1, 0, 2)));
}

internal static class OpenRows
{
    public static IQueryable<JobRow> Open(this IQueryable<JobRow> rows) =>
        rows.Where(row => row.State == JobState.Queued || row.State == JobState.Waiting || row.State == JobState.Running);

    /// <summary>Over, and not for good.</summary>
    public static IQueryable<JobRow> Unfinished(this IQueryable<JobRow> rows) =>
        rows.Where(row => row.State == JobState.Failed || row.State == JobState.Partial || row.State == JobState.Cancelled);

    public static IQueryable<JobPieceRow> Open(this IQueryable<JobPieceRow> rows) =>
        rows.Where(row => row.State == JobState.Queued || row.State == JobState.Waiting || row.State == JobState.Running);
}
