using System.Collections.Immutable;
using System.Security.Cryptography;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Market;

namespace Etrms.Venue.Control;

/// <summary>An account of the paper venue with the key that opens it.</summary>
/// <param name="Name">Its name in the simulated exchange.</param>
/// <param name="Deposit">What it was opened with, in USDT.</param>
internal sealed record PaperAccount(
    string Name, string Label, string ApiKey, string ApiSecret, decimal Deposit, bool CanWithdraw, DateTimeOffset CreatedAt)
{
    /// <summary>PEM of the RSA or Ed25519 key that checks signatures in place of the secret.</summary>
    public string? PublicKey { get; init; }

    public override string ToString() => $"PaperAccount({Name})";
}

/// <summary>The accounts by their keys. One always exists, for third-party tools: testkey, testsecret, 100000 USDT.</summary>
internal sealed class PaperAccounts(VenueLoop loop, PaperAccountFile file, TimeProvider clock) : IDisposable
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int KeyLength = 64;

    /// <summary>The first deposit lies before everything that its owner can ask about, so that a client's own books add up.</summary>
    private static readonly TimeSpan DepositAge = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ImmutableDictionary<string, PaperAccount> _byApiKey = ImmutableDictionary.Create<string, PaperAccount>(StringComparer.Ordinal);

    public PaperAccount? FindByApiKey(string apiKey) => _byApiKey.GetValueOrDefault(apiKey);

    /// <summary>Reads the known accounts and opens those that the exchange does not remember.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var standard = new PaperAccount("test", "Third-party tools", "testkey", "testsecret", 100_000m, CanWithdraw: false, clock.GetUtcNow());
        foreach (var account in (await file.ReadAsync(cancellationToken)).Append(standard).DistinctBy(account => account.ApiKey))
        {
            await AdmitAsync(account, cancellationToken);
        }
    }

    /// <summary>Opens an account with a new key.</summary>
    public async Task<PaperAccount> CreateAsync(string label, decimal deposit, bool canWithdraw, CancellationToken cancellationToken)
    {
        var account = new PaperAccount(
            $"paper-{Guid.NewGuid():N}", label, RandomNumberGenerator.GetString(Letters, KeyLength),
            RandomNumberGenerator.GetString(Letters, KeyLength), deposit, canWithdraw, clock.GetUtcNow());
        await KeepAsync(account, cancellationToken);
        return account;
    }

    /// <summary>A further key of an account that signs with a private key of its owner's.</summary>
    public async Task<PaperAccount> AddKeyAsync(PaperAccount account, string publicKey, CancellationToken cancellationToken)
    {
        var added = account with
        {
            ApiKey = RandomNumberGenerator.GetString(Letters, KeyLength),
            ApiSecret = "",
            PublicKey = publicKey,
            CreatedAt = clock.GetUtcNow(),
        };
        await KeepAsync(added, cancellationToken);
        return added;
    }

    public void Dispose() => _gate.Dispose();

    private async Task KeepAsync(PaperAccount account, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await AdmitAsync(account, cancellationToken);
            await file.WriteAsync(_byApiKey.Values.OrderBy(known => known.CreatedAt), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task AdmitAsync(PaperAccount account, CancellationToken cancellationToken)
    {
        var outcome = await loop.AskAsync(desk => desk.Exchange.OpenAccount(account.Name, account.Deposit, desk.Now.MarketAt - DepositAge), cancellationToken);
        if (outcome.Refusal is { } refusal and not RefusalReason.AccountExists)
        {
            throw new InvalidOperationException($"The exchange refused to open account {account.Name}: {refusal}.");
        }

        _byApiKey = _byApiKey.SetItem(account.ApiKey, account);
    }
}
