using System.Text.Json;
using Etrms.Api.Alerts;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Live;

/// <summary>The snapshot that every socket begins with, and gets again when it asks.</summary>
internal sealed class FirstFrames(Snapshots snapshots, IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    private const int RecentAlerts = 50;

    /// <summary>Null while nothing was published yet; the first message then comes with the first publication.</summary>
    public async Task<Frame?> ReadAsync(string channel, CancellationToken cancellationToken)
    {
        var newest = await snapshots.ReadMessageAsync(channel, cancellationToken);
        var message = channel == LiveChannels.Alerts
            ? await AlertsAsync(newest?.Seq ?? 0, cancellationToken)
            : newest is null ? null : newest with { Type = LiveMessage.Snapshot };
        return message is null ? null : Frame.Of(message);
    }

    /// <summary>The alerts channel carries single alerts, so its snapshot is made from the table.</summary>
    private async Task<LiveMessage> AlertsAsync(long seq, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await database.Alerts.AsNoTracking().Where(row => row.OwnerId == Owner.Operator)
            .OrderByDescending(row => row.RaisedAt).ThenByDescending(row => row.Id).Take(RecentAlerts).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var data = JsonSerializer.SerializeToElement(new AlertsView([.. rows.Select(AlertViews.ToView)]), EtrmsJson.Options);
        return new LiveMessage(LiveChannels.Alerts, LiveMessage.Snapshot, seq, now, rows.FirstOrDefault()?.RaisedAt ?? now, data);
    }
}
