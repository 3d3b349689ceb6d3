using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>A standby computed another breaker event than the leader (RISK FC-58); until the trader clears it nobody takes over by itself.</summary>
public sealed class DivergenceRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    /// <summary>The installation that led; it alone may go on leading.</summary>
    public required string Leader { get; set; }

    /// <summary>The installation that computed otherwise.</summary>
    public required string Standby { get; set; }

    public long EventSeq { get; set; }

    /// <summary>What differs, in words.</summary>
    public required string Detail { get; set; }

    /// <summary>Our clock.</summary>
    public DateTimeOffset FoundAt { get; set; }

    public DateTimeOffset? ClearedAt { get; set; }

    public string? ClearedBy { get; set; }
}

internal sealed class DivergencesTable : IEntityTypeConfiguration<DivergenceRow>
{
    public void Configure(EntityTypeBuilder<DivergenceRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.OwnerId).HasFilter("cleared_at IS NULL");
    }
}
