using System.Text.Json;
using Etrms.Api.Alerts;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Live;

/// <summary>What every socket begins with: the snapshot of its channel, and the alerts that its client missed.</summary>
internal sealed class FirstFrames(Snapshots snapshots, IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Type of an alert that was announced while the client was away.</summary>
    private const string Missed = "alert_missed";

    private const int RecentAlerts = 50;
    private const int MostMissed = 500;

    /// <summary>Empty while nothing was published yet; the first message then comes with the first publication.</summary>
    /// <param name="since">Number of the last alert that the client saw; null when it begins.</param>
    public async Task<IReadOnlyList<Frame>> ReadAsync(string channel, long? since, CancellationToken cancellationToken)
    {
        if (channel == LiveChannels.Alerts)
        {
            return await AlertsAsync(since, cancellationToken);
        }

        return await snapshots.ReadMessageAsync(channel, cancellationToken) is { } newest
            ? [Frame.Of(newest with { Type = LiveMessage.Snapshot })]
            : [];
    }

    /// <summary>The alerts channel carries single alerts, so its snapshot is made from the table; its number is that of the newest one in it.</summary>
    private async Task<IReadOnlyList<Frame>> AlertsAsync(long? since, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var alerts = database.Alerts.AsNoTracking().Where(row => row.OwnerId == Owner.Operator);
        var missed = since is null ? [] : await alerts.Where(row => row.Seq > since).OrderBy(row => row.Seq).Take(MostMissed).ToListAsync(cancellationToken);
        var recent = await alerts.OrderByDescending(row => row.RaisedAt).ThenByDescending(row => row.Id).Take(RecentAlerts).ToListAsync(cancellationToken);
        var seq = recent.Concat(missed).Select(row => row.Seq).DefaultIfEmpty().Max();
        var snapshot = MessageOf(LiveMessage.Snapshot, seq, recent.FirstOrDefault()?.RaisedAt, new AlertsView([.. recent.Select(AlertViews.ToView)]));
        return [snapshot, .. missed.Select(row => MessageOf(Missed, row.Seq, row.RaisedAt, row.ToView()))];
    }

    private Frame MessageOf<T>(string type, long seq, DateTimeOffset? asOf, T data)
    {
        var now = clock.GetUtcNow();
        return Frame.Of(new LiveMessage(LiveChannels.Alerts, type, seq, now, asOf ?? now, JsonSerializer.SerializeToElement(data, EtrmsJson.Options)));
    }
}
