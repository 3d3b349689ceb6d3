using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Infrastructure;

public sealed class RiskStoreTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_saved_is_what_a_restart_begins_with()
    {
        await using var services = await servers.StartAsync();
        var store = services.GetRequiredService<RiskStore>();
        var saved = Some.Batch();

        Assert.Equal(SaveOutcome.Saved, await store.SaveAsync(await HoldAsync(services), saved, Cancellation));

        var stored = await store.LoadAsync(Cancellation);
        Assert.Equal("""{"z":1,"a":"0.10"}""", stored.EngineState!.State.GetRawText());
        Assert.Equal(BreakerStatus.Acting, Assert.Single(stored.BreakerStates).Status);
        Assert.Equal(Some.Event(2, BreakerEventKind.Stage), stored.LastEvent!.ToDomain());
        Assert.Equal(Some.Plan, Assert.Single(stored.OpenPlans).Id);
        Assert.Equivalent(saved.Steps[0], Assert.Single(stored.OpenSteps), strict: true);
        Assert.Equivalent(saved.Cursors[0], Assert.Single(stored.Cursors), strict: true);
    }

    [Fact]
    public async Task Saving_the_same_again_changes_nothing()
    {
        await using var services = await servers.StartAsync();
        var lease = await HoldAsync(services);
        var store = services.GetRequiredService<RiskStore>();
        await store.SaveAsync(lease, Some.Batch(), Cancellation);
        var before = await RowsAsync(services);

        await store.SaveAsync(lease, Some.Batch(), Cancellation);

        Assert.Equal(before, await RowsAsync(services));
    }

    [Fact]
    public async Task A_late_older_version_does_not_undo_a_newer_one()
    {
        await using var services = await servers.StartAsync();
        var lease = await HoldAsync(services);
        var store = services.GetRequiredService<RiskStore>();
        var finished = Some.Batch(version: 2) with
        {
            Plans = [new ActionPlanRow { Id = Some.Plan, State = ActionPlanState.Met, Summary = "Closed", CreatedAt = Some.Time, FinishedAt = Some.Time, Version = 2 }],
        };
        await store.SaveAsync(lease, finished, Cancellation);

        await store.SaveAsync(lease, Some.Batch(version: 1), Cancellation);

        var stored = await store.LoadAsync(Cancellation);
        Assert.Equal(2, stored.EngineState!.Version);
        Assert.Empty(stored.OpenPlans);
    }

    [Fact]
    public async Task A_worker_that_lost_the_lease_stores_nothing()
    {
        await using var services = await servers.StartAsync();
        var leases = services.GetRequiredService<LeaseStore>();
        var old = await HoldAsync(services);
        await leases.ReleaseAsync(old, Cancellation);
        await leases.AcquireAsync(old.Name, "another", Cancellation);

        Assert.Equal(SaveOutcome.Fenced, await services.GetRequiredService<RiskStore>().SaveAsync(old, Some.Batch(), Cancellation));

        Assert.All(await RowsAsync(services), table => Assert.EndsWith(" 0", table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_event_under_a_stored_number_is_refused_with_all_that_came_with_it()
    {
        await using var services = await servers.StartAsync();
        var lease = await HoldAsync(services);
        var store = services.GetRequiredService<RiskStore>();
        await store.SaveAsync(lease, Some.Batch(), Cancellation);
        var forked = Some.Batch(version: 2) with { Events = [BreakerEventRow.From(Some.Event(2, BreakerEventKind.Stage, hash: "other"))] };

        await Assert.ThrowsAsync<EventChainDivergedException>(() => store.SaveAsync(lease, forked, Cancellation));

        Assert.Equal(1, (await store.LoadAsync(Cancellation)).EngineState!.Version);
    }

    [Fact]
    public async Task A_trip_is_stored_once()
    {
        await using var services = await servers.StartAsync();
        var lease = await HoldAsync(services);
        var store = services.GetRequiredService<RiskStore>();
        await store.SaveAsync(lease, Some.Batch(), Cancellation);

        var twice = new RiskBatch { Events = [BreakerEventRow.From(Some.Event(3, BreakerEventKind.Triggered, trip: 1))] };

        await Assert.ThrowsAsync<EventChainDivergedException>(() => store.SaveAsync(lease, twice, Cancellation));
    }

    [Fact]
    public async Task An_alert_is_kept_once_and_its_acknowledgement_survives_a_repetition()
    {
        await using var services = await servers.StartAsync();
        var lease = await HoldAsync(services);
        var store = services.GetRequiredService<RiskStore>();
        await store.SaveAsync(lease, Some.Batch(), Cancellation);
        await using var db = await services.GetRequiredService<IDbContextFactory<EtrmsDbContext>>().CreateDbContextAsync(Cancellation);
        await db.Alerts.ExecuteUpdateAsync(set => set.SetProperty(row => row.AcknowledgedAt, Some.Time), Cancellation);

        await store.SaveAsync(lease, Some.Batch(), Cancellation);

        var alert = await db.Alerts.AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal(Some.Time, alert.AcknowledgedAt);
        Assert.Equal(AlertSeverity.Critical, alert.Severity);
    }

    private static async Task<Lease> HoldAsync(IServiceProvider services) =>
        (await services.GetRequiredService<LeaseStore>().AcquireAsync("risk", "worker", Cancellation))!;

    /// <summary>A digest of every row that a batch may touch.</summary>
    private static async Task<List<string>> RowsAsync(IServiceProvider services)
    {
        string[] tables =
        [
            "engine_states", "breaker_states", "breaker_events", "action_plans", "action_steps", "alerts", "equity_points", "fills",
            "ledger_entries", "account_cursors",
        ];
        await using var db = await services.GetRequiredService<IDbContextFactory<EtrmsDbContext>>().CreateDbContextAsync(Cancellation);
        var digest = string.Join(" UNION ALL ", tables.Select(table =>
            $"SELECT '{table} ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') || ' ' || count(*) AS \"Value\" FROM {table} t"));
        return await db.Database.SqlQueryRaw<string>(digest).ToListAsync(Cancellation);
    }
}
