using System.Text.RegularExpressions;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Etrms.Integration.Tests.Infrastructure;

public sealed partial class SchemaTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_change_of_the_model_has_a_migration()
    {
        await using var services = await servers.StartAsync();
        await using var scope = services.CreateAsyncScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<EtrmsDbContext>().Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Every_name_is_snake_case_and_every_amount_and_instant_has_the_one_type()
    {
        await using var services = await servers.StartAsync();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EtrmsDbContext>();

        var columns = await db.Database.SqlQuery<string>($"""
            SELECT table_name || '.' || column_name || ' ' || data_type || coalesce('(' || numeric_precision || ',' || numeric_scale || ')', '') AS "Value"
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory'
            """).ToListAsync(Cancellation);

        Assert.NotEmpty(columns);
        Assert.All(columns, column => Assert.Matches(SnakeCase(), column));
        Assert.All(columns.Where(column => column.Contains(" numeric", StringComparison.Ordinal)), column => Assert.EndsWith("numeric(28,10)", column, StringComparison.Ordinal));
        Assert.DoesNotContain(columns, column => column.Contains("timestamp without", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_migrations_at_once_leave_one_schema()
    {
        var database = await servers.CreateDatabaseAsync();
        await using var first = TestServices.Build(database, servers.Redis);
        await using var second = TestServices.Build(database, servers.Redis);

        await Task.WhenAll(
            DatabaseMigration.ApplyAsync(first, TimeSpan.FromSeconds(20), Cancellation),
            DatabaseMigration.ApplyAsync(second, TimeSpan.FromSeconds(20), Cancellation));

        await using var scope = first.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EtrmsDbContext>();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancellation));
        Assert.Empty(await db.Users.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_migration_gives_up_when_the_server_stays_away()
    {
        await using var services = TestServices.Build("Host=127.0.0.1;Port=1;Username=nobody;Password=none;Database=none", servers.Redis);

        await Assert.ThrowsAnyAsync<NpgsqlException>(
            () => DatabaseMigration.ApplyAsync(services, TimeSpan.FromMilliseconds(300), Cancellation));
    }

    [Theory]
    [InlineData("UPDATE breaker_events SET hash = 'forged'")]
    [InlineData("DELETE FROM breaker_events")]
    [InlineData("TRUNCATE breaker_events")]
    [InlineData("UPDATE breaker_revisions SET revision = 7")]
    [InlineData("DELETE FROM audit_log")]
    public async Task History_refuses_every_change(string forgery)
    {
        await using var services = await servers.StartAsync();
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(forgery);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation));

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_breaker_event_comes_back_with_every_digit_that_was_hashed()
    {
        await using var services = await servers.StartAsync();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EtrmsDbContext>();

        db.Add(BreakerEventRow.From(Some.Event(1)));
        await db.SaveChangesAsync(Cancellation);
        var stored = await db.BreakerEvents.AsNoTracking().SingleAsync(Cancellation);

        Assert.Equal(Some.Event(1), stored.ToDomain());
        Assert.Equal(0.0512345679m, stored.Value);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]* .+$")]
    private static partial Regex SnakeCase();
}
