using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Exchanges;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Guard;

/// <summary>A database, a venue and the account that a worker process guards between them.</summary>
internal sealed class GuardBed : IAsyncDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("etrms-guard-").FullName;
    private readonly string _database;
    private readonly Servers _servers;
    private readonly ServiceProvider _services;

    private GuardBed(Servers servers, string database, PaperVenue venue, ExchangeCredentials credentials)
    {
        _servers = servers;
        _database = database;
        _services = TestServices.Build(database, servers.Redis);
        Venue = venue;
        Account = venue.Connect(credentials);
    }

    public PaperVenue Venue { get; }

    /// <summary>The trader's own connection to the account.</summary>
    public ExchangeAccount Account { get; }

    public Guid AccountId { get; } = Guid.NewGuid();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<GuardBed> StartAsync(Servers servers, decimal balance)
    {
        var venue = await PaperVenue.StartAsync();
        await venue.SetPriceAsync(100_000m);
        var credentials = await venue.OpenAccountAsync(balance);
        var bed = new GuardBed(servers, await servers.CreateDatabaseAsync("etrmsdb"), venue, credentials);
        await bed.StoreAccountAsync(credentials);
        return bed;
    }

    public async Task AddBreakerAsync(CircuitBreaker breaker)
    {
        await using var db = await OpenAsync();
        db.Breakers.Add(BreakerRow.From(breaker, DateTimeOffset.UtcNow));
        await db.SaveChangesAsync(Token);
    }

    /// <summary>Starts a worker; it crashes at a point when one is given.</summary>
    public Task<ServiceProcess> StartWorkerAsync(params IEnumerable<KeyValuePair<string, string>> settings) => ServiceProcess.StartAsync(
        "Etrms.Workers",
        [
            new("ConnectionStrings__etrmsdb", _database), new("ConnectionStrings__redis", _servers.Redis),
            new("services__venue__http__0", Venue.Address.ToString()), new("Etrms__MasterKey", TestServices.MasterKey),
            new("Etrms__StateFolder", _state), new("Lease__TtlSeconds", "1"), new("Lease__RenewSeconds", "0.25"),
            new("Lease__RequestLifetimeSeconds", "0.2"), .. settings,
        ]);

    /// <summary>
    /// Waits until the worker's own picture of the account holds a number of positions, all of them priced, and its state was stored: what a
    /// worker learnt since the last checkpoint, a second at most, dies with it.
    /// </summary>
    public Task SeesPositionsAsync(int count) => Eventually.TrueAsync(
        $"the worker sees {count} positions",
        async token =>
        {
            await using var db = await OpenAsync();
            var row = await db.LiveSnapshots.AsNoTracking().SingleOrDefaultAsync(row => row.Channel == LiveChannels.Positions, token);
            var message = row?.Message is { } stored ? System.Text.Json.JsonSerializer.Deserialize<LiveMessage>(stored, EtrmsJson.Options) : null;
            var view = message is null ? null : System.Text.Json.JsonSerializer.Deserialize<PositionsView>(message.Data, EtrmsJson.Options);
            return await db.EngineStates.AnyAsync(token) && view is { IsComplete: true } && view.Positions.Count == count && view.Positions.All(position => position.MarkPrice is not null);
        },
        TimeSpan.FromSeconds(20));

    public async Task<IReadOnlyList<BreakerEvent>> EventsAsync()
    {
        await using var db = await OpenAsync();
        var rows = await db.BreakerEvents.AsNoTracking().OrderBy(row => row.Seq).ToListAsync(Token);
        return [.. rows.Select(row => row.ToDomain())];
    }

    public async Task<EtrmsDbContext> OpenAsync() =>
        await _services.GetRequiredService<IDbContextFactory<EtrmsDbContext>>().CreateDbContextAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await Venue.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    private async Task StoreAccountAsync(ExchangeCredentials credentials)
    {
        await using var db = await OpenAsync();
        db.ExchangeAccounts.Add(new ExchangeAccountRow
        {
            Id = AccountId,
            Name = "Guarded",
            Exchange = Exchange.Binance,
            Network = AccountNetwork.Paper,
            State = ExchangeAccountState.Active,
            CreatedAt = DateTimeOffset.UtcNow,
        });
        var key = _services.GetRequiredService<ExchangeKeyVault>().Seal(AccountId, credentials.ApiKey, credentials.ApiSecret);
        key.State = ExchangeKeyState.Active;
        db.ExchangeKeys.Add(key);
        await db.SaveChangesAsync(Token);
    }
}
