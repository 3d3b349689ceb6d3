using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Etrms.Contracts;

public enum JobKind
{
    Backtest,
    Download,
    Maintenance,
}

public enum JobState
{
    Queued,

    /// <summary>Waits for its next try, or for pieces of other workers.</summary>
    Waiting,
    Running,
    Succeeded,

    /// <summary>Over with some of its pieces failed.</summary>
    Partial,
    Failed,
    Cancelled,
}

/// <summary>A background job.</summary>
public sealed record JobView
{
    public required Guid Id { get; init; }

    public required JobKind Kind { get; init; }

    /// <summary>What it is about, such as the name of the backtest.</summary>
    public required string Name { get; init; }

    public required JobState State { get; init; }

    /// <summary>The backtest or download it carries out; null for maintenance.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Fraction; null while unknown.</summary>
    public decimal? Progress { get; init; }

    public double? EtaSeconds { get; init; }

    /// <summary>What it is doing, or how it ended, in words.</summary>
    public required string Message { get; init; }

    public string? Error { get; init; }

    /// <summary>Which try this is, from 1; 0 before the first.</summary>
    public required int Attempt { get; init; }

    public required int MaxAttempts { get; init; }

    /// <summary>When it is tried again; null when not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Worker that has it, or had it last.</summary>
    public string? Node { get; init; }

    public required JobPiecesView Pieces { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool CanCancel { get; init; }

    public bool CanRetry { get; init; }
}

public sealed record JobPiecesView(int Total, int Done, int Running, int Failed);

/// <summary>A page of jobs, newest first.</summary>
public sealed record JobListView(IReadOnlyList<JobView> Jobs, int Total, int Offset, int? NextOffset);

/// <param name="Input">What it was asked for.</param>
/// <param name="Children">Its pieces, at most 500: the failed ones first, then the running ones.</param>
public sealed record JobDetailView(JobView Job, JsonElement Input, IReadOnlyList<JobPieceView> Children, IReadOnlyList<JobLogLineView> Log);

/// <summary>A piece of a job: a chunk of a grid, a window or a handful of paths.</summary>
public sealed record JobPieceView(
    int Number, string Title, JobState State, string? Node, int Attempt, decimal Progress, string? Error, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt);

/// <param name="Seq">Counts up over all jobs.</param>
/// <param name="Level">"information", "warning" or "error".</param>
public sealed record JobLogLineView(long Seq, DateTimeOffset At, string Level, string Node, string Text);

/// <summary>What a person did to background jobs.</summary>
/// <param name="Action">"paused", "resumed", "cancelled", "retried", "changed" or "run".</param>
/// <param name="Subject">Id of a job or name of a schedule; null for all jobs.</param>
/// <param name="Detail">The reason, or the new setting.</param>
public sealed record JobDeedView(DateTimeOffset At, string Actor, string Action, string? Subject, string? Detail);

public sealed record JobAuditView(IReadOnlyList<JobDeedView> Deeds);

/// <param name="Next">Ask for lines after this number next.</param>
public sealed record JobLogView(IReadOnlyList<JobLogLineView> Lines, long Next);

/// <summary>The console's front page.</summary>
/// <param name="PausedReason">Why no job starts; null when jobs start.</param>
public sealed record JobsOverviewView(
    JobCountsView Counts, IReadOnlyList<JobNodeView> Nodes, IReadOnlyList<JobView> Running, IReadOnlyList<JobView> Failed, string? PausedReason,
    string? PausedBy, DateTimeOffset? PausedAt);

public sealed record JobCountsView(int Queued, int Waiting, int Running, int Succeeded, int Partial, int Failed, int Cancelled);

/// <summary>A worker that takes jobs.</summary>
/// <param name="IsAlive">False when it has not checked in for a while.</param>
public sealed record JobNodeView(string Name, DateTimeOffset CheckedInAt, bool IsAlive, int Running);

/// <summary>Data of the live channel "jobs".</summary>
/// <param name="Jobs">Those under way, and those that ended within the last minutes.</param>
public sealed record JobsLiveView(JobCountsView Counts, IReadOnlyList<JobView> Jobs, string? PausedReason);

public sealed record JobSchedulesView(IReadOnlyList<JobScheduleView> Schedules);

/// <summary>A job that comes round by itself.</summary>
public sealed record JobScheduleView
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Seconds, minutes, hours, day of month, month, day of week, in UTC.</summary>
    public required string Cron { get; init; }

    public required string InWords { get; init; }

    public required IReadOnlyList<DateTimeOffset> Next { get; init; }

    public required bool IsPaused { get; init; }

    public string? PausedReason { get; init; }

    public string? PausedBy { get; init; }

    public DateTimeOffset? LastRunAt { get; init; }

    public double? LastDurationMs { get; init; }

    /// <summary>What it did, or why it failed.</summary>
    public string? LastResult { get; init; }

    public JobState? LastState { get; init; }
}

/// <summary>Body of POST jobs/pause and jobs/schedules/{name}/pause.</summary>
public sealed record PauseJobsRequest
{
    [Required, StringLength(500, MinimumLength = 3)]
    public string Reason { get; init; } = "";
}

public sealed record ChangeScheduleRequest
{
    [Required, StringLength(120, MinimumLength = 9)]
    public string Cron { get; init; } = "";
}
