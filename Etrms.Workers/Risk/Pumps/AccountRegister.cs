using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Etrms.Workers.Live;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>An account with its opened key, ready to be connected.</summary>
internal sealed record StoredAccount(ExchangeAccountRow Row, ExchangeKeyRow Key, ExchangeCredentials Credentials);

/// <summary>The exchange accounts in PostgreSQL with their keys.</summary>
internal sealed class AccountRegister(IDbContextFactory<EtrmsDbContext> contexts, ExchangeKeyVault vault, ExchangeClients clients)
{
    public async Task<IReadOnlyList<StoredAccount>> LoadActiveAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.ExchangeAccounts.AsNoTracking().Where(row => row.State == ExchangeAccountState.Active)
            .Join(db.ExchangeKeys.Where(key => key.State == ExchangeKeyState.Active), row => row.Id, key => key.AccountId, (row, key) => new { row, key })
            .OrderBy(pair => pair.row.CreatedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(pair => Opened(pair.row, pair.key))];
    }

    /// <summary>An account with its key in a state, the pending one before the active one; null when there is none.</summary>
    public async Task<StoredAccount?> FindAsync(Guid account, ExchangeKeyState keyState, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.ExchangeAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == account, cancellationToken);
        var key = await db.ExchangeKeys.AsNoTracking()
            .SingleOrDefaultAsync(key => key.AccountId == account && key.State == keyState, cancellationToken);
        return row is null || key is null ? null : Opened(row, key);
    }

    public MonitoredAccount Connect(StoredAccount account)
    {
        var network = account.Row.Network.ToVenue();
        var client = clients.Account(account.Row.Exchange, network, account.Credentials);
        return new MonitoredAccount(
            new AccountId(account.Row.Id), account.Row.Name, account.Row.Exchange, network, account.Row.IsDemo, client.Feed, client.Gateway);
    }

    private StoredAccount Opened(ExchangeAccountRow row, ExchangeKeyRow key)
    {
        var opened = vault.Open(key);
        return new StoredAccount(row, key, new ExchangeCredentials(opened.ApiKey, opened.ApiSecret, row.TradesFor));
    }
}
