using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Notifications;

/// <summary>One message of one alert to one channel, from the plan to its end.</summary>
internal sealed class Delivery
{
    private readonly NotificationDeliveryRow _row;

    private Delivery(AlertRow alert, NotificationDeliveryRow row)
    {
        Alert = alert;
        _row = row;
    }

    public AlertRow Alert { get; }

    public Guid Channel => _row.ChannelId;

    public int Round => _row.Round;

    public DeliveryState State => _row.State;

    public int Attempts => _row.Attempts;

    public DateTimeOffset CreatedAt => _row.CreatedAt;

    /// <summary>True while it is being sent.</summary>
    public bool IsOnTheWay { get; set; }

    public bool IsCritical => Alert.Severity == AlertSeverity.Critical;

    public static Delivery Plan(AlertRow alert, NotificationChannel channel, int round, bool isFallback, DateTimeOffset now) => new(alert, new NotificationDeliveryRow
    {
        Id = PlanIds.Uuid5(alert.Id, $"{channel.Id:N}/{round}"),
        ChannelId = channel.Id,
        ChannelName = channel.Name,
        ChannelKind = channel.Kind,
        AlertId = alert.Id,
        Title = alert.Title,
        Severity = alert.Severity,
        Round = round,
        IsFallback = isFallback,
        State = DeliveryState.Waiting,
        NextTryAt = now,
        CreatedAt = now,
    });

    public static Delivery Restore(AlertRow alert, NotificationDeliveryRow row) => new(alert, row);

    public bool IsDue(DateTimeOffset now) => State == DeliveryState.Waiting && !IsOnTheWay && _row.NextTryAt <= now;

    public void TryNow(DateTimeOffset now) => _row.NextTryAt = now;

    public void Sent(DateTimeOffset now, int combinedWith)
    {
        (_row.State, _row.SentAt, _row.NextTryAt, _row.Error) = (DeliveryState.Sent, now, null, null);
        _row.CombinedWith = combinedWith;
        _row.Attempts++;
    }

    public void Failed(string error, DateTimeOffset? nextTryAt)
    {
        (_row.Error, _row.NextTryAt) = (error, nextTryAt);
        _row.State = nextTryAt is null ? DeliveryState.Failed : DeliveryState.Waiting;
        _row.Attempts++;
    }

    /// <summary>Not tried: the right to send was missing.</summary>
    public void Postpone(string reason, DateTimeOffset nextTryAt) => (_row.Error, _row.NextTryAt) = (reason, nextTryAt);

    public void Drop(string reason) => (_row.State, _row.NextTryAt, _row.Error) = (DeliveryState.Dropped, null, reason);

    /// <summary>A copy to be stored: this one goes on changing.</summary>
    public NotificationDeliveryRow ToRow()
    {
        _row.Version++;
        return new NotificationDeliveryRow
        {
            Id = _row.Id,
            ChannelId = _row.ChannelId,
            ChannelName = _row.ChannelName,
            ChannelKind = _row.ChannelKind,
            AlertId = _row.AlertId,
            Title = _row.Title,
            Severity = _row.Severity,
            Round = _row.Round,
            IsFallback = _row.IsFallback,
            State = _row.State,
            Attempts = _row.Attempts,
            NextTryAt = _row.NextTryAt,
            Error = _row.Error,
            CombinedWith = _row.CombinedWith,
            CreatedAt = _row.CreatedAt,
            SentAt = _row.SentAt,
            Version = _row.Version,
        };
    }
}

/// <summary>Deliveries of one channel that go out as one message.</summary>
internal sealed record DeliveryBatch(NotificationChannel Channel, IReadOnlyList<Delivery> Deliveries)
{
    public bool IsCritical => Deliveries.Any(delivery => delivery.IsCritical);
}
