using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.FailureCases;

[CollectionDefinition(nameof(QuickBed))]
public sealed class OneQuickBed : ICollectionFixture<QuickBed>;

/// <summary>
/// A venue and one worker for all failure cases that speak of a venue; each case has accounts and breakers of its own. The engine's waits are
/// configured as short as the configuration allows.
/// </summary>
public sealed class QuickBed(Servers servers) : IAsyncLifetime
{
    public const decimal Price = 10_000m;

    private static readonly RiskSettings Quick = RiskSettings.Default with
    {
        MarkStaleAfter = TimeSpan.FromSeconds(2),
        NoNewRiskAfter = TimeSpan.FromSeconds(5),
        CrossCheckEvery = TimeSpan.FromSeconds(5),
        BlindAfter = TimeSpan.FromSeconds(1),
        FeedFreshFor = TimeSpan.FromSeconds(1),
        ActionDeadline = TimeSpan.FromSeconds(5),
        SlowRetry = TimeSpan.FromSeconds(1),
    };

    private GuardBed? _bed;
    private ServiceProcess? _worker;

    internal GuardBed Guard => _bed ?? throw new InvalidOperationException("The bed was not made.");

    internal PaperVenue Venue => Guard.Venue;

    public async ValueTask InitializeAsync()
    {
        _bed = await GuardBed.StartAsync(servers);
        await _bed.ConfigureAsync(Quick);
        _worker = await _bed.StartWorkerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }
    }

    /// <summary>Nothing of a former case is left at the venue.</summary>
    internal async Task CalmAsync()
    {
        await Venue.ClearFaultsAsync();
        await Venue.ControlAsync("halt", new { PaperVenue.Bitcoin.Symbol, IsHalted = false });
        await Venue.ControlAsync("collateral", new { Rate = 1m });
        await Venue.SetPriceAsync(Price);
    }

    /// <summary>An account that holds one bitcoin at the usual price, under guard of these breakers.</summary>
    internal async Task<GuardedAccount> HoldingAsync(Func<GuardedAccount, IEnumerable<CircuitBreaker>> breakers)
    {
        await CalmAsync();
        var (account, credentials) = await Guard.OpenAccountAsync(balance: Price);
        await Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        await GuardAsync(account, credentials, breakers(account));
        return account;
    }

    internal async Task GuardAsync(GuardedAccount account, ExchangeCredentials credentials, IEnumerable<CircuitBreaker> breakers)
    {
        // What was traded by hand lies in the past when the account is first read.
        await Venue.PassMomentAsync();
        var all = breakers.ToList();
        foreach (var breaker in all)
        {
            await Guard.AddBreakerAsync(breaker);
        }

        await Guard.ConnectAsync(account, credentials);
        foreach (var breaker in all)
        {
            await Guard.IsGuardedAsync(account, breaker.Id);
        }
    }

    /// <summary>What the worker knew of an account at its last checkpoint.</summary>
    internal async Task<AccountState> StateOfAsync(GuardedAccount account, CancellationToken cancellationToken) =>
        (await Guard.StateAsync(cancellationToken))!.Books.Accounts.Single(known => known.Id.Value == account.Id);

    internal async Task<IReadOnlyList<BreakerEvent>> EventsAsync(CircuitBreaker breaker) =>
        [.. (await Guard.EventsAsync()).Where(entry => entry.BreakerId == breaker.Id)];

    internal Task HappensAsync(CircuitBreaker breaker, BreakerEventKind kind, TimeSpan? deadline = null) => Eventually.TrueAsync(
        $"{breaker.Type} tells {kind}", async _ => (await EventsAsync(breaker)).Any(entry => entry.Kind == kind), deadline ?? Soon);

    internal Task ToldAsync(string title) => Eventually.TrueAsync(
        $"an alert says: {title}",
        async token =>
        {
            await using var db = await Guard.OpenAsync();
            return await db.Alerts.AnyAsync(row => row.Title == title, token);
        },
        Soon);

    internal Task BecomesAsync(string what, GuardedAccount account, Func<AccountState, bool> holds) => Eventually.TrueAsync(
        what, async token => holds(await StateOfAsync(account, token)), Soon);

    /// <summary>What the portal shows on a channel.</summary>
    internal async Task<T?> ShownAsync<T>(string channel, CancellationToken cancellationToken)
    {
        await using var db = await Guard.OpenAsync();
        var row = await db.LiveSnapshots.AsNoTracking().SingleOrDefaultAsync(row => row.Channel == channel, cancellationToken);
        return row is null ? default : row.Message.Deserialize<LiveMessage>(EtrmsJson.Options)!.Data.Deserialize<T>(EtrmsJson.Options);
    }

    internal static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
}
