using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk;

/// <summary>An account under guard with both of its ends.</summary>
internal sealed record MonitoredAccount(
    AccountId Id, string Name, Exchange Exchange, VenueNetwork Network, bool IsDemo, IAccountFeed Feed, IOrderGateway Gateway);

/// <summary>The accounts that this worker guards now.</summary>
internal sealed class MonitoredAccounts
{
    private readonly ConcurrentDictionary<AccountId, MonitoredAccount> _accounts = new();

    public IEnumerable<MonitoredAccount> All => _accounts.Values;

    public MonitoredAccount? Find(AccountId account) => _accounts.GetValueOrDefault(account);

    public void Put(MonitoredAccount account) => _accounts[account.Id] = account;

    public void Remove(AccountId account) => _accounts.TryRemove(account, out _);
}
