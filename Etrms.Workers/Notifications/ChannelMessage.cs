using System.Globalization;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Notifications;

/// <summary>What a receiver is told: the alerts as they are for programs, and in words for people.</summary>
/// <param name="Id">The same when the message is tried again.</param>
/// <param name="Round">0 for the first message, then the number of the repetition.</param>
internal sealed record ChannelMessage(Guid Id, int Round, IReadOnlyList<AlertRow> Alerts, string Subject, string Text, bool IsTest)
{
    public static ChannelMessage Of(DeliveryBatch batch)
    {
        var first = batch.Deliveries[0];
        AlertRow[] alerts = [.. batch.Deliveries.Select(delivery => delivery.Alert).DistinctBy(alert => alert.Id)];
        var id = PlanIds.Uuid5(first.Alert.Id, string.Join(',', batch.Deliveries.Select(delivery => $"{delivery.Channel:N}/{delivery.Alert.Id:N}/{delivery.Round}")));
        var subject = alerts.Length == 1
            ? $"[{Name(first.Alert.Severity)}{(first.Round > 0 ? ", again" : "")}] {first.Alert.Title}"
            : $"[{Name(first.Alert.Severity)}] {alerts.Length} alerts: {first.Alert.Title} and others";
        var texts = batch.Deliveries.DistinctBy(delivery => delivery.Alert.Id).Select(delivery => TextOf(delivery, isOneOfSeveral: alerts.Length > 1));
        return new ChannelMessage(id, first.Round, alerts, subject, string.Join("\n\n", texts), IsTest: false);
    }

    public static ChannelMessage Test(Guid id, string channel) => new(
        id, 0, [], $"[TEST] {channel} works", $"This is a test of the channel \"{channel}\". Alerts of ETRMS will come this way.", IsTest: true);

    private static string TextOf(Delivery delivery, bool isOneOfSeveral)
    {
        var alert = delivery.Alert;
        var heading = isOneOfSeveral ? $"[{Name(alert.Severity)}] {alert.Title}\n" : "";
        var again = delivery.Round > 0 ? $"Repetition {delivery.Round}: nobody has acknowledged this yet.\n" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{heading}{again}{alert.Text}\nRaised at {alert.RaisedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
    }

    private static string Name(AlertSeverity severity) => severity.ToString().ToUpperInvariant();
}
