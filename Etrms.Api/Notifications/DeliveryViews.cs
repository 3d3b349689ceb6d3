using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Api.Notifications;

internal static class DeliveryViews
{
    public static NotificationDeliveryView ToView(this NotificationDeliveryRow row) => new()
    {
        Id = row.Id,
        ChannelId = row.ChannelId,
        ChannelName = row.ChannelName,
        ChannelKind = row.ChannelKind,
        AlertId = row.AlertId,
        Title = row.Title,
        Severity = row.Severity,
        Round = row.Round,
        IsFallback = row.IsFallback,
        State = row.State,
        Attempts = row.Attempts,
        NextTryAt = row.NextTryAt,
        Error = row.Error,
        CombinedWith = row.CombinedWith,
        CreatedAt = row.CreatedAt,
        SentAt = row.SentAt,
    };
}
