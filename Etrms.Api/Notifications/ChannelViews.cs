using System.Globalization;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Notifications;

/// <summary>Channels as the trader sees them: without their secrets, with how their last message fared.</summary>
internal sealed class ChannelViews(EtrmsDbContext database)
{
    private const int WantedWays = 2;

    public async Task<NotificationChannelsView> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.OwnChannels().AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var views = new List<NotificationChannelView>();
        foreach (var row in rows)
        {
            views.Add(await ViewAsync(row, cancellationToken));
        }

        var ways = views.Count(view => view is { Enabled: true, State: not "failing" });
        return new NotificationChannelsView(views, ways, ways >= WantedWays ? null : WarningOf(ways));
    }

    public async Task<NotificationChannelView> ViewAsync(NotificationChannelRow row, CancellationToken cancellationToken)
    {
        var deliveries = database.NotificationDeliveries.AsNoTracking().Where(delivery => delivery.ChannelId == row.Id).OrderByDescending(delivery => delivery.CreatedAt);
        var sent = await deliveries.FirstOrDefaultAsync(delivery => delivery.State == DeliveryState.Sent, cancellationToken);
        var failed = await deliveries.FirstOrDefaultAsync(delivery => delivery.Attempts > 0 && delivery.State != DeliveryState.Sent, cancellationToken);
        var isFailing = failed is not null && (sent is null || failed.CreatedAt > sent.CreatedAt) && failed.CreatedAt >= row.ChangedAt;
        return Plain(row) with
        {
            State = isFailing ? "failing" : sent is null ? "untried" : "working",
            LastSentAt = sent?.SentAt,
            LastFailedAt = failed?.CreatedAt,
            LastError = failed?.Error,
        };
    }

    private static string WarningOf(int ways) =>
        $"{(ways == 0 ? "No channel" : "One channel")} takes critical alerts now. Set up at least two of different kinds, so that one outage does not silence them all.";

    private static NotificationChannelView Plain(NotificationChannelRow row)
    {
        var target = row.Target.Deserialize<ChannelTarget>(EtrmsJson.Options)!;
        return new NotificationChannelView
        {
            Id = row.Id,
            Name = row.Name,
            Kind = row.Kind,
            Enabled = row.Enabled,
            MinimumSeverity = row.MinimumSeverity,
            QuietFrom = TextOf(row.QuietFrom),
            QuietUntil = TextOf(row.QuietUntil),
            QuietZone = row.QuietZone,
            PerMinute = row.PerMinute,
            Address = target.AddressHint,
            HasSecret = target.HasSecret,
            ChatId = target.ChatId,
            Host = target.Host,
            Port = target.Port,
            Security = target.Security,
            UserName = target.UserName,
            Sender = target.Sender,
            Recipients = target.Recipients,
            State = "untried",
        };
    }

    private static string? TextOf(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture);
}

internal static class OwnChannelRows
{
    public static IQueryable<NotificationChannelRow> OwnChannels(this EtrmsDbContext database) =>
        database.NotificationChannels.Where(row => row.OwnerId == Owner.Operator);
}
