using Etrms.AppHost.Local;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Etrms.Integration.Tests.Running;

[CollectionDefinition(nameof(RunningSystem))]
public sealed class OneRunningSystem : ICollectionFixture<RunningSystem>;

/// <summary>The whole of ETRMS as the AppHost's program starts it, on a simulated market whose prices a test can set.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    public const string UserName = "trader";
    public const string Password = "a long enough passphrase";
    public const string SetupToken = "the-one-time-token";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"etrms-{Guid.NewGuid():N}");
    private DistributedApplication? _application;
    private NpgsqlDataSource? _database;

    public DistributedApplication Application => _application ?? throw new InvalidOperationException("The system was not started.");

    public PaperVenue Venue { get; private set; } = null!;

    /// <summary>Signed in.</summary>
    public Trader Trader { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplicationTestingBuilder.Create(
            $"--ETRMS_STATE={_folder}", $"--Parameters:setup-token={SetupToken}");
        builder.CreateResourceBuilder<ProjectResource>("api")
            .WithEnvironment("Api__RateLimit__Burst", "100000").WithEnvironment("Api__RateLimit__PerSecond", "100000")
            .WithEnvironment("Api__RateLimit__SignInBurst", "100000")
            .WithEnvironment("ETRMS_ADMIN_PASSWORD", "").WithEnvironment("ETRMS_DEMO", "");
        // Many tests connect accounts within one minute; what a limit does is tested against venues of its own.
        builder.CreateResourceBuilder<ProjectResource>("venue")
            .WithEnvironment("ETRMS_MARKET_DATA", "").WithEnvironment("Venue__Limits__WeightPerMinute", "100000");
        builder.CreateResourceBuilder<ProjectResource>("workers")
            .WithEnvironment("Lease__TtlSeconds", "2").WithEnvironment("Lease__RenewSeconds", "0.5").WithEnvironment("Lease__RequestLifetimeSeconds", "1");
        _application = builder.Build();
        await _application.StartAsync();
        _database = NpgsqlDataSource.Create(_application.GetConnectionString("etrmsdb"));
        Venue = new PaperVenue(_application.GetEndpoint("venue"));
        Trader = await Trader.SetUpAsync(_application.GetEndpoint("api"), new SetupRequest { Token = SetupToken, UserName = UserName, Password = Password });
    }

    /// <summary>The database as the services see it, for what no endpoint shows.</summary>
    public EtrmsDbContext OpenDatabase() =>
        new(new DbContextOptionsBuilder<EtrmsDbContext>().UseNpgsql(_database ?? throw new InvalidOperationException("The system was not started.")).Options);

    public async ValueTask DisposeAsync()
    {
        Trader?.Dispose();
        Venue?.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
