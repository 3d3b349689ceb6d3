using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>The newest stored state of a risk engine; what a restart or takeover begins with.</summary>
public sealed class EngineStateRow
{
    public Guid OwnerId { get; set; } = Owner.Operator;

    public string AccountSet { get; set; } = Owner.AccountSet;

    /// <summary>Sequence of the last input folded in; a save with an older one changes nothing.</summary>
    public long Version { get; set; }

    /// <summary>Lease epoch that wrote it.</summary>
    public long Epoch { get; set; }

    public JsonElement State { get; set; }

    public DateTimeOffset SavedAt { get; set; }
}

/// <summary>A point of the equity curve of an account, or of the whole book (<see cref="WholeBook"/>).</summary>
public sealed class EquityPointRow
{
    public static readonly Guid WholeBook = Guid.Empty;

    public Guid OwnerId { get; set; } = Owner.Operator;

    public Guid AccountId { get; set; }

    /// <summary>Market time.</summary>
    public DateTimeOffset At { get; set; }

    public decimal Equity { get; set; }

    /// <summary>Flow-neutral value of one unit, so that a transfer is no profit.</summary>
    public decimal UnitValue { get; set; }

    public decimal Drawdown { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
}

/// <summary>The newest message of a live channel; its sequence goes on from here after a restart.</summary>
public sealed class LiveSnapshotRow
{
    public Guid OwnerId { get; set; } = Owner.Operator;

    public required string Channel { get; set; }

    public long Seq { get; set; }

    /// <summary>A whole <see cref="Contracts.LiveMessage"/>.</summary>
    public JsonElement Message { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class EngineStatesTable : IEntityTypeConfiguration<EngineStateRow>, IEntityTypeConfiguration<EquityPointRow>,
    IEntityTypeConfiguration<LiveSnapshotRow>
{
    public void Configure(EntityTypeBuilder<EngineStateRow> builder)
    {
        builder.HasKey(row => new { row.OwnerId, row.AccountSet });

        // json, not jsonb: the text must come back in the order it was written.
        builder.Property(row => row.State).HasColumnType("json");
    }

    public void Configure(EntityTypeBuilder<EquityPointRow> builder) =>
        builder.HasKey(row => new { row.OwnerId, row.AccountId, row.At });

    public void Configure(EntityTypeBuilder<LiveSnapshotRow> builder)
    {
        builder.HasKey(row => new { row.OwnerId, row.Channel });
        builder.Property(row => row.Message).HasColumnType("json");
    }
}
