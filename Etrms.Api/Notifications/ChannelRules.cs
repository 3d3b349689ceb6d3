using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using Etrms.Contracts;

namespace Etrms.Api.Notifications;

/// <summary>What a channel of each kind needs; a slip of the hand is told beside its field before anything is stored.</summary>
internal static partial class ChannelRules
{
    private const int ShortestSecret = 16;

    /// <summary>Every field that cannot be right with its reason; empty when all is well.</summary>
    /// <param name="isNew">False for a change: what is left out of the secrets then stays as it was.</param>
    public static IReadOnlyDictionary<string, string[]> Check(NotificationChannelRequest body, bool isNew) =>
        QuietErrors(body).Concat(body.Kind switch
        {
            NotificationChannelKind.Webhook => WebhookErrors(body, isNew),
            NotificationChannelKind.Telegram => TelegramErrors(body, isNew),
            NotificationChannelKind.Email => EmailErrors(body, isNew),
            null => [],
        }).Where(error => error.Reason is not null).ToDictionary(error => error.Field, error => new[] { error.Reason! }, StringComparer.Ordinal);

    public static TimeOnly? TimeOf(string? text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static IEnumerable<(string Field, string? Reason)> QuietErrors(NotificationChannelRequest body) =>
    [
        ("quiet_from", TimeError(body.QuietFrom, body.QuietUntil)),
        ("quiet_until", TimeError(body.QuietUntil, body.QuietFrom)
            ?? (IsGiven(body.QuietFrom) && body.QuietFrom == body.QuietUntil ? "Must differ from quiet_from." : null)),
        ("quiet_zone", !IsGiven(body.QuietZone) || TimeZoneInfo.TryFindSystemTimeZoneById(body.QuietZone!, out _) ? null : "Must be a zone such as Europe/Berlin."),
    ];

    private static string? TimeError(string? time, string? other) => (IsGiven(time), IsGiven(other)) switch
    {
        (false, true) => "Quiet hours need a beginning and an end.",
        (true, _) when TimeOf(time) is null => "Must be a time such as 22:00.",
        _ => null,
    };

    private static IEnumerable<(string Field, string? Reason)> WebhookErrors(NotificationChannelRequest body, bool isNew) =>
    [
        ("address", !IsGiven(body.Address) ? isNew ? "A webhook needs an address." : null : IsWebAddress(body.Address!) ? null : "Must be an address such as https://example.com/hook, without a user in it."),
        ("secret", !IsGiven(body.Secret) ? isNew ? "A webhook needs a secret to sign with." : null
            : body.Secret!.Length >= ShortestSecret ? null : $"Must have at least {ShortestSecret} characters."),
    ];

    private static IEnumerable<(string Field, string? Reason)> TelegramErrors(NotificationChannelRequest body, bool isNew) =>
    [
        ("secret", !IsGiven(body.Secret) ? isNew ? "The bot's token is needed; @BotFather gives it." : null
            : BotToken().IsMatch(body.Secret!) ? null : "Must be a bot's token such as 123456:ABC-DEF1234ghIkl."),
        ("chat_id", body.ChatId is { } chat && Chat().IsMatch(chat) ? null : "Must be the number of a chat, or a channel such as @my_alerts."),
    ];

    private static IEnumerable<(string Field, string? Reason)> EmailErrors(NotificationChannelRequest body, bool isNew) =>
    [
        ("host", IsGiven(body.Host) && Uri.CheckHostName(body.Host) != UriHostNameType.Unknown ? null : "Must be the name of a mail server."),
        ("sender", IsMailAddress(body.Sender) ? null : "Must be a mail address."),
        ("recipients", body.Recipients is { } all && all.Split(',').All(IsMailAddress) ? null : "Must be mail addresses, separated by commas."),
        ("secret", isNew && IsGiven(body.UserName) && !IsGiven(body.Secret) ? "A password is needed to log in." : null),
    ];

    private static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);

    private static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.UserInfo.Length == 0 && address.Host.Length > 0;

    private static bool IsMailAddress(string? text) => MailAddress.TryCreate(text?.Trim(), out var address) && address.Address == text?.Trim();

    [GeneratedRegex(@"^\d{3,20}:[A-Za-z0-9_-]{10,}$")]
    private static partial Regex BotToken();

    [GeneratedRegex(@"^(-?\d{1,20}|@\w{4,60})$")]
    private static partial Regex Chat();
}
