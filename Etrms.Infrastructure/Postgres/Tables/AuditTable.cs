using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>Who did what to what. Append-only: a trigger refuses updates and deletes. Never a secret inside.</summary>
public sealed class AuditRow
{
    public long Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public DateTimeOffset At { get; set; }

    /// <summary>A user's name, or "worker".</summary>
    public required string Actor { get; set; }

    /// <summary>Such as "breaker.updated", "account.connected".</summary>
    public required string Action { get; set; }

    /// <summary>Id of what was touched.</summary>
    public string? Subject { get; set; }

    public JsonElement? Detail { get; set; }
}

internal sealed class AuditTable : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.At });
    }
}
