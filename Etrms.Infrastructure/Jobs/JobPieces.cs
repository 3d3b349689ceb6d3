using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Jobs;

/// <summary>A piece that a child has taken.</summary>
/// <param name="Attempt">Names the try: a result of an earlier one is not taken any more.</param>
public sealed record ClaimedPiece(Guid JobId, int Number, int Stage, int Attempt);

/// <summary>Pieces of jobs, taken one by one by children on any worker. What is done is never done again.</summary>
public sealed class JobPieces(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Share of the progress that the pieces make up; the rest is putting them together.</summary>
    internal const decimal ShareOfPieces = 0.98m;

    /// <summary>The next piece for a child: first what its own name still has from before a crash, then one that nobody has; null when there is none.</summary>
    public async Task<ClaimedPiece?> ClaimAsync(Guid jobId, string child, string node, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();

        // SKIP LOCKED is what lets children on several workers take pieces at the same moment; LINQ cannot say it.
        var claimed = await db.Database.SqlQuery<ClaimedPiece>($"""
            UPDATE job_pieces SET state = 'RUNNING', child = {child}, node = {node}, attempt = attempt + 1, started_at = coalesce(started_at, {now}),
                next_attempt_at = NULL
            WHERE job_id = {jobId} AND number = (
                SELECT piece.number FROM job_pieces piece JOIN jobs ON jobs.id = piece.job_id AND jobs.state = 'RUNNING'
                WHERE piece.job_id = {jobId} AND (piece.state = 'QUEUED' OR (piece.state = 'WAITING' AND piece.next_attempt_at <= {now})
                    OR (piece.state = 'RUNNING' AND piece.child = {child}))
                ORDER BY piece.state <> 'RUNNING', piece.number LIMIT 1 FOR UPDATE OF piece SKIP LOCKED)
            RETURNING job_id AS "JobId", number AS "Number", stage AS "Stage", attempt AS "Attempt"
            """).ToListAsync(cancellationToken);
        return claimed.SingleOrDefault();
    }

    /// <summary>Notes how far a piece is; false when the job is over, or another has the piece, and the child must let go of it.</summary>
    public async Task<bool> NoteAsync(ClaimedPiece piece, long done, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isMine = await Mine(db, piece).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Done, row => row.Done > done ? row.Done : done), cancellationToken) == 1;
        return isMine && await TallyAsync(db, piece.JobId, cancellationToken);
    }

    /// <summary>Keeps what came out of a piece; false when the job was over by then, or another had the piece.</summary>
    public async Task<bool> CompleteAsync(ClaimedPiece piece, byte[] content, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // First the result, which is the same whoever worked it, then the mark that it is there.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO job_piece_results (job_id, number, content) VALUES ({piece.JobId}, {piece.Number}, {content})
            ON CONFLICT (job_id, number) DO UPDATE SET content = excluded.content
            """, cancellationToken);
        var now = clock.GetUtcNow();
        var isMine = await Mine(db, piece).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, JobState.Succeeded).SetProperty(row => row.Done, row => row.Weight)
                .SetProperty(row => row.Error, (string?)null).SetProperty(row => row.FinishedAt, now),
            cancellationToken) == 1;
        await TallyAsync(db, piece.JobId, cancellationToken);
        return isMine;
    }

    /// <summary>A try of a piece failed: it waits for the next one, or has had its chances and fails alone.</summary>
    public async Task<JobState> FailAsync(ClaimedPiece piece, string error, bool mayBeTriedAgain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var isLast = !mayBeTriedAgain || piece.Attempt >= JobTries.Most;
        var state = isLast ? JobState.Failed : JobState.Waiting;
        DateTimeOffset? next = isLast ? null : now + JobTries.PauseAfter(piece.Attempt);
        await Mine(db, piece).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.Error, error).SetProperty(row => row.NextAttemptAt, next)
                .SetProperty(row => row.FinishedAt, row => isLast ? now : row.FinishedAt),
            cancellationToken);
        await TallyAsync(db, piece.JobId, cancellationToken);
        return state;
    }

    /// <summary>Gives a piece back that this worker cannot finish because it stops.</summary>
    public async Task ReleaseAsync(ClaimedPiece piece, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Mine(db, piece).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, JobState.Queued).SetProperty(row => row.Child, (string?)null)
                .SetProperty(row => row.Attempt, row => row.Attempt - 1),
            cancellationToken);
    }

    /// <summary>Children that have a piece, or had it when their worker died.</summary>
    public async Task<IReadOnlyList<string>> ListChildrenAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobPieces.Where(row => row.JobId == jobId && row.State == JobState.Running && row.Child != null)
            .Select(row => row.Child!).Distinct().ToListAsync(cancellationToken);
    }

    /// <summary>True while a piece is not over, as after a retry.</summary>
    public async Task<bool> AnyOpenAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobPieces.Where(row => row.JobId == jobId).Open().AnyAsync(cancellationToken);
    }

    /// <summary>All pieces, in order.</summary>
    public async Task<IReadOnlyList<JobPieceRow>> ListAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.JobPieces.AsNoTracking().Where(row => row.JobId == jobId).OrderBy(row => row.Number).ToListAsync(cancellationToken);
    }

    /// <summary>What came out of the pieces that are done, by number.</summary>
    public async Task<SortedDictionary<int, byte[]>> ReadResultsAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.JobPieceResults.AsNoTracking()
            .Where(row => row.JobId == jobId && db.JobPieces.Any(piece => piece.JobId == jobId && piece.Number == row.Number && piece.State == JobState.Succeeded));
        return new SortedDictionary<int, byte[]>(await rows.ToDictionaryAsync(row => row.Number, row => row.Content, cancellationToken));
    }

    /// <summary>Lets go of what only the putting together needed.</summary>
    public async Task DropResultsAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.JobPieceResults.Where(row => row.JobId == jobId).ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<JobPieceRow> Mine(EtrmsDbContext db, ClaimedPiece piece) => db.JobPieces.Where(
        row => row.JobId == piece.JobId && row.Number == piece.Number && row.Attempt == piece.Attempt && row.State == JobState.Running);

    /// <summary>Adds the pieces up in their job. The progress never falls: a piece that is begun anew counts once more only when it is further.</summary>
    private static async Task<bool> TallyAsync(EtrmsDbContext db, Guid jobId, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"""
            UPDATE jobs SET pieces_total = tally.total, pieces_done = tally.done, pieces_running = tally.running, pieces_failed = tally.failed,
                progress = greatest(progress, least({ShareOfPieces}, {ShareOfPieces} * tally.work / greatest(jobs.weight, 1)))
            FROM (SELECT count(*) AS total, count(*) FILTER (WHERE state IN ('SUCCEEDED', 'FAILED')) AS done, count(*) FILTER (WHERE state = 'RUNNING') AS running,
                count(*) FILTER (WHERE state = 'FAILED') AS failed, coalesce(sum(CASE WHEN state = 'FAILED' THEN weight ELSE done END), 0) AS work
                FROM job_pieces WHERE job_id = {jobId}) tally
            WHERE jobs.id = {jobId} AND jobs.state = 'RUNNING'
            """, cancellationToken) == 1;
}
