using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Notifications;

namespace Etrms.Workers.Live;

/// <summary>Every way of an alert to the trader: open pages, and the channels that reach him elsewhere. Neither is waited for.</summary>
internal sealed class AlertOutlets(LivePublisher live, NotificationInbox notifications)
{
    public void Announce(AlertRow alert, string type)
    {
        live.Announce(alert, type);
        notifications.Offer(alert);
    }
}
