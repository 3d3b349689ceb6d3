using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Accounts;

/// <summary>Accounts that the venue accepted; pending ones are nobody's business.</summary>
internal static class ActiveAccounts
{
    public static IQueryable<ExchangeAccountRow> ActiveAccountRows(this EtrmsDbContext database) =>
        database.ExchangeAccounts.AsNoTracking().Where(row => row.OwnerId == Owner.Operator && row.State == ExchangeAccountState.Active);

    public static Task<ExchangeAccountRow?> FindActiveAsync(this EtrmsDbContext database, Guid id, CancellationToken cancellationToken) =>
        database.ActiveAccountRows().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    public static Task<List<ExchangeAccountRow>> ListActiveAsync(this EtrmsDbContext database, CancellationToken cancellationToken) =>
        database.ActiveAccountRows().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>True when a scope reaches real money.</summary>
    public static async Task<bool> CoversLiveAsync(this EtrmsDbContext database, Scope scope, CancellationToken cancellationToken)
    {
        var live = await database.ActiveAccountRows().Where(row => row.Network == AccountNetwork.Live).ToListAsync(cancellationToken);
        return live.Exists(row => scope.CoversAccount(new AccountId(row.Id), row.Exchange));
    }

    /// <summary>The badge of the portal: the most dangerous world that an account is connected to.</summary>
    public static string EnvironmentOf(IReadOnlyCollection<ExchangeAccountRow> accounts) => accounts switch
    {
        _ when accounts.Any(account => account.Network == AccountNetwork.Live) => "LIVE",
        _ when accounts.Any(account => account.Network == AccountNetwork.Testnet) => "TESTNET",
        _ when accounts.Any(account => account.IsDemo) => "DEMO",
        _ => "PAPER",
    };
}
