using System.ComponentModel.DataAnnotations;
using Etrms.Infrastructure.Notifications;

namespace Etrms.Workers.Notifications;

/// <summary>How alerts leave this worker; the times are those of RISK 4.13 and FC-66.</summary>
internal sealed class NotificationOptions : EscalationOptions
{
    /// <summary>Where the Bot API of Telegram answers.</summary>
    [Required]
    public Uri TelegramAddress { get; set; } = new("https://api.telegram.org");

    /// <summary>Lets webhooks post to this machine and its networks. Off: an address taken from elsewhere must not reach what only we can reach.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>How long a receiver may take; a failed attempt and one by another channel fit into ten seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>An alert that no channel has taken by then goes to the others too.</summary>
    public TimeSpan FallbackAfter { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(2);

    [Range(1, 100)]
    public int MostAttempts { get; set; } = 12;

    /// <summary>Messages that may wait; beyond it the least severe and oldest are dropped.</summary>
    [Range(10, 100_000)]
    public int QueueLimit { get; set; } = 500;

    /// <summary>How long an alert is known, so that it does not go out twice.</summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromHours(24);
}
