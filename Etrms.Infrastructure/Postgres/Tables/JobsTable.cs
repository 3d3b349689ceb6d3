using System.Text.Json;
using Etrms.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>
/// A background job that is worked in pieces. The row is the order: whatever a scheduler knows of it can be lost and is made again from here.
/// </summary>
public sealed class JobRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public JobKind Kind { get; set; }

    /// <summary>The backtest that it carries out; null for maintenance.</summary>
    public Guid? SubjectId { get; set; }

    public required string Name { get; set; }

    public required string Operator { get; set; }

    public JobState State { get; set; }

    /// <summary>What it was asked for, as it was then.</summary>
    public JsonElement Input { get; set; }

    /// <summary>Stage whose pieces are under way; -1 before the first was planned.</summary>
    public int Stage { get; set; } = -1;

    /// <summary>Work of all stages together, in candles; 0 before it is known.</summary>
    public long Weight { get; set; }

    /// <summary>Fraction; never falls within a try.</summary>
    public decimal Progress { get; set; }

    /// <summary>Fraction that was done when this try began, from which the rest is estimated.</summary>
    public decimal ProgressAtStart { get; set; }

    public int PiecesTotal { get; set; }

    public int PiecesDone { get; set; }

    public int PiecesRunning { get; set; }

    public int PiecesFailed { get; set; }

    public string Message { get; set; } = "";

    public string? Error { get; set; }

    public int Attempt { get; set; }

    public int MaxAttempts { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? Node { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>A piece of a job, worked by one child at a time.</summary>
public sealed class JobPieceRow
{
    public Guid JobId { get; set; }

    public int Number { get; set; }

    public int Stage { get; set; }

    public required string Title { get; set; }

    public JobState State { get; set; }

    /// <summary>Work in it, in candles.</summary>
    public long Weight { get; set; }

    public long Done { get; set; }

    public int Attempt { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>The child that has it. A scheduler runs one of that name at a time, so what it finds under its name is its own, left by a crash.</summary>
    public string? Child { get; set; }

    public string? Node { get; set; }

    public string? Error { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>What came out of a piece.</summary>
public sealed class JobPieceResultRow
{
    public Guid JobId { get; set; }

    public int Number { get; set; }

    /// <summary>Packed JSON.</summary>
    public required byte[] Content { get; set; }
}

public sealed class JobLogRow
{
    public long Seq { get; set; }

    public Guid JobId { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Level { get; set; }

    public required string Node { get; set; }

    public required string Text { get; set; }
}

/// <summary>A worker that takes jobs.</summary>
public sealed class JobNodeRow
{
    public required string Name { get; set; }

    public int Running { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset CheckedInAt { get; set; }
}

/// <summary>A job that comes round by itself.</summary>
public sealed class JobScheduleRow
{
    public required string Name { get; set; }

    public required string Title { get; set; }

    public required string Cron { get; set; }

    /// <summary>Moves when it shall run at once.</summary>
    public DateTimeOffset? WantedAt { get; set; }

    public JobState? LastState { get; set; }

    public string? LastResult { get; set; }

    public DateTimeOffset? LastRunAt { get; set; }

    public double? LastDurationMs { get; set; }
}

/// <summary>That no job, or none of a schedule, is to start.</summary>
public sealed class JobPauseRow
{
    /// <summary>Scope of a pause of all jobs; otherwise it is the name of a schedule.</summary>
    public const string Everything = "*";

    public required string Scope { get; set; }

    public required string Reason { get; set; }

    public required string Operator { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class JobsTable : IEntityTypeConfiguration<JobRow>, IEntityTypeConfiguration<JobPieceRow>, IEntityTypeConfiguration<JobPieceResultRow>,
    IEntityTypeConfiguration<JobLogRow>, IEntityTypeConfiguration<JobNodeRow>, IEntityTypeConfiguration<JobScheduleRow>, IEntityTypeConfiguration<JobPauseRow>
{
    public void Configure(EntityTypeBuilder<JobRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.CreatedAt });
        builder.HasIndex(row => row.State);

        // json, not jsonb: a log of what was asked for must read as it was written.
        builder.Property(row => row.Input).HasColumnType("json");
    }

    public void Configure(EntityTypeBuilder<JobPieceRow> builder)
    {
        builder.HasKey(row => new { row.JobId, row.Number });
        builder.HasOne<JobRow>().WithMany().HasForeignKey(row => row.JobId);
    }

    public void Configure(EntityTypeBuilder<JobPieceResultRow> builder)
    {
        builder.HasKey(row => new { row.JobId, row.Number });
        builder.HasOne<JobRow>().WithMany().HasForeignKey(row => row.JobId);
    }

    public void Configure(EntityTypeBuilder<JobLogRow> builder)
    {
        builder.HasKey(row => row.Seq);
        builder.HasIndex(row => new { row.JobId, row.Seq });
    }

    public void Configure(EntityTypeBuilder<JobNodeRow> builder) => builder.HasKey(row => row.Name);

    public void Configure(EntityTypeBuilder<JobScheduleRow> builder) => builder.HasKey(row => row.Name);

    public void Configure(EntityTypeBuilder<JobPauseRow> builder) => builder.HasKey(row => row.Scope);
}
