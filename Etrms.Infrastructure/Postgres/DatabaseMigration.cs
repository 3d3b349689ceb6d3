using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Etrms.Infrastructure.Postgres;

/// <summary>Brings the schema up to date; run once by "Etrms.Workers -- migrate", which everything else waits for. The database itself is there: its host makes it.</summary>
public sealed partial class DatabaseMigration(
    EtrmsDbContext db, NpgsqlDataSource source, TimeProvider clock, ILogger<DatabaseMigration> logger)
{
    /// <summary>Any fixed number: two migrations at once queue on it.</summary>
    private const long LockKey = 0x4554524D53;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Applies what is missing, waiting for the server until the deadline.</summary>
    public static async Task ApplyAsync(IServiceProvider services, TimeSpan deadline, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<DatabaseMigration>(scope.ServiceProvider).RunAsync(deadline, cancellationToken);
    }

    private async Task RunAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        await WaitForServerAsync(deadline, cancellationToken);

        // The lock belongs to the session, so the connection stays open over the whole migration.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockKey})", cancellationToken);
        await db.Database.CloseConnectionAsync();
        LogMigrated(pending.Count);
    }

    private async Task WaitForServerAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException refused) when (refused.IsTransient && clock.GetElapsedTime(began) < deadline)
            {
                LogWaiting(refused.Message);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is up to date, {Count} migrations applied")]
    private partial void LogMigrated(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for PostgreSQL: {Reason}")]
    private partial void LogWaiting(string reason);
}
