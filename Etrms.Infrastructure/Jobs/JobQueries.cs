using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Jobs;

/// <summary>Which jobs to list; null is any.</summary>
public sealed record JobFilter(JobKind? Kind = null, JobState? State = null, string? Search = null, DateTimeOffset? Since = null);

/// <summary>Jobs of every kind as the console shows them. Downloads keep their own rows; here both read alike.</summary>
public sealed class JobQueries(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private const int MostPieces = 500;
    private static readonly TimeSpan AliveWithin = TimeSpan.FromSeconds(10);

    public async Task<JobListView> ListAsync(JobFilter filter, int offset, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Matching(All(db), filter);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Skip(offset).Take(limit).ToListAsync(cancellationToken);
        var next = offset + rows.Count;
        return new JobListView([.. rows.Select(ToView)], total, offset, next < total ? next : null);
    }

    public async Task<JobView?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await All(db).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row ? ToView(row) : null;
    }

    /// <summary>Pieces of a job, the failed ones first, then the running ones.</summary>
    public async Task<IReadOnlyList<JobPieceView>> ListPiecesAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.JobPieces.AsNoTracking().Where(row => row.JobId == id)
            .OrderBy(row => row.State == JobState.Failed ? 0 : row.State == JobState.Running ? 1 : 2).ThenBy(row => row.Number)
            .Take(MostPieces).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new JobPieceView(
            row.Number, row.Title, row.State, row.Node, row.Attempt, row.Weight == 0 ? 0 : decimal.Round((decimal)row.Done / row.Weight, 4), row.Error,
            row.StartedAt, row.FinishedAt))];
    }

    public async Task<JobCountsView> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await All(db).GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        return new JobCountsView(
            Of(JobState.Queued), Of(JobState.Waiting), Of(JobState.Running), Of(JobState.Succeeded), Of(JobState.Partial), Of(JobState.Failed),
            Of(JobState.Cancelled));

        int Of(JobState state) => counts.Where(count => count.Key == TextOf(state)).Sum(count => count.Count);
    }

    /// <summary>What is under way, and what ended since an instant.</summary>
    public async Task<IReadOnlyList<JobView>> ListRecentAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await All(db).Where(row => row.FinishedAt == null || row.FinishedAt > since)
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(ToView)];
    }

    public async Task<IReadOnlyList<JobNodeView>> ListNodesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alive = clock.GetUtcNow() - AliveWithin;
        return await db.JobNodes.AsNoTracking().OrderBy(row => row.StartedAt)
            .Select(row => new JobNodeView(row.Name, row.CheckedInAt, row.CheckedInAt > alive, row.Running)).ToListAsync(cancellationToken);
    }

    private static string TextOf(JobState state) => state.ToString().ToUpperInvariant();

    private static IQueryable<ConsoleJob> Matching(IQueryable<ConsoleJob> rows, JobFilter filter)
    {
        if (filter.Kind is { } kind)
        {
            var text = kind.ToString().ToUpperInvariant();
            rows = rows.Where(row => row.Kind == text);
        }

        if (filter.State is { } state)
        {
            var text = TextOf(state);
            rows = rows.Where(row => row.State == text);
        }

        if (filter.Since is { } since)
        {
            rows = rows.Where(row => row.CreatedAt >= since);
        }

        return filter.Search is { Length: > 0 } search
            ? rows.Where(row => EF.Functions.ILike(row.Name, LikePattern.Containing(search)) || EF.Functions.ILike(row.Error ?? "", LikePattern.Containing(search)))
            : rows;
    }

    /// <summary>One list out of two tables, so that the database can page through it.</summary>
    private static IQueryable<ConsoleJob> All(EtrmsDbContext db) => db.Database.SqlQuery<ConsoleJob>($"""
        SELECT id AS "Id", kind AS "Kind", name AS "Name", state AS "State", subject_id AS "SubjectId", progress AS "Progress",
            progress_at_start AS "ProgressAtStart", message AS "Message", error AS "Error", attempt AS "Attempt", max_attempts AS "MaxAttempts",
            next_attempt_at AS "NextAttemptAt", node AS "Node", pieces_total AS "PiecesTotal", pieces_done AS "PiecesDone",
            pieces_running AS "PiecesRunning", pieces_failed AS "PiecesFailed", created_at AS "CreatedAt", started_at AS "StartedAt",
            finished_at AS "FinishedAt" FROM jobs WHERE owner_id = {Owner.Operator}
        UNION ALL
        SELECT d.id, 'DOWNLOAD', 'Download ' || (d.request ->> 'symbols'), CASE d.state WHEN 'COMPLETE' THEN 'SUCCEEDED' WHEN 'COMPLETE_WITH_GAPS' THEN 'PARTIAL' ELSE d.state END,
            d.id, parts.progress, 0, coalesce(CASE d.state WHEN 'COMPLETE_WITH_GAPS' THEN 'The venue lacks some of it.' WHEN 'RUNNING' THEN 'Fetches from the venue.' END, ''),
            d.error, 1, 1, NULL, NULL, parts.total, parts.done, 0, 0, d.created_at, d.started_at, d.finished_at
        FROM data_downloads d LEFT JOIN LATERAL (
            SELECT avg(progress) AS progress, count(*)::int AS total, (count(*) FILTER (WHERE is_done))::int AS done
            FROM data_download_parts WHERE download_id = d.id) parts ON true
        WHERE d.owner_id = {Owner.Operator}
        """);

    private JobView ToView(ConsoleJob row)
    {
        var state = Enum.Parse<JobState>(row.State, ignoreCase: true);
        var isOpen = state is JobState.Queued or JobState.Waiting or JobState.Running;
        return new JobView
        {
            Id = row.Id,
            Kind = Enum.Parse<JobKind>(row.Kind, ignoreCase: true),
            Name = row.Name,
            State = state,
            SubjectId = row.SubjectId,
            Progress = row.Progress is { } progress ? decimal.Round(progress, 4) : null,
            EtaSeconds = state == JobState.Running ? JobEta.Of(row.Progress ?? 0, row.ProgressAtStart, row.StartedAt, clock.GetUtcNow()) : null,
            Message = row.Message,
            Error = row.Error,
            Attempt = row.Attempt,
            MaxAttempts = row.MaxAttempts,
            NextAttemptAt = row.NextAttemptAt,
            Node = row.Node,
            Pieces = new JobPiecesView(row.PiecesTotal, row.PiecesDone, row.PiecesRunning, row.PiecesFailed),
            CreatedAt = row.CreatedAt,
            StartedAt = row.StartedAt,
            FinishedAt = row.FinishedAt,
            CanCancel = isOpen,
            CanRetry = row.Kind == "BACKTEST" && state is JobState.Failed or JobState.Partial or JobState.Cancelled,
        };
    }

    /// <summary>A row of either table.</summary>
    private sealed record ConsoleJob(
        Guid Id, string Kind, string Name, string State, Guid? SubjectId, decimal? Progress, decimal ProgressAtStart, string Message, string? Error,
        int Attempt, int MaxAttempts, DateTimeOffset? NextAttemptAt, string? Node, int PiecesTotal, int PiecesDone, int PiecesRunning, int PiecesFailed,
        DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);
}

/// <summary>How long a job will still take.</summary>
public static class JobEta
{
    private const decimal EnoughToTell = 0.01m;

    /// <summary>Seconds at the pace so far; null before there is a pace.</summary>
    public static double? Of(decimal progress, decimal progressAtStart, DateTimeOffset? startedAt, DateTimeOffset now)
    {
        var gained = progress - progressAtStart;
        return gained < EnoughToTell || startedAt is not { } start ? null : Math.Round((double)((1 - progress) / gained) * (now - start).TotalSeconds, 1);
    }
}
