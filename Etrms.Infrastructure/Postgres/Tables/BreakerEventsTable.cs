using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>
/// One link of the breaker history. Append-only: a trigger refuses updates and deletes. <see cref="Body"/> holds the event as it was hashed;
/// the other columns are for queries and rounded to the schema's ten decimals.
/// </summary>
public sealed class BreakerEventRow
{
    public Guid OwnerId { get; set; } = Owner.Operator;

    public long Seq { get; set; }

    public Guid BreakerId { get; set; }

    public int Revision { get; set; }

    public required string BreakerName { get; set; }

    public required string Type { get; set; }

    public int TripSeq { get; set; }

    public BreakerEventKind Kind { get; set; }

    public decimal? Value { get; set; }

    public decimal Threshold { get; set; }

    public decimal? StageAt { get; set; }

    public bool ObservedOnly { get; set; }

    /// <summary>Market time.</summary>
    public DateTimeOffset At { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public required string PrevHash { get; set; }

    public required string Hash { get; set; }

    public JsonElement Body { get; set; }

    public static BreakerEventRow From(BreakerEvent entry) => new()
    {
        Seq = entry.Seq,
        BreakerId = entry.BreakerId,
        Revision = entry.Revision,
        BreakerName = entry.BreakerName,
        Type = entry.Type,
        TripSeq = entry.TripSeq,
        Kind = entry.Kind,
        Value = entry.Value,
        Threshold = entry.Threshold,
        StageAt = entry.StageAt,
        ObservedOnly = entry.ObservedOnly,
        At = entry.At.ToUniversalTime(),
        ReceivedAt = entry.ReceivedAt.ToUniversalTime(),
        PrevHash = entry.PreviousHash,
        Hash = entry.Hash,
        Body = JsonSerializer.SerializeToElement(entry, EtrmsJson.Options),
    };

    public BreakerEvent ToDomain() => Body.Deserialize<BreakerEvent>(EtrmsJson.Options)!;
}

internal sealed class BreakerEventsTable : IEntityTypeConfiguration<BreakerEventRow>
{
    public void Configure(EntityTypeBuilder<BreakerEventRow> builder)
    {
        builder.HasKey(row => new { row.OwnerId, row.Seq });
        builder.Property(row => row.Body).HasColumnType("json");

        // A trip happens once, whatever a crash makes the worker repeat.
        builder.HasIndex(row => new { row.BreakerId, row.TripSeq }, "ix_breaker_events_one_trigger_per_trip")
            .IsUnique().HasFilter("kind = 'TRIGGERED'");
        builder.HasIndex(row => new { row.BreakerId, row.Seq });
    }
}
