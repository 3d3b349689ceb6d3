using Etrms.AppHost.Local;
using Etrms.Infrastructure.Postgres;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Etrms.Integration.Tests.Infrastructure;

/// <summary>One private PostgreSQL and Redis for the whole run. Every test gets a copy of a migrated database, so none sees another's rows.</summary>
public sealed class Servers : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"etrms-{Guid.NewGuid():N}");
    private readonly SemaphoreSlim _copying = new(1);
    private DistributedApplication? _application;

    public string Redis => Application.GetConnectionString("redis");

    private DistributedApplication Application => _application ?? throw new InvalidOperationException("The servers were not started.");

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplication.CreateBuilder([$"--ETRMS_STATE={_folder}"]);
        builder.AddPostgres("postgres").AddDatabase("etrmsdb");
        builder.AddRedis("redis");
        _application = builder.Build();
        await _application.StartAsync();
        await ExecuteAsync("ALTER SYSTEM SET fsync = off");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await using var services = TestServices.Build(Application.GetConnectionString("etrmsdb"), Redis);
        await DatabaseMigration.ApplyAsync(services, TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    /// <summary>The services of Infrastructure over a database of their own.</summary>
    public async Task<ServiceProvider> StartAsync(params KeyValuePair<string, string?>[] settings) =>
        TestServices.Build(await CreateDatabaseAsync("etrmsdb"), Redis, settings);

    /// <summary>Makes a database, empty unless a template is named, and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string template = "template1")
    {
        var name = $"test_{Guid.NewGuid():N}";

        // PostgreSQL copies a template for one at a time.
        await _copying.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        }
        finally
        {
            _copying.Release();
        }

        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _copying.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(Application.GetConnectionString("etrmsdb")) { Database = database }.ConnectionString;
}
