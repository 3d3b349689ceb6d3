using Etrms.Domain.Risk;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>A message to the trader; the key de-duplicates by (breaker, trip, stage) or the like.</summary>
public sealed class AlertRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public required string Key { get; set; }

    public AlertSeverity Severity { get; set; }

    public required string Title { get; set; }

    public required string Text { get; set; }

    public Guid? BreakerId { get; set; }

    /// <summary>Ids of the notification channels that it takes; none takes those that its severity takes.</summary>
    public Guid[] Channels { get; set; } = [];

    /// <summary>Its number on the alerts channel; a client that was away asks for what came after the last it saw.</summary>
    public long Seq { get; set; }

    /// <summary>Market time.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Our clock.</summary>
    public DateTimeOffset RaisedAt { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    public string? AcknowledgedBy { get; set; }

    public static AlertRow From(Alert alert, Guid id) => new()
    {
        Id = id,
        Key = alert.Key,
        Severity = alert.Severity,
        Title = alert.Title,
        Text = alert.Text,
        BreakerId = alert.BreakerId,
        Channels = [.. alert.Channels],
        At = alert.At.ToUniversalTime(),
        RaisedAt = alert.ReceivedAt.ToUniversalTime(),

        // Until it is announced: numbers of the channel begin with the time of the worker's start.
        Seq = alert.ReceivedAt.ToUnixTimeMilliseconds(),
    };
}

internal sealed class AlertsTable : IEntityTypeConfiguration<AlertRow>
{
    public void Configure(EntityTypeBuilder<AlertRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.Key }).IsUnique();
        builder.HasIndex(row => new { row.OwnerId, row.RaisedAt });
        builder.HasIndex(row => new { row.OwnerId, row.Seq });
    }
}
