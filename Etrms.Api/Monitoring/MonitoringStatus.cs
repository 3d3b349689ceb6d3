using Etrms.Api.Live;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Monitoring;

/// <summary>Puts together what the trader wants (row), who guards (lease) and what the guard sees (snapshot).</summary>
internal sealed class MonitoringStatus(EtrmsDbContext database, Snapshots snapshots, InputFeed feed, Divergences divergences, TimeProvider clock)
{
    public async Task<MonitoringView> ReadAsync(CancellationToken cancellationToken)
    {
        var wish = await database.Monitoring.AsNoTracking().SingleOrDefaultAsync(row => row.OwnerId == Owner.Operator, cancellationToken);
        var lease = await database.Leases.AsNoTracking().OrderByDescending(row => row.Epoch).FirstOrDefaultAsync(cancellationToken);
        var risk = (await snapshots.ReadRiskAsync(cancellationToken))?.Data;
        var isHeld = lease is not null && lease.ExpiresAt > clock.GetUtcNow();
        return new MonitoringView(
            StateOf(wish, isHeld, risk), wish?.Since ?? lease?.AcquiredAt, isHeld ? lease!.Holder : null, lease?.Epoch,
            wish is { IsStopped: true } ? wish.Reason : isHeld ? risk?.PostureReason : "No worker guards the accounts at present.",
            wish?.ResumeAt, risk)
        {
            Standby = isHeld ? await feed.ReadProgressAsync(lease!.Holder, cancellationToken) : null,
            Divergence = (await divergences.FindAsync(cancellationToken))?.Detail,
        };
    }

    private static string StateOf(MonitoringRow? wish, bool isHeld, RiskMetricsView? risk) => (wish, isHeld) switch
    {
        ({ IsStopped: true }, _) => "stopped",
        (_, false) => "unreachable",
        _ => risk?.Monitoring ?? "starting",
    };
}
