using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Alerts;

/// <summary>Who has seen an alert, and when.</summary>
internal sealed record Acknowledgement(DateTimeOffset At, string By);

/// <summary>Writes down which alerts were seen, and has the other open pages told.</summary>
internal sealed class AlertMarks(EtrmsDbContext database, Bells bells)
{
    /// <summary>The alert as it stands then; null when there is none. No mark takes an acknowledgement back.</summary>
    public async Task<AlertRow?> SetAsync(Guid id, Acknowledgement? mark, CancellationToken cancellationToken)
    {
        await WriteAsync(Owned().Where(row => row.Id == id), mark, cancellationToken);
        return await Owned().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    public Task SetAllAsync(Acknowledgement mark, CancellationToken cancellationToken) =>
        WriteAsync(Owned().Where(row => row.AcknowledgedAt == null), mark, cancellationToken);

    private async Task WriteAsync(IQueryable<AlertRow> alerts, Acknowledgement? mark, CancellationToken cancellationToken)
    {
        DateTimeOffset? at = mark?.At;
        var by = mark?.By;
        await alerts.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.AcknowledgedAt, at).SetProperty(row => row.AcknowledgedBy, by), cancellationToken);
        await bells.RingAsync(Bell.Alerts);
    }

    private IQueryable<AlertRow> Owned() => database.Alerts.Where(row => row.OwnerId == Owner.Operator);
}
