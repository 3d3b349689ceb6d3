using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>Differences between leader and standby that the trader has not cleared yet (RISK FC-58).</summary>
public sealed class Divergences(IDbContextFactory<EtrmsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores a divergence unless one stands already; true when it is new.</summary>
    public async Task<bool> AddAsync(DivergenceRow row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await Standing(db).AnyAsync(cancellationToken))
        {
            return false;
        }

        return await db.InsertMissingAsync([row], cancellationToken) == 1;
    }

    /// <summary>The oldest that stands; null when none does.</summary>
    public async Task<DivergenceRow?> FindAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Standing(db).OrderBy(row => row.FoundAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Clears what stands, and notes who did; false when nothing does.</summary>
    public async Task<bool> ClearAsync(string operatorName, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var standing = await Standing(db).AsTracking().ToListAsync(cancellationToken);
        foreach (var divergence in standing)
        {
            (divergence.ClearedAt, divergence.ClearedBy) = (clock.GetUtcNow(), operatorName);
            db.AuditLog.Add(new AuditRow { At = clock.GetUtcNow(), Actor = operatorName, Action = "divergence.cleared", Subject = $"{divergence.Id}" });
        }

        return await db.SaveChangesAsync(cancellationToken) > 0;
    }

    private static IQueryable<DivergenceRow> Standing(EtrmsDbContext db) =>
        db.Divergences.AsNoTracking().Where(row => row.OwnerId == Owner.Operator && row.ClearedAt == null);
}
