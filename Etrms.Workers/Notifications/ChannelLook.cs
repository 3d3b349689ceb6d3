using System.Collections.Immutable;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Infrastructure.Secrets;
using Etrms.Workers.Risk;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Notifications;

/// <summary>What PostgreSQL says about notifications.</summary>
/// <param name="Asked">The alerts that were asked about.</param>
/// <param name="Acknowledged">Those of them that are acknowledged.</param>
/// <param name="Past">What an earlier worker left; null but for the first look of a term.</param>
internal sealed record Seen(
    ImmutableArray<NotificationChannel> Channels, IReadOnlyList<Guid> Asked, IReadOnlySet<Guid> Acknowledged, SentBefore? Past);

/// <summary>Recent alerts and the messages about them.</summary>
internal sealed record SentBefore(IReadOnlyList<AlertRow> Alerts, IReadOnlyList<NotificationDeliveryRow> Deliveries);

/// <summary>The channels as this process last saw them, for a term that begins while PostgreSQL is away.</summary>
internal sealed class LastKnownChannels
{
    public ImmutableArray<NotificationChannel> All { get; set; } = [];
}

/// <summary>Looks into PostgreSQL for channels, acknowledgements and what was sent before: at the start, when the bell rings, and every few seconds.</summary>
internal sealed partial class ChannelLook(
    IDbContextFactory<EtrmsDbContext> contexts, NotificationSecrets secrets, LastKnownChannels known, Bells bells, ILogger<ChannelLook> logger)
{
    private const int MostAlerts = 1000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly BellListener _bell = bells.Listen(Bell.Alerts);
    private bool _knowsPast;

    public ImmutableArray<NotificationChannel> LastKnown => known.All;

    /// <summary>Null while PostgreSQL does not answer.</summary>
    /// <param name="open">Alerts whose acknowledgement matters.</param>
    /// <param name="since">How far back the past is of use.</param>
    public async Task<Seen?> LookAsync(IReadOnlyList<Guid> open, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(open, since, cancellationToken);
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            // What is known goes on being used; the risk store tells about the outage.
            return null;
        }
#pragma warning disable CA1031 // The boundary of notifications: a channel that cannot be read must not take the guard of the accounts down.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogUnreadable(failure);
            return null;
        }
    }

    /// <summary>The next look, when there is a reason or some seconds have passed.</summary>
    public async Task<Seen?> LookAgainAsync(IReadOnlyList<Guid> open, DateTimeOffset since, TimeProvider time, CancellationToken cancellationToken)
    {
        await _bell.WaitAsync(LookEvery, time, cancellationToken);
        return await LookAsync(open, since, cancellationToken);
    }

    private async Task<Seen> ReadAsync(IReadOnlyList<Guid> open, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.NotificationChannels.AsNoTracking().Where(row => row.OwnerId == Owner.Operator && row.Enabled)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var acknowledged = await db.Alerts.Where(row => open.Contains(row.Id) && row.AcknowledgedAt != null)
            .Select(row => row.Id).ToListAsync(cancellationToken);
        var past = _knowsPast ? null : await ReadPastAsync(db, since, cancellationToken);
        _knowsPast = true;
        known.All = [.. rows.Select(row => NotificationChannel.From(row, secrets))];
        return new Seen(known.All, open, acknowledged.ToHashSet(), past);
    }

    private static async Task<SentBefore> ReadPastAsync(EtrmsDbContext db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var alerts = await db.Alerts.AsNoTracking().Where(row => row.OwnerId == Owner.Operator && row.RaisedAt >= since)
            .OrderByDescending(row => row.RaisedAt).Take(MostAlerts).ToListAsync(cancellationToken);
        var ids = alerts.ConvertAll(alert => (Guid?)alert.Id);
        var deliveries = await db.NotificationDeliveries.AsNoTracking().Where(row => ids.Contains(row.AlertId)).ToListAsync(cancellationToken);
        return new SentBefore(alerts, deliveries);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The notification channels cannot be read; those known before stay in use")]
    private partial void LogUnreadable(Exception failure);
}
