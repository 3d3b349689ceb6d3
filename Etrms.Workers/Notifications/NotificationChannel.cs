using System.Security.Cryptography;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;

namespace Etrms.Workers.Notifications;

/// <summary>An enabled channel as the worker uses it.</summary>
internal sealed record NotificationChannel
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required NotificationChannelKind Kind { get; init; }

    public required AlertSeverity MinimumSeverity { get; init; }

    public QuietHours? Quiet { get; init; }

    public required int PerMinute { get; init; }

    public required ChannelTarget Target { get; init; }

    /// <summary>Null when it cannot be opened.</summary>
    public ChannelSecret? Secret { get; init; }

    public required int Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static NotificationChannel From(NotificationChannelRow row, NotificationSecrets secrets) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Kind = row.Kind,
        MinimumSeverity = row.MinimumSeverity,
        Quiet = row is { QuietFrom: { } from, QuietUntil: { } until } ? new QuietHours(from, until, ZoneOf(row.QuietZone)) : null,
        PerMinute = row.PerMinute,
        Target = row.Target.Deserialize<ChannelTarget>(EtrmsJson.Options)!,
        Secret = Open(row, secrets),
        Revision = row.Revision,
        CreatedAt = row.CreatedAt,
    };

    /// <summary>Key of alerts about this channel itself.</summary>
    public string OwnKey(string what) => $"channel/{Id:N}/{what}";

    /// <summary>Whether an alert takes this way first of all: critical ones take every way. What happened before the channel was made stays there.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="isNamed">True when it names this channel, false when it names others, null when it names none.</param>
    public bool Takes(AlertRow alert, bool? isNamed) => alert.RaisedAt >= CreatedAt && !IsAbout(alert)
        && (alert.Severity == AlertSeverity.Critical || ((isNamed ?? alert.Severity >= MinimumSeverity) && IsAwake(alert.RaisedAt)));

    /// <summary>Whether it steps in for another one, whatever severity it usually takes.</summary>
    public bool StepsIn(AlertRow alert, DateTimeOffset now) => !IsAbout(alert) && (alert.Severity == AlertSeverity.Critical || IsAwake(now));

    private bool IsAwake(DateTimeOffset instant) => Quiet?.Contains(instant) != true;

    private bool IsAbout(AlertRow alert) => alert.Key.StartsWith(OwnKey(""), StringComparison.Ordinal);

    private static TimeZoneInfo ZoneOf(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private static ChannelSecret? Open(NotificationChannelRow row, NotificationSecrets secrets)
    {
        try
        {
            return secrets.Open(row);
        }
        catch (CryptographicException)
        {
            // Told when it is used: every message then fails and says why.
            return null;
        }
    }
}
