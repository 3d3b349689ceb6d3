using System.Collections.Immutable;
using System.Security.Cryptography;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Hyperliquid.Signing;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Wallets;

/// <summary>A new account as its owner gets it: the agent's key trades, the wallet's own key is kept by nobody.</summary>
internal sealed record OpenedWallet(string Label, string Address, string AgentPrivateKey)
{
    public override string ToString() => $"OpenedWallet({Address})";
}

/// <summary>
/// The wallets by address. Changed on the venue's loop alone, read anywhere. One always exists, for third-party tools: that of the
/// private key 0x11…11, with 100000 USDC.
/// </summary>
internal sealed class WalletBook(VenueLoop loop, WalletFile file, TimeProvider clock) : IDisposable
{
    private const int KeyLength = 32;
    private const int AddressLength = 20;
    private static readonly string StandardAddress = Secp256k1.AddressOf(Enumerable.Repeat((byte)0x11, KeyLength).ToArray())!;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private ImmutableDictionary<string, Wallet> _byAddress = ImmutableDictionary.Create<string, Wallet>(StringComparer.Ordinal);

    public IEnumerable<Wallet> All => _byAddress.Values.OrderBy(wallet => wallet.CreatedAt);

    public Wallet? Find(string address) => _byAddress.GetValueOrDefault(address);

    /// <summary>The main wallet that a signer acts for: its own, or the one that approved it as an agent.</summary>
    public Wallet? FindOwner(string signer) =>
        Find(signer) is { Kind: WalletKind.Main } own ? own : _byAddress.Values.FirstOrDefault(wallet => AgentOf(wallet, signer) is not null);

    public IEnumerable<Wallet> SubAccountsOf(string master) =>
        All.Where(wallet => wallet.Kind == WalletKind.SubAccount && string.Equals(wallet.Master, master, StringComparison.Ordinal));

    /// <summary>An agent that is still approved.</summary>
    public Agent? AgentOf(Wallet wallet, string address) => wallet.Agents.FirstOrDefault(agent =>
        string.Equals(agent.Address, address, StringComparison.Ordinal) && !(agent.ValidUntil <= clock.GetUtcNow()));

    /// <summary>Reads the known wallets and opens those that the exchange does not remember.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var known = await file.ReadAsync(cancellationToken);
        _byAddress = known.ToImmutableDictionary(wallet => wallet.Address, StringComparer.Ordinal);
        await loop.AskAsync(
            desk =>
            {
                foreach (var wallet in known)
                {
                    desk.Hyperliquid.OpenAccount(wallet.Address, 0, desk.Now.MarketAt);
                }

                return Find(StandardAddress) is null && Open(desk, Draft(StandardAddress, "Third-party tools", WalletKind.Main), 100_000);
            },
            cancellationToken);
    }

    /// <summary>Opens a main wallet with an agent.</summary>
    public async Task<OpenedWallet> CreateAsync(string label, decimal deposit, CancellationToken cancellationToken)
    {
        var (address, _) = NewKey();
        var (agent, key) = NewKey();
        var wallet = Draft(address, label, WalletKind.Main) with { Agents = [new Agent(agent, "etrms", ValidUntil: null)] };
        await loop.AskAsync(desk => Open(desk, wallet, deposit), cancellationToken);
        await SaveAsync(cancellationToken);
        return new OpenedWallet(label, address, key);
    }

    /// <summary>On the loop: opens a sub-account or vault of a master.</summary>
    public Wallet OpenUnder(VenueDesk desk, string master, string name, WalletKind kind)
    {
        var address = "0x" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(AddressLength));
        var wallet = Draft(address, name, kind) with { Master = master };
        Open(desk, wallet, deposit: 0);
        return wallet;
    }

    /// <summary>On the loop.</summary>
    public void Change(string address, Func<Wallet, Wallet> change) => _byAddress = _byAddress.SetItem(address, change(_byAddress[address]));

    /// <summary>On the loop: notes money that moved.</summary>
    public void Note(string address, Movement movement) =>
        Change(address, wallet => wallet with { Movements = wallet.Movements.Add(movement) });

    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await file.WriteAsync(All.ToList(), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private bool Open(VenueDesk desk, Wallet wallet, decimal deposit)
    {
        var opened = desk.Hyperliquid.OpenAccount(wallet.Address, deposit, desk.Now.MarketAt);
        if (opened.Refusal is { } refusal and not RefusalReason.AccountExists)
        {
            throw new InvalidOperationException($"The exchange refused to open account {wallet.Address}: {refusal}.");
        }

        foreach (var instrument in desk.Hyperliquid.Instruments.Where(coin => coin.Brackets[0].MaxLeverage < desk.Hyperliquid.Rules.DefaultLeverage))
        {
            desk.Hyperliquid.SetLeverage(wallet.Address, instrument.Id, instrument.Brackets[0].MaxLeverage, desk.Now.MarketAt);
        }

        _byAddress = _byAddress.SetItem(wallet.Address, wallet);
        if (deposit > 0)
        {
            Note(wallet.Address, new Movement(desk.Now.MarketAt, "deposit", deposit, Other: null));
        }

        return true;
    }

    private Wallet Draft(string address, string label, WalletKind kind) =>
        new() { Address = address, Label = label, Kind = kind, CreatedAt = clock.GetUtcNow() };

    private static (string Address, string PrivateKey) NewKey()
    {
        while (true)
        {
            var bytes = RandomNumberGenerator.GetBytes(KeyLength);
            if (Secp256k1.AddressOf(bytes) is { } address)
            {
                return (address, "0x" + Convert.ToHexStringLower(bytes));
            }
        }
    }
}
