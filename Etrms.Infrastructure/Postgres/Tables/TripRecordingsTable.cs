using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>The recording of a trip: one packed file from which the trip is derived again offline.</summary>
public sealed class TripRecordingRow
{
    public Guid OwnerId { get; set; } = Owner.Operator;

    /// <summary>The event that it was made for.</summary>
    public long EventSeq { get; set; }

    public Guid BreakerId { get; set; }

    public int TripSeq { get; set; }

    /// <summary>Our clock.</summary>
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public required string Sha256 { get; set; }

    public required byte[] Content { get; set; }
}

internal sealed class TripRecordingsTable : IEntityTypeConfiguration<TripRecordingRow>
{
    public void Configure(EntityTypeBuilder<TripRecordingRow> builder)
    {
        builder.HasKey(row => new { row.OwnerId, row.EventSeq });
        builder.HasIndex(row => new { row.BreakerId, row.TripSeq });
    }
}
