using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Notifications;

/// <summary>An alert and all messages about it.</summary>
internal sealed class AlertCase(AlertRow alert)
{
    private readonly List<Delivery> _deliveries = [];

    public AlertRow Alert => alert;

    public IReadOnlyList<Delivery> Deliveries => _deliveries;

    /// <summary>Number of the newest repetition; 0 before the first.</summary>
    public int Round { get; set; }

    public bool IsAcknowledged { get; set; } = alert.AcknowledgedAt is not null;

    public bool HasFallenBack { get; set; }

    public bool Waits => _deliveries.Exists(delivery => delivery.State == DeliveryState.Waiting);

    /// <summary>True while it repeats: critical, and nobody said that he saw it.</summary>
    public bool IsOpen => alert.Severity == AlertSeverity.Critical && !IsAcknowledged;

    public void Add(Delivery delivery)
    {
        _deliveries.Add(delivery);
        Round = Math.Max(Round, delivery.Round);
    }

    /// <summary>Nobody got it, and one channel failed at it or time is up.</summary>
    public bool IsStuck(DateTimeOffset now, TimeSpan patience) =>
        alert.Severity >= AlertSeverity.Warning && !HasFallenBack && _deliveries.Count > 0
        && !_deliveries.Exists(delivery => delivery.State == DeliveryState.Sent)
        && _deliveries.Exists(delivery => delivery.Attempts > 0 || now - delivery.CreatedAt >= patience);

    /// <summary>One that still waits says it as well.</summary>
    public bool IsOnWayBy(NotificationChannel channel) =>
        _deliveries.Exists(delivery => delivery.Channel == channel.Id && delivery.State == DeliveryState.Waiting);

    public bool WentBy(NotificationChannel channel) => _deliveries.Exists(delivery => delivery.Channel == channel.Id);
}
