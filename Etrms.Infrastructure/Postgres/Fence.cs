using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

public static class Fence
{
    /// <summary>
    /// True when the lease is still the holder's. Inside a transaction the row stays share-locked until the commit, so that a takeover waits
    /// for the write and the write cannot follow a takeover.
    /// </summary>
    public static async Task<bool> HoldsAsync(this EtrmsDbContext db, Lease lease, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<long>($"""
            SELECT epoch AS "Value" FROM leases
            WHERE name = {lease.Name} AND holder = {lease.Holder} AND epoch = {lease.Epoch}
            FOR SHARE
            """).ToListAsync(cancellationToken);
        return rows.Count == 1;
    }
}
