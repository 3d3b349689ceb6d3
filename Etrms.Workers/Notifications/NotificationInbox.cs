using System.Threading.Channels;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Notifications;

/// <summary>Alerts on their way to the channels. Handing one over never waits; the loop behind it takes them at once and waits for nothing either.</summary>
internal sealed class NotificationInbox
{
    private const int Most = 4096;

    private readonly Channel<AlertRow> _alerts = Channel.CreateBounded<AlertRow>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public ChannelReader<AlertRow> Alerts => _alerts.Reader;

    public void Offer(AlertRow alert) => _alerts.Writer.TryWrite(alert);
}
