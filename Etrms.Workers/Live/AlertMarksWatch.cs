using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Risk;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Live;

/// <summary>
/// Tells every open page when alerts were acknowledged on one of them. It goes through the worker, because the worker alone numbers the
/// messages of the alerts channel.
/// </summary>
internal sealed class AlertMarksWatch(
    Bells bells, LivePublisher live, IDbContextFactory<EtrmsDbContext> contexts, RiskClock clock, TimeProvider time) : ITermLoop
{
    /// <summary>Without Redis nobody hears a message either, so looking now and then is enough.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private Marks? _told;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var bell = bells.Listen(Bell.Alerts);
        while (true)
        {
            try
            {
                await TellAsync(cancellationToken);
            }
            catch (Exception away) when (DatabaseOutage.Is(away))
            {
                // The risk store tells about the outage; the next ring or minute looks again.
            }

            await bell.WaitAsync(LookEvery, time, cancellationToken);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var alerts = db.Alerts.AsNoTracking().Where(row => row.OwnerId == Owner.Operator);
        var marks = new Marks(
            await alerts.LongCountAsync(row => row.AcknowledgedAt != null, cancellationToken),
            await alerts.MaxAsync(row => row.AcknowledgedAt, cancellationToken));
        if (_told is not null && marks != _told)
        {
            var waiting = await alerts.LongCountAsync(row => row.AcknowledgedAt == null, cancellationToken);
            live.Announce(LiveMessage.AlertsAcknowledged, clock.WallNow, new AlertsAcknowledgedView(waiting));
        }

        _told = marks;
    }

    /// <summary>Changes with every acknowledgement and every one taken back, and with nothing else.</summary>
    private sealed record Marks(long Count, DateTimeOffset? Newest);
}
