using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Live;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Notifications;

/// <summary>Makes visible what became of messages: rows for the delivery log, repetitions on open pages, and an alert when a channel fails.</summary>
internal sealed class DeliveryRecords(RiskStoreWriter store, LivePublisher live, DecisionNews news)
{
    /// <summary>A channel that comes and goes is told about this often at most.</summary>
    private static readonly TimeSpan TellAtMost = TimeSpan.FromMinutes(15);

    private readonly Dictionary<Guid, DateTimeOffset> _failing = [];
    private readonly Dictionary<Guid, DateTimeOffset> _toldAt = [];

    public void Keep(IReadOnlyList<NotificationDeliveryRow> deliveries)
    {
        if (deliveries.Count > 0)
        {
            store.Add(rows =>
            {
                foreach (var row in deliveries)
                {
                    rows.Put(row);
                }
            });
        }
    }

    public void Repeated(AlertRow alert) => live.Announce(alert, "alert_repeated");

    /// <summary>Tells when a channel begins to fail and when it works again.</summary>
    public void Ended(NotificationChannel channel, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Failed failed when _failing.TryAdd(channel.Id, news.Now) && IsTimeToTell(channel):
                Raise(channel, "failing", AlertSeverity.Warning, $"Alerts do not get out by {channel.Name}",
                    $"{failed.Reason} The other channels take over; the delivery log under Settings, Notifications shows what is tried again. Check the channel there and send a test.");
                break;
            case SendOutcome.Sent when _failing.Remove(channel.Id, out var since) && _toldAt.TryGetValue(channel.Id, out var told) && told >= since:
                Raise(channel, "working", AlertSeverity.Info, $"Alerts get out by {channel.Name} again", $"It failed since {since.UtcDateTime:HH:mm:ss} UTC.");
                break;
        }
    }

    private bool IsTimeToTell(NotificationChannel channel)
    {
        if (_toldAt.TryGetValue(channel.Id, out var told) && news.Now - told < TellAtMost)
        {
            return false;
        }

        _toldAt[channel.Id] = news.Now;
        return true;
    }

    private void Raise(NotificationChannel channel, string what, AlertSeverity severity, string title, string text) =>
        news.Raise(new Alert($"{channel.OwnKey(what)}/{news.Now:O}", severity, title, text, null, news.Now, news.Now));
}
