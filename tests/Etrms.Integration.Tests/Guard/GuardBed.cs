using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Exchanges;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Etrms.Infrastructure.Secrets;
using Etrms.Integration.Tests.Infrastructure;
using Etrms.Workers.Risk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Guard;

/// <summary>An account under guard and the trader's own connection to it.</summary>
internal sealed record GuardedAccount(Guid Id, ExchangeAccount Hand, Exchange Exchange = Exchange.Binance);

/// <summary>A database, a venue whose market stands still, and the accounts that worker processes guard between them.</summary>
internal sealed class GuardBed : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly string _state = Directory.CreateTempSubdirectory("etrms-guard-").FullName;
    private readonly string _database;
    private readonly Servers _servers;
    private readonly ServiceProvider _services;

    private GuardBed(Servers servers, string database, PaperVenue venue)
    {
        _servers = servers;
        _database = database;
        _services = TestServices.Build(database, servers.Redis);
        Venue = venue;
    }

    public PaperVenue Venue { get; }

    /// <summary>Folder of the sessions that the workers recorded.</summary>
    public string Sessions => Path.Combine(_state, "inputs");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A service over the bed's database and Redis.</summary>
    public T Services<T>()
        where T : notnull => _services.GetRequiredService<T>();

    private OperatorCommandStore Commands => _services.GetRequiredService<OperatorCommandStore>();

    public static async Task<GuardBed> StartAsync(Servers servers, params IEnumerable<KeyValuePair<string, string>> venueSettings)
    {
        var database = servers.CreateDatabaseAsync("etrmsdb");

        // Crash after crash the accounts are read as often in a minute as else in an hour.
        var venue = await PaperVenue.StartAsync([new("Venue__Limits__WeightPerMinute", "100000"), .. venueSettings]);
        await venue.PauseAsync();
        return new GuardBed(servers, await database, venue);
    }

    /// <summary>Connection string of the database that workers share.</summary>
    public string Database => _database;

    /// <summary>The write-ahead journals of all terms.</summary>
    public string Journals => Path.Combine(_state, "journal");

    /// <summary>Starts a worker and returns when it leads or stands by.</summary>
    public Task<ServiceProcess> StartWorkerAsync(params IEnumerable<KeyValuePair<string, string>> settings) =>
        ServiceProcess.StartAsync("Etrms.Workers", SettingsOfWorker(settings));

    /// <summary>Starts a worker whose clock is set ahead.</summary>
    public Task<ShiftedWorker> StartShiftedWorkerAsync(TimeSpan ahead) => ShiftedWorker.StartAsync(ahead, SettingsOfWorker([]));

    /// <summary>Starts a worker whose disk can be filled up.</summary>
    public Task<ServiceProcess> StartLimitedWorkerAsync(params IEnumerable<KeyValuePair<string, string>> settings) =>
        ServiceProcess.StartAsync("Etrms.Workers", SettingsOfWorker(settings), outlivesFullDisk: true);

    /// <summary>Tells workers that take such orders to die at a point.</summary>
    public Task OrderCrashAsync(CrashPoint point) => File.WriteAllTextAsync(Path.Combine(_state, "journal", CrashPoints.OrderFor(point)), "", Token);

    /// <summary>Opens an account at the venue; ETRMS does not know it yet.</summary>
    public async Task<(GuardedAccount Account, ExchangeCredentials Credentials)> OpenAccountAsync(decimal balance)
    {
        var credentials = await Venue.OpenAccountAsync(balance);
        return (new GuardedAccount(Guid.NewGuid(), Venue.Connect(credentials)), credentials);
    }

    /// <summary>Opens a wallet on the venue's Hyperliquid side; ETRMS does not know it yet.</summary>
    public async Task<(GuardedAccount Account, ExchangeCredentials Credentials)> OpenWalletAsync(decimal balance)
    {
        var credentials = await Venue.OpenWalletAsync(balance);
        return (new GuardedAccount(Guid.NewGuid(), Venue.Connect(credentials, Exchange.Hyperliquid), Exchange.Hyperliquid), credentials);
    }

    /// <summary>Saves risk settings as the Api does.</summary>
    public async Task ConfigureAsync(RiskSettings settings)
    {
        await using var db = await OpenAsync();
        var version = await db.RiskConfigurations.CountAsync(Token) + 1;
        db.RiskConfigurations.Add(RiskConfigurationRow.From(version, settings));
        await db.SaveChangesAsync(Token);
        await _services.GetRequiredService<Bells>().RingAsync(Bell.Configuration);
    }

    /// <summary>Puts an account under guard as the Api does; returns when the worker has answered.</summary>
    public async Task ConnectAsync(GuardedAccount account, ExchangeCredentials credentials)
    {
        await using (var db = await OpenAsync())
        {
            db.ExchangeAccounts.Add(new ExchangeAccountRow
            {
                Id = account.Id,
                Name = $"Guarded {account.Id:N}",
                Exchange = account.Exchange,
                Network = AccountNetwork.Paper,
                State = ExchangeAccountState.Pending,
                CreatedAt = DateTimeOffset.UtcNow,
            });
            db.ExchangeKeys.Add(_services.GetRequiredService<ExchangeKeyVault>().Seal(account.Id, credentials.ApiKey, credentials.ApiSecret));
            await db.SaveChangesAsync(Token);
        }

        await OrderAsync(CommandKinds.ConnectAccount, new AccountCommand(account.Id));
    }

    /// <summary>Refused until the worker has seen for itself that the account is flat.</summary>
    public Task RemoveAsync(GuardedAccount account) => Eventually.TrueAsync(
        "the account is let go",
        async _ => (await TryOrderAsync(CommandKinds.RemoveAccount, new AccountCommand(account.Id))).State == OperatorCommandState.Done,
        Soon);

    /// <summary>Gives an order as the Api does and expects it to be done.</summary>
    public async Task OrderAsync<T>(string kind, T payload)
    {
        var answered = await TryOrderAsync(kind, payload);
        Assert.True(answered.State == OperatorCommandState.Done, $"{kind}: {answered.State} {answered.Refusal}");
    }

    /// <summary>Gives an order as the Api does; the row with its answer.</summary>
    public async Task<OperatorCommandRow> TryOrderAsync<T>(string kind, T payload)
    {
        var id = Guid.NewGuid();
        await Commands.AddAsync(id, kind, JsonSerializer.SerializeToElement(payload, EtrmsJson.Options), "tester", Token);
        await _services.GetRequiredService<Bells>().RingAsync(Bell.Commands);
        return (await Commands.WaitForAnswerAsync(id, Soon, Token))!;
    }

    /// <summary>Asks the gate about an order that nobody sends, as the Api does; the worker that leads then, or leads next, answers.</summary>
    public async Task<Guid> AskGateAsync(OrderRequest order)
    {
        var id = Guid.NewGuid();
        await Commands.AddAsync(id, CommandKinds.PreviewOrder, JsonSerializer.SerializeToElement(new PreviewOrderCommand(order, null), EtrmsJson.Options), "tester", Token);
        await _services.GetRequiredService<Bells>().RingAsync(Bell.Commands);
        return id;
    }

    /// <summary>What the gate said.</summary>
    public async Task<RiskPreviewView> GateSaysAsync(Guid asked) =>
        (await Commands.WaitForAnswerAsync(asked, Soon, Token))!.Answer!.Value.Deserialize<RiskPreviewView>(EtrmsJson.Options)!;

    public async Task AddBreakerAsync(CircuitBreaker breaker)
    {
        await using var db = await OpenAsync();
        db.Breakers.Add(BreakerRow.From(breaker, DateTimeOffset.UtcNow));
        await db.SaveChangesAsync(Token);
        await _services.GetRequiredService<Bells>().RingAsync(Bell.Configuration);
    }

    /// <summary>
    /// Waits until what a crash must not lose is stored: the account's peak and a position, and the breaker armed over it. What a worker learnt
    /// since the last checkpoint dies with it.
    /// </summary>
    public Task IsGuardedAsync(GuardedAccount account, Guid breaker) => Eventually.TrueAsync(
        "account and breaker stand in the stored state",
        async token =>
        {
            var state = await StateAsync(token);
            return state is not null
                && state.Books.Accounts.Any(known => known.Id.Value == account.Id && !known.Positions.IsEmpty)
                && state.Books.Scopes.Any(scope => scope.Scope.Accounts is [{ Value: var only }] && only == account.Id && scope.Series.IsStarted)
                && state.Breakers.Any(watch => watch.Breaker.Id == breaker && watch.Cells.All(cell => cell.Status == BreakerStatus.Armed));
        },
        Soon);

    public async Task<IReadOnlyList<BreakerEvent>> EventsAsync()
    {
        await using var db = await OpenAsync();
        var rows = await db.BreakerEvents.AsNoTracking().OrderBy(row => row.Seq).ToListAsync(Token);
        return [.. rows.Select(row => row.ToDomain())];
    }

    /// <summary>Number of the worker that leads, counted over all that ever did.</summary>
    public async Task<long> EpochAsync()
    {
        await using var db = await OpenAsync();
        return await db.Leases.Select(lease => lease.Epoch).SingleOrDefaultAsync(Token);
    }

    public async Task<EtrmsDbContext> OpenAsync() =>
        await _services.GetRequiredService<IDbContextFactory<EtrmsDbContext>>().CreateDbContextAsync(Token);

    private IEnumerable<KeyValuePair<string, string>> SettingsOfWorker(IEnumerable<KeyValuePair<string, string>> settings) =>
    [
        new("ConnectionStrings__etrmsdb", _database), new("ConnectionStrings__redis", _servers.Redis),
        new("services__venue__http__0", Venue.Address.ToString()), new("Etrms__MasterKey", TestServices.MasterKey),
        new("Etrms__StateFolder", _state), new("Lease__TtlSeconds", "1"), new("Lease__RenewSeconds", "0.25"),
        new("Lease__RequestLifetimeSeconds", "0.2"), new("Risk__CrashLoopStarts", "100"), .. settings,
    ];

    public async ValueTask DisposeAsync()
    {
        await Venue.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    /// <summary>The engine's state as stored last; null before the first checkpoint.</summary>
    public async Task<RiskEngineState?> StateAsync(CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync();
        var row = await db.EngineStates.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return row?.State.Deserialize<RiskEngineState>(EtrmsJson.Stored);
    }
}
