using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

public enum OperatorCommandState
{
    Pending,
    Taken,
    Done,
    Refused,
}

/// <summary>An order of the trader to the worker. The id is the idempotency key, so a repeated request is one command.</summary>
public sealed class OperatorCommandRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    /// <summary>One of <see cref="OperatorCommands.CommandKinds"/>.</summary>
    public required string Kind { get; set; }

    public JsonElement Payload { get; set; }

    public required string Operator { get; set; }

    public OperatorCommandState State { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Lease epoch of the worker that took it; a later epoch takes it again after a crash.</summary>
    public long? TakenEpoch { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public string? Refusal { get; set; }

    public JsonElement? Answer { get; set; }
}

/// <summary>Whether the trader wants the risk monitor to run; stopped needs a reason and a time to come back (FC-69).</summary>
public sealed class MonitoringRow
{
    public Guid OwnerId { get; set; } = Owner.Operator;

    public bool IsStopped { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset Since { get; set; }

    public DateTimeOffset? ResumeAt { get; set; }

    public required string ChangedBy { get; set; }
}

internal sealed class OperatorCommandsTable : IEntityTypeConfiguration<OperatorCommandRow>, IEntityTypeConfiguration<MonitoringRow>
{
    public void Configure(EntityTypeBuilder<OperatorCommandRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.State, row.CreatedAt });
    }

    public void Configure(EntityTypeBuilder<MonitoringRow> builder) => builder.HasKey(row => row.OwnerId);
}
