using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Etrms.Infrastructure.Postgres.Tables;

/// <summary>A way of alerts out of ETRMS, with its secrets sealed (<see cref="Secrets.NotificationSecrets"/>).</summary>
public sealed class NotificationChannelRow
{
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public required string Name { get; set; }

    public NotificationChannelKind Kind { get; set; }

    public bool Enabled { get; set; }

    public AlertSeverity MinimumSeverity { get; set; }

    public TimeOnly? QuietFrom { get; set; }

    public TimeOnly? QuietUntil { get; set; }

    public string? QuietZone { get; set; }

    public int PerMinute { get; set; }

    /// <summary>A <see cref="ChannelTarget"/>.</summary>
    public JsonElement Target { get; set; }

    public required string MasterKeyId { get; set; }

    public required byte[] Nonce { get; set; }

    public required byte[] Ciphertext { get; set; }

    /// <summary>Grows with every change.</summary>
    public int Revision { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Where a channel leads, as far as it is no secret; which members are set depends on its kind.</summary>
public sealed record ChannelTarget
{
    /// <summary>The webhook's host, to be recognised by.</summary>
    public string? AddressHint { get; init; }

    public string? ChatId { get; init; }

    public string? Host { get; init; }

    public int? Port { get; init; }

    public MailSecurity? Security { get; init; }

    public string? UserName { get; init; }

    public string? Sender { get; init; }

    public string? Recipients { get; init; }

    public bool HasSecret { get; init; }
}

/// <summary>One message of one alert to one channel. Names nothing by foreign key: storing it must never fail what is stored with it.</summary>
public sealed class NotificationDeliveryRow
{
    /// <summary>Made from alert, channel and round, so that a repetition is the same row.</summary>
    public Guid Id { get; set; }

    public Guid OwnerId { get; set; } = Owner.Operator;

    public Guid ChannelId { get; set; }

    public required string ChannelName { get; set; }

    public NotificationChannelKind ChannelKind { get; set; }

    public Guid? AlertId { get; set; }

    public required string Title { get; set; }

    public AlertSeverity Severity { get; set; }

    public int Round { get; set; }

    public bool IsFallback { get; set; }

    public DeliveryState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? NextTryAt { get; set; }

    public string? Error { get; set; }

    public int CombinedWith { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public long Version { get; set; }
}

internal sealed class NotificationsTable : IEntityTypeConfiguration<NotificationChannelRow>, IEntityTypeConfiguration<NotificationDeliveryRow>
{
    public void Configure(EntityTypeBuilder<NotificationChannelRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<NotificationDeliveryRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OwnerId, row.CreatedAt });
        builder.HasIndex(row => row.AlertId);
        builder.HasIndex(row => new { row.ChannelId, row.CreatedAt });
    }
}
