using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Notifications;

/// <summary>
/// Decides which alert goes out by which channel, and when again. It knows no network and no database, so it works while both are away. Not
/// thread-safe: one loop owns it.
/// </summary>
internal sealed class Outbox(IOptions<NotificationOptions> options, SettingsInForce settings, TimeProvider time)
{
    private const int MostCombined = 20;

    /// <summary>An alert that nobody was told of goes out late as long as it is of use.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan RightAgain = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, AlertCase> _cases = [];
    private readonly Dictionary<Guid, MessageRate> _rates = [];
    private readonly HashSet<Delivery> _changed = [];
    private IReadOnlyList<NotificationChannel> _channels = [];

    public IReadOnlyList<NotificationChannel> Channels => _channels;

    /// <summary>Alerts whose acknowledgement matters.</summary>
    public IReadOnlyList<Guid> Open => [.. _cases.Values.Where(each => each.Alert.Severity == AlertSeverity.Critical).Select(each => each.Alert.Id)];

    /// <summary>What was raised before is forgotten.</summary>
    public DateTimeOffset Since => Now - options.Value.RememberFor;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The channels as configured now. What waited for one that is gone is dropped; a changed one is tried at once.</summary>
    public void Use(IReadOnlyList<NotificationChannel> channels)
    {
        var former = _channels.ToDictionary(channel => channel.Id, channel => channel.Revision);
        _channels = channels;
        var present = channels.ToDictionary(channel => channel.Id);
        foreach (var delivery in Waiting())
        {
            if (!present.TryGetValue(delivery.Channel, out var channel))
            {
                delivery.Drop("The channel was switched off or removed.");
                _changed.Add(delivery);
            }
            else if (former.TryGetValue(channel.Id, out var revision) && revision != channel.Revision)
            {
                delivery.TryNow(Now);
            }
        }

        if (former.Count == 0)
        {
            PlanMissed(_cases.Values);
        }
    }

    /// <summary>Takes up what an earlier worker left; alerts that it did not come to send are sent now.</summary>
    public void Restore(IEnumerable<AlertRow> alerts, IEnumerable<NotificationDeliveryRow> deliveries)
    {
        var byAlert = deliveries.ToLookup(row => row.AlertId);
        foreach (var alert in alerts.Where(alert => !_cases.ContainsKey(alert.Id)))
        {
            var taken = _cases[alert.Id] = new AlertCase(alert);
            foreach (var row in byAlert[alert.Id].OrderBy(row => row.CreatedAt))
            {
                taken.Add(Delivery.Restore(alert, row));
                taken.HasFallenBack |= row.IsFallback;
            }

            PlanMissed([taken]);
        }
    }

    /// <summary>Plans an alert; one that is known already changes nothing.</summary>
    public void Take(AlertRow alert)
    {
        var taken = new AlertCase(alert);
        if (_cases.TryAdd(alert.Id, taken))
        {
            Plan(taken, TakersOf(alert), isFallback: false);
        }
    }

    /// <summary>Which of the alerts that were asked about are acknowledged now; that may have been taken back.</summary>
    public void Acknowledge(IReadOnlyList<Guid> asked, IReadOnlySet<Guid> acknowledged)
    {
        foreach (var each in asked.Where(_cases.ContainsKey).Select(id => _cases[id]))
        {
            each.IsAcknowledged = acknowledged.Contains(each.Alert.Id);
            foreach (var repeat in each.Deliveries.Where(delivery => each.IsAcknowledged && delivery is { Round: > 0, State: DeliveryState.Waiting, IsOnTheWay: false }))
            {
                repeat.Drop("Acknowledged before it went out.");
                _changed.Add(repeat);
            }
        }
    }

    /// <summary>Plans again what is critical, unacknowledged and old enough; answers what was planned. Of several missed times one is made up for.</summary>
    public IReadOnlyList<AlertRow> Repeat()
    {
        var repeated = new List<AlertRow>();
        foreach (var each in _cases.Values.Where(each => each.IsOpen))
        {
            var due = settings.Current.RepeatAlertsAfter.Count(after => Now >= each.Alert.RaisedAt + after);
            if (due > each.Round)
            {
                each.Round = due;
                Plan(each, _channels.Where(channel => channel.StepsIn(each.Alert, Now)), isFallback: false);
                repeated.Add(each.Alert);
            }
        }

        return repeated;
    }

    /// <summary>Lets other channels step in where the usual ones do not get through (FC-66).</summary>
    public void FallBack()
    {
        foreach (var stuck in _cases.Values.Where(each => each.IsStuck(Now, settings.Current.OtherChannelsAfter)))
        {
            stuck.HasFallenBack = true;
            Plan(stuck, _channels.Where(channel => !stuck.WentBy(channel) && channel.StepsIn(stuck.Alert, Now)), isFallback: true);
        }
    }

    /// <summary>What a channel may send now; null when nothing is due or its minute is used up. What the allowance has no room for goes out together.</summary>
    public DeliveryBatch? Next(NotificationChannel channel)
    {
        var due = Waiting().Where(delivery => delivery.Channel == channel.Id && delivery.IsDue(Now))
            .OrderByDescending(delivery => delivery.Alert.Severity).ThenBy(delivery => delivery.CreatedAt).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        var rate = RateOf(channel);
        var left = rate.Left(due[0].IsCritical, Now);
        if (left == 0)
        {
            return null;
        }

        rate.Take();
        var together = due.Count <= left ? due[..1] : due[..Math.Min(due.Count, MostCombined)];
        together.ForEach(delivery => delivery.IsOnTheWay = true);
        return new DeliveryBatch(channel, together);
    }

    /// <summary>Writes down how sending ended.</summary>
    public void Ended(DeliveryBatch batch, SendOutcome outcome)
    {
        foreach (var delivery in batch.Deliveries)
        {
            delivery.IsOnTheWay = false;
            _changed.Add(delivery);
            switch (outcome)
            {
                case SendOutcome.Sent:
                    delivery.Sent(Now, batch.Deliveries.Count - 1);
                    break;
                case SendOutcome.NotNow notNow:
                    delivery.Postpone(notNow.Reason, Now + RightAgain);
                    break;
                case SendOutcome.Failed failed:
                    delivery.Failed(failed.Reason, NextTry(delivery, failed));
                    break;
            }
        }
    }

    /// <summary>Deliveries that changed since the last call, as they are to be stored.</summary>
    public IReadOnlyList<NotificationDeliveryRow> TakeChanges()
    {
        List<NotificationDeliveryRow> rows = [.. _changed.Select(delivery => delivery.ToRow())];
        _changed.Clear();
        return rows;
    }

    /// <summary>Lets go of alerts that are over.</summary>
    public void Forget()
    {
        foreach (var old in _cases.Values.Where(each => !each.Waits && each.Alert.RaisedAt < Since).ToList())
        {
            _cases.Remove(old.Alert.Id);
        }
    }

    /// <summary>Channels that an alert names and that are all gone leave it to those that its severity takes.</summary>
    private IEnumerable<NotificationChannel> TakersOf(AlertRow alert)
    {
        var namesAny = _channels.Any(channel => alert.Channels.Contains(channel.Id));
        return _channels.Where(channel => channel.Takes(alert, namesAny ? alert.Channels.Contains(channel.Id) : null));
    }

    private IEnumerable<Delivery> Waiting() =>
        _cases.Values.SelectMany(each => each.Deliveries).Where(delivery => delivery.State == DeliveryState.Waiting);

    private void PlanMissed(IEnumerable<AlertCase> cases)
    {
        foreach (var missed in cases.Where(each => each.Deliveries.Count == 0 && !each.IsAcknowledged && Now - each.Alert.RaisedAt < Fresh).ToList())
        {
            Plan(missed, TakersOf(missed.Alert), isFallback: false);
        }
    }

    private void Plan(AlertCase each, IEnumerable<NotificationChannel> channels, bool isFallback)
    {
        foreach (var channel in channels.Where(channel => !each.IsOnWayBy(channel)))
        {
            var delivery = Delivery.Plan(each.Alert, channel, each.Round, isFallback, Now);
            each.Add(delivery);
            _changed.Add(delivery);
        }

        DropOverLimit();
    }

    private void DropOverLimit()
    {
        var waiting = Waiting().Where(delivery => !delivery.IsOnTheWay).ToList();
        foreach (var surplus in waiting.OrderBy(delivery => delivery.Alert.Severity).ThenBy(delivery => delivery.CreatedAt)
            .Take(waiting.Count - options.Value.QueueLimit))
        {
            surplus.Drop("Too many messages waited.");
            _changed.Add(surplus);
        }
    }

    private MessageRate RateOf(NotificationChannel channel)
    {
        if (!_rates.TryGetValue(channel.Id, out var rate) || rate.PerMinute != channel.PerMinute)
        {
            rate = _rates[channel.Id] = new MessageRate(channel.PerMinute, Now);
        }

        return rate;
    }

    private DateTimeOffset? NextTry(Delivery delivery, SendOutcome.Failed failed)
    {
        if (!failed.MayBeTriedAgain || delivery.Attempts + 1 >= options.Value.MostAttempts)
        {
            return null;
        }

        var backOff = Math.Min(options.Value.FirstRetry.TotalSeconds * Math.Pow(2, delivery.Attempts), options.Value.LongestRetry.TotalSeconds);
        var wait = TimeSpan.FromSeconds(backOff);
        return Now + (failed.RetryAfter > wait ? failed.RetryAfter.Value : wait);
    }
}
