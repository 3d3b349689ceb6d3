using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Domain.Risk;

namespace Etrms.Web.Pages.Notifications;

/// <summary>The form of a channel; fields of the other kinds stay empty.</summary>
public sealed class ChannelInput
{
    [Required(ErrorMessage = "Give the channel a name."), StringLength(60)]
    public string Name { get; set; } = "";

    public NotificationChannelKind Kind { get; set; }

    public bool Enabled { get; set; } = true;

    public AlertSeverity MinimumSeverity { get; set; } = AlertSeverity.Warning;

    public string? QuietFrom { get; set; }

    public string? QuietUntil { get; set; }

    public string? QuietZone { get; set; }

    [Range(1, 60, ErrorMessage = "Between 1 and 60.")]
    public int PerMinute { get; set; } = 20;

    public string? Address { get; set; }

    public string? Secret { get; set; }

    public string? ChatId { get; set; }

    public string? Host { get; set; }

    [Range(1, 65535, ErrorMessage = "Between 1 and 65535.")]
    public int? Port { get; set; }

    public MailSecurity Security { get; set; }

    public string? UserName { get; set; }

    public string? Sender { get; set; }

    public string? Recipients { get; set; }

    /// <summary>True when a channel is changed: what is left out of its secrets stays.</summary>
    public bool IsStored { get; set; }

    public static ChannelInput From(NotificationChannelView channel) => new()
    {
        Name = channel.Name,
        Kind = channel.Kind,
        Enabled = channel.Enabled,
        MinimumSeverity = channel.MinimumSeverity,
        QuietFrom = channel.QuietFrom,
        QuietUntil = channel.QuietUntil,
        QuietZone = channel.QuietZone,
        PerMinute = channel.PerMinute,
        ChatId = channel.ChatId,
        Host = channel.Host,
        Port = channel.Port,
        Security = channel.Security ?? MailSecurity.Starttls,
        UserName = channel.UserName,
        Sender = channel.Sender,
        Recipients = channel.Recipients,
        IsStored = true,
    };

    public NotificationChannelRequest ToRequest() => new()
    {
        Name = Name.Trim(),
        Kind = Kind,
        Enabled = Enabled,
        MinimumSeverity = MinimumSeverity,
        QuietFrom = Given(QuietFrom),
        QuietUntil = Given(QuietUntil),
        QuietZone = Given(QuietZone),
        PerMinute = PerMinute,
        Address = Given(Address),
        Secret = Given(Secret),
        ChatId = Given(ChatId),
        Host = Given(Host),
        Port = Port,
        Security = Security,
        UserName = Given(UserName),
        Sender = Given(Sender),
        Recipients = Given(Recipients),
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
