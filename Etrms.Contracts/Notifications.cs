using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Risk;

namespace Etrms.Contracts;

/// <summary>How an alert leaves ETRMS.</summary>
public enum NotificationChannelKind
{
    Webhook,
    Telegram,
    Email,
}

/// <summary>What protects the connection to a mail server.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted or not at all.</summary>
    Starttls,

    /// <summary>In the clear; only for a relay on the own machine or network.</summary>
    None,
}

public enum DeliveryState
{
    /// <summary>To be sent, for the first time or again.</summary>
    Waiting,

    Sent,

    /// <summary>Given up after the last attempt.</summary>
    Failed,

    /// <summary>Never sent: the channel was removed, or too much waited.</summary>
    Dropped,
}

/// <summary>A channel as the trader wants it. Which members count depends on the kind.</summary>
public sealed record NotificationChannelRequest
{
    [Required, StringLength(60, MinimumLength = 1)]
    public string Name { get; init; } = "";

    [Required]
    public NotificationChannelKind? Kind { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>Alerts below it do not take this channel; critical ones take every channel.</summary>
    public AlertSeverity MinimumSeverity { get; init; } = AlertSeverity.Warning;

    /// <summary>From this time of the day, such as "22:00", only critical alerts pass; none without quiet hours.</summary>
    [StringLength(5)]
    public string? QuietFrom { get; init; }

    [StringLength(5)]
    public string? QuietUntil { get; init; }

    /// <summary>Zone of the quiet hours, such as "Europe/Berlin"; UTC when left out.</summary>
    [StringLength(60)]
    public string? QuietZone { get; init; }

    /// <summary>Messages in a minute at most; what waits longer goes out together.</summary>
    [Range(1, 60)]
    public int PerMinute { get; init; } = 20;

    /// <summary>Webhook: where to post to. Kept secret, as it often carries a token; left out, the stored one stays.</summary>
    [StringLength(2000)]
    public string? Address { get; init; }

    /// <summary>Webhook: key of the signature. Telegram: token of the bot. E-mail: password. Left out, the stored one stays.</summary>
    [StringLength(400)]
    public string? Secret { get; init; }

    /// <summary>Telegram: whom the bot writes to.</summary>
    [StringLength(64)]
    public string? ChatId { get; init; }

    /// <summary>E-mail: the mail server.</summary>
    [StringLength(253)]
    public string? Host { get; init; }

    /// <summary>E-mail: 587 when left out.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }

    public MailSecurity Security { get; init; }

    /// <summary>E-mail: whom to log in as; without it nobody logs in.</summary>
    [StringLength(200)]
    public string? UserName { get; init; }

    /// <summary>E-mail: address of the sender.</summary>
    [StringLength(254)]
    public string? Sender { get; init; }

    /// <summary>E-mail: addresses of the recipients, separated by commas.</summary>
    [StringLength(1000)]
    public string? Recipients { get; init; }
}

/// <summary>A stored channel; its secrets never leave the server.</summary>
public sealed record NotificationChannelView
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required NotificationChannelKind Kind { get; init; }

    public required bool Enabled { get; init; }

    public required AlertSeverity MinimumSeverity { get; init; }

    public string? QuietFrom { get; init; }

    public string? QuietUntil { get; init; }

    public string? QuietZone { get; init; }

    public required int PerMinute { get; init; }

    /// <summary>Webhook: the host alone, such as "https://hooks.example.com/…".</summary>
    public string? Address { get; init; }

    public required bool HasSecret { get; init; }

    public string? ChatId { get; init; }

    public string? Host { get; init; }

    public int? Port { get; init; }

    public MailSecurity? Security { get; init; }

    public string? UserName { get; init; }

    public string? Sender { get; init; }

    public string? Recipients { get; init; }

    /// <summary>"working", "failing" or "untried", by the newest delivery that was tried.</summary>
    public required string State { get; init; }

    public DateTimeOffset? LastSentAt { get; init; }

    public DateTimeOffset? LastFailedAt { get; init; }

    public string? LastError { get; init; }
}

/// <param name="CriticalWays">Enabled channels that do not fail now; each takes critical alerts.</param>
/// <param name="Warning">What to do when a critical alert has fewer than two ways; null when it has them.</param>
public sealed record NotificationChannelsView(IReadOnlyList<NotificationChannelView> Channels, int CriticalWays, string? Warning);

/// <summary>One message of one alert to one channel.</summary>
public sealed record NotificationDeliveryView
{
    public required Guid Id { get; init; }

    public required Guid ChannelId { get; init; }

    public required string ChannelName { get; init; }

    public required NotificationChannelKind ChannelKind { get; init; }

    /// <summary>Null for a test.</summary>
    public Guid? AlertId { get; init; }

    public required string Title { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>0 for the first message, then the number of the repetition.</summary>
    public required int Round { get; init; }

    /// <summary>True when another channel failed and this one stepped in.</summary>
    public required bool IsFallback { get; init; }

    public required DeliveryState State { get; init; }

    public required int Attempts { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    public string? Error { get; init; }

    /// <summary>Alerts that went out in the same message.</summary>
    public required int CombinedWith { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>An alert with what became of it outside the portal.</summary>
/// <param name="Escalation">Where its repetition stands, in words.</param>
/// <param name="NextRepeatAt">When it goes out again unless acknowledged; null when it does not.</param>
public sealed record AlertDetailView(
    AlertView Alert, string Escalation, DateTimeOffset? NextRepeatAt, IReadOnlyList<NotificationDeliveryView> Deliveries);

/// <summary>Payload of the command that tries a channel out.</summary>
public sealed record TestNotificationCommand(Guid ChannelId);
