using System.Collections.Immutable;
using Etrms.Api.Configuration;
using Etrms.Api.Notifications;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Alerts;

/// <summary>An alert with what went out about it and when it goes out again.</summary>
internal sealed class AlertEscalation(EtrmsDbContext database, ConfigurationViews settings, TimeProvider clock)
{
    public async Task<AlertDetailView?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var alert = await database.Alerts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.OwnerId == Owner.Operator, cancellationToken);
        if (alert is null)
        {
            return null;
        }

        var deliveries = await database.NotificationDeliveries.AsNoTracking().Where(row => row.AlertId == id)
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.ChannelName).ToListAsync(cancellationToken);
        var (words, next) = Stand(alert, (await settings.CurrentAsync(cancellationToken)).Settings.RepeatAlertsAfter);
        return new AlertDetailView(alert.ToView(), words, next, [.. deliveries.Select(DeliveryViews.ToView)]);
    }

    private (string Words, DateTimeOffset? Next) Stand(AlertRow alert, ImmutableArray<TimeSpan> repeats)
    {
        var due = repeats.Count(after => clock.GetUtcNow() >= alert.RaisedAt + after);
        return alert switch
        {
            { AcknowledgedAt: not null } => ("Acknowledged; it does not go out again.", null),
            { Severity: not AlertSeverity.Critical } => ("Only critical alerts are repeated.", null),
            _ when due < repeats.Length => ($"Repetition {due + 1} of {repeats.Length} follows unless it is acknowledged.", alert.RaisedAt + repeats[due]),
            _ => ($"Repeated {repeats.Length} times and still not acknowledged.", null),
        };
    }
}
