using Etrms.Infrastructure.Backtests;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Redis;
using Etrms.Infrastructure.Secrets;
using Etrms.Infrastructure.Strategies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Etrms.Infrastructure;

public static class InfrastructureRegistration
{
    private const string Database = "etrmsdb";

    /// <summary>PostgreSQL, Redis, operator commands and secrets, with their health checks.</summary>
    public static IHostApplicationBuilder AddInfrastructure(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddPostgres();
        builder.AddRedis();
        builder.AddSecrets();
        builder.AddStrategies();
        builder.Services.AddSingleton<OperatorCommandStore>();
        builder.Services.AddOptions<LeaseOptions>().BindConfiguration(LeaseOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        return builder;
    }

    private static void AddPostgres(this IHostApplicationBuilder builder)
    {
        var text = builder.Configuration.GetConnectionString(Database)
            ?? throw new InvalidOperationException($"ConnectionStrings:{Database} is missing; the AppHost sets it, by hand give ConnectionStrings__{Database}.");
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(text) { Timeout = 5, CommandTimeout = 10 }));
        builder.Services.AddPooledDbContextFactory<EtrmsDbContext>((services, options) => options.UseNpgsql(
            services.GetRequiredService<NpgsqlDataSource>(),
            npgsql => npgsql.EnableRetryOnFailure(maxRetryCount: 3, TimeSpan.FromSeconds(1), errorCodesToAdd: null)));
        builder.Services.AddSingleton<RiskStore>().AddSingleton<LeaseStore>().AddSingleton<LiveSnapshots>()
            .AddSingleton<CandleStore>().AddSingleton<CertificateStore>().AddSingleton<DownloadStore>().AddSingleton<TripRecordings>().AddSingleton<Divergences>().AddSingleton<MarketStore>()
            .AddSingleton<ClosedTradeStore>();
        builder.Services.AddSingleton<JobStore>().AddSingleton<JobPieces>().AddSingleton<JobLog>().AddSingleton<JobQueries>().AddSingleton<JobConsole>().AddSingleton<JobAudit>().AddSingleton<JobCleaning>()
            .AddSingleton<BacktestStore>().AddSingleton<BacktestSeries>().AddSingleton<BacktestResults>().AddSingleton<TrialRecords>();
        builder.Services.AddHealthChecks().AddCheck<PostgresHealthCheck>("postgres");
    }

    private static void AddRedis(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RedisOptions>()
            .Configure<IConfiguration>((options, configuration) => options.ConnectionString = configuration.GetConnectionString("redis") ?? "")
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RedisConnection>().AddSingleton<LiveBus>().AddSingleton<LiveBooks>().AddSingleton<Bells>().AddSingleton<InputFeed>().AddSingleton<EndedSessions>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis");
    }

    private static void AddSecrets(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SecretOptions>().BindConfiguration(SecretOptions.Section)
            .ValidateDataAnnotations()
            .Validate(SecretOptions.AreKeysValid, "Etrms:MasterKey (and each of Etrms:FormerMasterKeys) must be 32 bytes in base64.")
            .ValidateOnStart();
        builder.Services.AddSingleton<ExchangeKeyVault>().AddSingleton<SecretBox>().AddSingleton<NotificationSecrets>();
    }
}
