using System.ComponentModel.DataAnnotations;

namespace Etrms.Workers.Notifications;

/// <summary>How alerts leave this worker; when they press on is a risk setting.</summary>
internal sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>Where the Bot API of Telegram answers.</summary>
    [Required]
    public Uri TelegramAddress { get; set; } = new("https://api.telegram.org");

    /// <summary>Lets webhooks post to this machine and its networks. Off: an address taken from elsewhere must not reach what only we can reach.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>How long a receiver may take; a failed attempt and one by another channel fit into ten seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(4);

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
