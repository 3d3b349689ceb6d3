using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Infrastructure.Postgres;

/// <summary>Trades that the accounts have closed, as the risk loop stored them.</summary>
public sealed class ClosedTradeStore(IDbContextFactory<EtrmsDbContext> contexts)
{
    /// <summary>The newest ones, in the order in which they ended.</summary>
    /// <param name="account">Null takes those of every account.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<ClosedTradeRow>> ReadAsync(Guid? account, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = await db.ClosedTrades.AsNoTracking().Where(row => account == null || row.AccountId == account)
            .OrderByDescending(row => row.At).ThenByDescending(row => row.TradeId).Take(most).ToListAsync(cancellationToken);
        newest.Reverse();
        return newest;
    }
}
