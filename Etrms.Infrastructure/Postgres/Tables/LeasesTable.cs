using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>Who may act. The epoch grows with every takeover and never goes back (RISK 4.10).</summary>
public sealed class LeaseRow
{
    public required string Name { get; set; }

    public required string Holder { get; set; }

    public long Epoch { get; set; }

    public DateTimeOffset AcquiredAt { get; set; }

    /// <summary>By the database's clock, the only one that all workers share.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

internal sealed class LeasesTable : IEntityTypeConfiguration<LeaseRow>
{
    public void Configure(EntityTypeBuilder<LeaseRow> builder) => builder.HasKey(row => row.Name);
}
