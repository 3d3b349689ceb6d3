using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>A breaker as configured now. A deleted one stays, because its history names it.</summary>
public sealed class BreakerRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public int Revision { get; set; }

    public required string Name { get; set; }

    public required string Type { get; set; }

    public BreakerMode Mode { get; set; }

    /// <summary>The whole <see cref="CircuitBreaker"/>.</summary>
    public JsonElement Configuration { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public static BreakerRow From(CircuitBreaker breaker, DateTimeOffset now) => new()
    {
        Id = breaker.Id,
        Revision = breaker.Revision,
        Name = breaker.Name,
        Type = breaker.Type,
        Mode = breaker.Mode,
        Configuration = JsonSerializer.SerializeToElement(breaker, EtrmsJson.Options),
        CreatedAt = now,
        UpdatedAt = now,
    };

    public CircuitBreaker ToDomain() => Configuration.Deserialize<CircuitBreaker>(EtrmsJson.Options)!;
}

/// <summary>One version of a breaker; never changed.</summary>
public sealed class BreakerRevisionRow
{
    public Guid BreakerId { get; set; }

    public int Revision { get; set; }

    public JsonElement Configuration { get; set; }

    public bool IsDeletion { get; set; }

    public required string ChangedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public static BreakerRevisionRow From(CircuitBreaker breaker, string changedBy, DateTimeOffset now, bool isDeletion = false) => new()
    {
        BreakerId = breaker.Id,
        Revision = breaker.Revision,
        Configuration = JsonSerializer.SerializeToElement(breaker, EtrmsJson.Options),
        IsDeletion = isDeletion,
        ChangedBy = changedBy,
        ChangedAt = now,
    };
}

/// <summary>Where a breaker stands, as the risk loop last stored it.</summary>
public sealed class BreakerStateRow
{
    public Guid BreakerId { get; set; }

    public BreakerStatus Status { get; set; }

    public int TripSeq { get; set; }

    /// <summary>Grows with every change of state; a save with an older one changes nothing.</summary>
    public long StateVersion { get; set; }

    public decimal? Value { get; set; }

    public DateTimeOffset? LastTrippedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class BreakersTable : IEntityTypeConfiguration<BreakerRow>, IEntityTypeConfiguration<BreakerRevisionRow>,
    IEntityTypeConfiguration<BreakerStateRow>
{
    public void Configure(EntityTypeBuilder<BreakerRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Revision).IsConcurrencyToken();
        builder.HasIndex(row => new { row.OwnerId, row.Name }).IsUnique().HasFilter("deleted_at IS NULL");
    }

    public void Configure(EntityTypeBuilder<BreakerRevisionRow> builder)
    {
        builder.HasKey(row => new { row.BreakerId, row.Revision });
        builder.HasOne<BreakerRow>().WithMany().HasForeignKey(row => row.BreakerId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<BreakerStateRow> builder) => builder.HasKey(row => row.BreakerId);
}
