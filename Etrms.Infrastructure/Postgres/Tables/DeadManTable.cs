using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.DeadMan;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>Where a venue's dead-man switch stands, so that the next worker knows what may fire.</summary>
public sealed class DeadManSwitchRow
{
    public Guid AccountId { get; set; }

    /// <summary>The contract; empty where the switch reaches the whole account.</summary>
    public required string Symbol { get; set; }

    public Exchange Exchange { get; set; }

    public DeadManState State { get; set; }

    public required string Reason { get; set; }

    public TimeSpan Countdown { get; set; }

    public DateTimeOffset? RenewedAt { get; set; }

    /// <summary>Null while it is not armed.</summary>
    public DateTimeOffset? FiresAt { get; set; }

    /// <summary>The orders that it stands over.</summary>
    public JsonElement Orders { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What a switch that fired did.</summary>
public sealed class DeadManDrillRow
{
    public long Id { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>The contract; empty where the switch reaches the whole account.</summary>
    public required string Symbol { get; set; }

    public Exchange Exchange { get; set; }

    public TimeSpan Countdown { get; set; }

    /// <summary>The last sign of life that the venue took.</summary>
    public DateTimeOffset RenewedAt { get; set; }

    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset FoundAt { get; set; }

    public int OrdersBefore { get; set; }

    public int OrdersLeft { get; set; }

    public int ConditionalBefore { get; set; }

    public int ConditionalLeft { get; set; }

    public static DeadManDrillRow From(DeadManDrill drill) => new()
    {
        AccountId = drill.Reach.Account.Value,
        Symbol = drill.Reach.Instrument?.Symbol ?? "",
        Exchange = drill.Reach.Exchange,
        Countdown = drill.Countdown,
        RenewedAt = drill.RenewedAt,
        DueAt = drill.DueAt,
        FoundAt = drill.FoundAt,
        OrdersBefore = drill.OrdersBefore,
        OrdersLeft = drill.OrdersLeft,
        ConditionalBefore = drill.ConditionalBefore,
        ConditionalLeft = drill.ConditionalLeft,
    };

    public DeadManDrill ToDomain() => new(
        new DeadManReach(new(AccountId), Exchange, Symbol.Length == 0 ? null : new InstrumentId(Exchange, Symbol)), Countdown,
        RenewedAt, DueAt, FoundAt, OrdersBefore, OrdersLeft, ConditionalBefore, ConditionalLeft);
}

internal sealed class DeadManTable : IEntityTypeConfiguration<DeadManSwitchRow>, IEntityTypeConfiguration<DeadManDrillRow>
{
    public void Configure(EntityTypeBuilder<DeadManSwitchRow> builder) => builder.HasKey(row => new { row.AccountId, row.Symbol });

    public void Configure(EntityTypeBuilder<DeadManDrillRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.AccountId, row.Symbol, row.FoundAt });
    }
}
