using Etrms.Contracts;
using Etrms.Domain.Risk;

namespace Etrms.Web.Formatting;

/// <summary>The portal's words for channels and for what became of their messages.</summary>
public static class NotificationWords
{
    public static string Of(NotificationChannelKind kind) => kind switch
    {
        NotificationChannelKind.Webhook => "Webhook",
        NotificationChannelKind.Telegram => "Telegram",
        NotificationChannelKind.Email => "E-mail",
    };

    public static (string Text, Tone Tone) Of(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => ("Waiting", Tone.Warning),
        DeliveryState.Sent => ("Sent", Tone.Good),
        DeliveryState.Failed => ("Failed", Tone.Bad),
        DeliveryState.Dropped => ("Not sent", Tone.Neutral),
    };

    public static (string Text, Tone Tone) State(NotificationChannelView channel) => channel switch
    {
        { Enabled: false } => ("Switched off", Tone.Neutral),
        { State: "failing" } => ("Failing", Tone.Bad),
        { State: "working" } => ("Working", Tone.Good),
        _ => ("Not tried yet", Tone.Info),
    };

    /// <summary>Where a channel leads, as far as that is no secret.</summary>
    public static string Target(NotificationChannelView channel) => channel.Kind switch
    {
        NotificationChannelKind.Webhook => channel.Address ?? "",
        NotificationChannelKind.Telegram => $"chat {channel.ChatId}",
        NotificationChannelKind.Email => $"{channel.Recipients} by {channel.Host}",
    };

    public static string Severities(AlertSeverity minimum) => minimum switch
    {
        AlertSeverity.Info => "All alerts",
        AlertSeverity.Warning => "Warnings and critical alerts",
        AlertSeverity.Critical => "Critical alerts",
    };

    public static string Quiet(NotificationChannelView channel) =>
        channel.QuietFrom is null ? "None" : $"{channel.QuietFrom} to {channel.QuietUntil} {channel.QuietZone ?? "UTC"}";

    /// <summary>What is special about a message; empty when nothing is.</summary>
    public static string Note(NotificationDeliveryView delivery)
    {
        string?[] parts =
        [
            delivery.AlertId is null ? "test" : null,
            delivery.Round > 0 ? $"repetition {delivery.Round}" : null,
            delivery.IsFallback ? "stepped in for another channel" : null,
            delivery.CombinedWith > 0 ? $"together with {delivery.CombinedWith} more" : null,
            delivery.Attempts > 1 ? $"{delivery.Attempts} attempts" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
