using System.Collections.Concurrent;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>Brings accounts under guard and lets them go, while the loop runs.</summary>
internal sealed class AccountPumps(
    AccountRegister register, MonitoredAccounts accounts, MarketPumps markets, AccountPumpFactory factory, TermTasks tasks)
{
    private readonly ConcurrentDictionary<AccountId, (AccountPump Pump, CancellationTokenSource Stop)> _running = new();

    /// <summary>Every active account; one whose venue does not answer is read again until it does.</summary>
    public async Task OpenAllAsync(CancellationToken cancellationToken)
    {
        var stored = await register.LoadActiveAsync(cancellationToken);
        await Task.WhenAll(stored.Select(account => OpenAsync(account, cancellationToken)));
    }

    /// <summary>Reads an account for the first time and follows it from then on; a key that changed replaces the former one.</summary>
    public async Task OpenAsync(StoredAccount stored, CancellationToken cancellationToken)
    {
        var account = register.Connect(stored);
        await StopAsync(account.Id);
        accounts.Put(account);
        await markets.OpenAsync(account.Exchange, account.Network, stored.Credentials, factory.Sink.From(account.Network), cancellationToken);
        factory.Sink.Post(new RiskEvent.AccountAdded(account.Id, account.Exchange, account.Name, account.Network == VenueNetwork.Paper)
        {
            Times = factory.Clock.Now(),
        });
        var pump = factory.Create(account);
        await pump.SyncAsync(cancellationToken);
        var running = CancellationTokenSource.CreateLinkedTokenSource(tasks.Token);
        _running[account.Id] = (pump, running);
        tasks.Start(_ => RunAsync(pump, running));
    }

    /// <summary>Reads an account at once; one that is not followed any more needs no reading.</summary>
    public void Confirm(AccountId account)
    {
        if (_running.TryGetValue(account, out var running))
        {
            running.Pump.Doubt();
        }
    }

    public async Task RemoveAsync(AccountId account)
    {
        await StopAsync(account);
        accounts.Remove(account);
        factory.Sink.Post(new RiskEvent.AccountRemoved(account) { Times = factory.Clock.Now() });
    }

    private static async Task RunAsync(AccountPump pump, CancellationTokenSource running)
    {
        using (running)
        {
            await pump.RunAsync(running.Token);
        }
    }

    private async Task StopAsync(AccountId account)
    {
        if (_running.TryRemove(account, out var running))
        {
            await running.Stop.CancelAsync();
        }
    }
}

/// <summary>Makes the pump of an account.</summary>
internal sealed class AccountPumpFactory(FactSink sink, AccountCursors cursors, RiskClock clock, SettingsInForce settings)
{
    public FactSink Sink => sink;

    public RiskClock Clock => clock;

    public AccountPump Create(MonitoredAccount account) => new(account, sink, cursors, clock, settings);
}
