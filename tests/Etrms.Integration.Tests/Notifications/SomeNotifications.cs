using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Etrms.Workers.Notifications;

namespace Etrms.Integration.Tests.Notifications;

internal static class SomeNotifications
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static AlertRow Alert(AlertSeverity severity = AlertSeverity.Critical, DateTimeOffset? at = null, string title = "Drawdown tripped") => AlertRow.From(
        new Alert($"trip/{Guid.NewGuid():N}/1/1", severity, title, "Equity 93 of 100; threshold 5 %.", null, at ?? Noon, at ?? Noon), Guid.NewGuid());

    public static AlertRow To(this AlertRow alert, NotificationChannel channel)
    {
        alert.Channels = [channel.Id];
        return alert;
    }

    public static NotificationChannel Channel(
        string name, AlertSeverity minimum = AlertSeverity.Warning, int perMinute = 60, QuietHours? quiet = null,
        NotificationChannelKind kind = NotificationChannelKind.Webhook) => new()
        {
            Id = Guid.NewGuid(),
            Name = name,
            Kind = kind,
            MinimumSeverity = minimum,
            Quiet = quiet,
            PerMinute = perMinute,
            Target = new ChannelTarget { ChatId = "4711" },
            Secret = new ChannelSecret("https://hooks.example.com/x", "a secret of some length"),
            Revision = 1,
            CreatedAt = Noon.AddDays(-1),
        };
}
