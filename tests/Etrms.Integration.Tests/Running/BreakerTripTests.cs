using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.Running;

/// <summary>The main job: a limit breaks, the position goes, the trader knows, and a restart forgets nothing.</summary>
[Collection(nameof(RunningSystem))]
public sealed class BreakerTripTests(RunningSystem system)
{
    private const string Symbol = "SOLUSDT";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broken_drawdown_limit_closes_the_position_tells_the_trader_and_stays_tripped_over_a_restart()
    {
        await system.Venue.SetPriceAsync(Symbol, 200);
        var key = await system.Venue.CreateAccountAsync(10_000);
        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Falling"));
        var breaker = await system.Trader.PostAsync<BreakerView>("/circuit-breakers", Drawdown(account.Id), HttpStatusCode.Created);
        await ShownAsync("the account is followed", async () => (await system.Trader.GetAsync<AccountView>($"/accounts/{account.Id}")).Connection == "connected");
        await system.Venue.OrderAsync(key, Symbol, "BUY", 100);
        await ShownAsync("the position", async () => (await system.Trader.GetAsync<PositionsView>("/positions")).Positions.Any(position => position.AccountId == account.Id));
        await ArmedAsync(breaker.Id);
        await using var alerts = await LiveSocket.OpenAsync(system.Trader, LiveChannels.Alerts);
        await using var metrics = await LiveSocket.OpenAsync(system.Trader, LiveChannels.RiskMetrics);
        var tripped = Stopwatch.StartNew();

        await system.Venue.SetPriceAsync(Symbol, 190);

        await alerts.MessageAsync("the trip", message => message.Type == "circuit_breaker_triggered" && Mentions(message, breaker.Id));
        await ShownAsync("the position is gone", async () => (await system.Trader.GetAsync<PositionsView>("/positions")).Positions.All(position => position.AccountId != account.Id));
        Assert.True(tripped.Elapsed < TimeSpan.FromSeconds(3), $"Flat after {tripped.Elapsed}.");
        Assert.Equal(0, await system.Venue.PositionAsync(key, Symbol));
        Assert.All(
            (await system.Venue.OrdersAsync(key, Symbol)).Where(order => order.GetProperty("side").GetString() == "SELL"),
            order => Assert.True(order.GetProperty("reduceOnly").GetBoolean()));
        await metrics.MessageAsync("the tripped breaker", message => Mentions(message, breaker.Id) && message.Data.GetRawText().Contains("LATCHED", StringComparison.Ordinal));
        var events = await LatchedAsync(breaker.Id);
        var closing = Assert.Single(events, entry => entry.Kind == BreakerEventKind.Triggered).Actions;
        Assert.Contains(closing, action => action is { Symbol: Symbol, Kind: "reduce", Outcome: "sent", Quantity: > 0, LatencyMs: not null });
        Assert.Contains(closing, action => action is { Symbol: Symbol, Kind: "verify_position", Outcome: "target_met" });
        await AssertScenesAsync(events.Single(entry => entry.Kind == BreakerEventKind.Triggered).Seq, account.Id);
        Assert.Contains((await system.Trader.GetAsync<Page<AlertView>>("/alerts?limit=200")).Items, alert => alert.BreakerId == breaker.Id);

        await RestartWorkerAsync();

        Assert.Equal(JsonSerializer.Serialize(events, EtrmsJson.Options), JsonSerializer.Serialize(await LatchedAsync(breaker.Id), EtrmsJson.Options));
        await AssertChainAsync();
    }

    /// <summary>The event shows the book with the position and without it, and its seal holds.</summary>
    private async Task AssertScenesAsync(long seq, Guid account)
    {
        var shown = await Eventually.GetAsync("the book after the trip and the fills are kept", async _ =>
            await system.Trader.GetAsync<BreakerEventView>($"/circuit-breakers/events/{seq}") is { After: not null } view
            && view.Actions.Any(action => action is { Attempt: > 0, FilledQuantity: > 0, AveragePrice: > 0 }) ? view : null);

        Assert.Contains(shown.Before!.Positions, position => position is { Symbol: Symbol, Quantity: > 0 } && position.AccountId == account);
        Assert.DoesNotContain(shown.After!.Positions, position => position.AccountId == account);
        Assert.True(shown.Seal is { IsIntact: true, IsLinked: true }, $"{shown.Seal}");
        Assert.Null((await system.Trader.GetAsync<EventChainView>("/circuit-breakers/events/chain")).BrokenAt);
    }

    private static BreakerBody Drawdown(Guid account) => Existing.NewBreaker("Five per cent") with
    {
        Threshold = 0.05m,
        Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.ClosePositions }] }],
        MeasureScope = new ScopeBody { Accounts = [account] },
        ActScope = new ScopeBody { Accounts = [account] },
        QualifyForMs = 0,
        QualifyMinSamples = 1,
    };

    private static bool Mentions(LiveMessage message, Guid id) => message.Data.GetRawText().Contains(id.ToString(), StringComparison.Ordinal);

    private static Task ShownAsync(string what, Func<Task<bool>> holds) => Eventually.TrueAsync(what, async _ => await holds());

    private Task ArmedAsync(Guid breaker) =>
        ShownAsync("the breaker is armed", async () => (await system.Trader.GetAsync<BreakerView>($"/circuit-breakers/{breaker}")).Status == BreakerStatus.Armed);

    /// <summary>The breaker's history once it is latched.</summary>
    private async Task<IReadOnlyList<BreakerEventView>> LatchedAsync(Guid breaker)
    {
        await ShownAsync("the breaker is latched", async () => (await system.Trader.GetAsync<BreakerView>($"/circuit-breakers/{breaker}")).Status == BreakerStatus.Latched);
        var events = (await system.Trader.GetAsync<Page<BreakerEventView>>($"/circuit-breakers/events?breaker={breaker}")).Items;
        Assert.Single(events, entry => entry.Kind == BreakerEventKind.Triggered);
        return events;
    }

    private async Task RestartWorkerAsync()
    {
        var epoch = await EpochAsync();
        var id = system.Application.GetProcessId("workers");
        using (var worker = Process.GetProcessById(id))
        {
            worker.Kill();
            await worker.WaitForExitAsync(Cancellation);
        }

        // The lease of the dead one runs out first, and its longest request with it.
        await Eventually.TrueAsync("the next worker leads", async _ => await EpochAsync() > epoch, TimeSpan.FromSeconds(40));
        await Eventually.TrueAsync(
            "monitoring runs again", async _ => (await system.Trader.GetAsync<MonitoringView>("/monitoring")).State == "running", TimeSpan.FromSeconds(20));
    }

    private async Task<long> EpochAsync()
    {
        await using var db = system.OpenDatabase();
        return await db.Leases.Select(lease => lease.Epoch).SingleAsync(Cancellation);
    }

    /// <summary>Each stored event names the one before it, from 1 without a gap.</summary>
    private async Task AssertChainAsync()
    {
        await using var db = system.OpenDatabase();
        var events = (await db.BreakerEvents.AsNoTracking().OrderBy(row => row.Seq).ToListAsync(Cancellation)).Select(row => row.ToDomain()).ToList();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq), events.Select(entry => entry.Seq));
        Assert.Equal(events.SkipLast(1).Select(entry => entry.Hash), events.Skip(1).Select(entry => entry.PreviousHash));
    }
}
