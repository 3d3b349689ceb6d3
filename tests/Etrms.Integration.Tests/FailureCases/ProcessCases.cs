using System.Collections.Concurrent;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Redis;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 5: the worker dies, starts again, or loses its database.</summary>
public sealed class ProcessCases(Servers servers)
{
    private static readonly BreakerAction Pause = new(BreakerActionKind.PauseTrading);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FC_28_a_lock_outlasts_the_clock_of_a_worker_that_is_set_ahead_by_a_day()
    {
        await using var bed = await CaseBed.WithoutWorkerAsync(servers);
        await using var first = await bed.Bed.StartWorkerAsync();
        var guarded = await bed.LongAsync(account => Limits.Button(
            account, new BreakerAction(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromHours(1) }));
        await guarded.PressAsync();
        await CaseBed.ComesTrueAsync("the lock is stored", async () => (await bed.Bed.StateAsync(Token))!.Claims.Any(claim => claim.IsLocked));
        var locked = (await bed.Bed.StateAsync(Token))!.Claims.Single(claim => claim.IsLocked);
        await first.KillAsync();

        await using var shifted = await bed.Bed.StartShiftedWorkerAsync(TimeSpan.FromDays(1));
        await CaseBed.ComesTrueAsync("its clock is a day ahead, and the venue's was heard", async () => (await bed.Bed.StateAsync(Token))!.Books.Clock is var clock
            && clock.Wall > locked.Until && clock.VenueNow > locked.Until!.Value - TimeSpan.FromHours(1) && clock.VenueNow < locked.Until);
        var opening = await guarded.JudgeAsync(OrderSide.Buy, 0.1m);

        Assert.Contains(opening.Refusals, refusal => refusal.Code == RefusalCode.LockedOut);
        Assert.Equal(locked.Until, (await bed.Bed.StateAsync(Token))!.Claims.Single(claim => claim.IsLocked).Until);
        Assert.Equal(1, await guarded.HeldAsync());
    }

    [Fact]
    public async Task FC_50_a_lock_a_latch_and_a_cool_down_outlive_a_kill()
    {
        var coolDown = TimeSpan.FromSeconds(8);
        await using var bed = await CaseBed.WithoutWorkerAsync(servers);
        await using var first = await bed.Bed.StartWorkerAsync();
        var latched = await bed.LongAsync(account => Limits.Button(account, Pause));
        var locking = await latched.AlsoAsync(
            Limits.Button(latched.Account, new BreakerAction(BreakerActionKind.LockOut) { Until = PauseUntil.Duration, For = TimeSpan.FromHours(1) }));
        var cooling = await latched.AlsoAsync(Limits.Button(latched.Account, Pause) with { Rearm = new Rearm(RearmMode.AutoTime) { After = coolDown } });
        foreach (var guarded in new[] { latched, locking, cooling })
        {
            await guarded.PressAsync();
            await guarded.ToldAsync(BreakerEventKind.Triggered);
        }

        await CaseBed.ComesTrueAsync("the claims are stored", async () => (await bed.Bed.StateAsync(Token))!.Claims.Length == 3);
        var locked = (await bed.Bed.StateAsync(Token))!.Claims.Single(claim => claim.IsLocked);
        await first.KillAsync();
        await using var second = await bed.Bed.StartWorkerAsync();
        await cooling.ToldAsync(BreakerEventKind.Rearmed);

        var state = (await bed.Bed.StateAsync(Token))!;
        Assert.Contains(state.Claims, claim => claim.IsLocked && (claim.Owner, claim.Until) == (locked.Owner, locked.Until));
        Assert.Equal(BreakerStatus.Latched, await latched.StatusAsync());
        Assert.Contains(state.Claims, claim => claim.Posture == Posture.NoNewRisk && claim.Reason.Contains(latched.Breaker.Name, StringComparison.Ordinal));
        var (tripped, rearmed) = ((await cooling.EventsAsync())[0], (await cooling.EventsAsync())[^1]);
        Assert.True(rearmed.ReceivedAt - tripped.ReceivedAt >= coolDown, $"armed again after {rearmed.ReceivedAt - tripped.ReceivedAt}");
        Assert.Single(await latched.EventsAsync(), entry => entry.Kind == BreakerEventKind.Triggered);
    }

    [Fact]
    public async Task FC_51_three_losses_while_the_worker_was_down_trip_the_breaker_at_its_start()
    {
        await using var bed = await CaseBed.WithoutWorkerAsync(servers);
        await using var first = await bed.Bed.StartWorkerAsync();
        var guarded = await bed.LongAsync(account => Limits.Rule(account, "CONSECUTIVE_LOSSES", 3, Pause));
        await first.KillAsync();
        for (var loss = 1; loss <= 3; loss++)
        {
            await bed.Venue.SetPriceAsync(CaseBed.Price - (100 * loss));
            await bed.Venue.PassMomentAsync();
            await bed.Venue.OrderAsync(guarded.Hand, OrderSide.Sell, 1m, reduceOnly: true, mark: CaseBed.Price);
            await bed.Venue.OrderAsync(guarded.Hand, OrderSide.Buy, 1m, mark: CaseBed.Price);
        }

        // Asked while nobody stands: whoever comes answers it as soon as he can.
        var asked = await bed.Bed.AskGateAsync(guarded.MarketOrder(OrderSide.Buy, 0.1m));
        await using var second = await bed.Bed.StartWorkerAsync();
        await guarded.ToldAsync(BreakerEventKind.Triggered);

        Assert.False((await bed.Bed.GateSaysAsync(asked)).Allowed, "new risk passed before the losses were counted");
        Assert.Equal(3, (await guarded.EventsAsync())[0].Value);
        await CaseBed.ComesTrueAsync("new risk is refused", async () => (await bed.Bed.StateAsync(Token))!.Claims
            .Any(claim => claim.Posture == Posture.NoNewRisk && claim.Reason.Contains(guarded.Breaker.Name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FC_51_a_peak_that_passed_while_the_worker_was_down_is_rebuilt_from_candles()
    {
        await using var bed = await CaseBed.WithoutWorkerAsync(servers);
        await using var first = await bed.Bed.StartWorkerAsync();
        var guarded = await bed.LongAsync(account => Limits.Rule(account, "MAX_DRAWDOWN", 0.02m, Pause));
        await first.KillAsync();
        await bed.Venue.PassAsync(TimeSpan.FromMinutes(2));
        await bed.Venue.SetPriceAsync(CaseBed.Price * 1.5m);
        await bed.Venue.PassAsync(TimeSpan.FromMinutes(2));
        await bed.Venue.SetPriceAsync(CaseBed.Price);
        await bed.Venue.PassAsync(TimeSpan.FromMinutes(2));

        await using var second = await bed.Bed.StartWorkerAsync();
        await guarded.ToldAsync(BreakerEventKind.Triggered);

        var tripped = (await guarded.EventsAsync()).First(entry => entry.Kind == BreakerEventKind.Triggered);
        Assert.Contains("from a peak reconstructed from candles", tripped.Explanation, StringComparison.Ordinal);
        Assert.Equal(1, await guarded.HeldAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FC_53_without_its_database_it_takes_no_new_risk_and_closes_from_the_local_journal_once(bool isKilledMeanwhile)
    {
        await using var bed = await CaseBed.WithoutWorkerAsync(servers);
        var direct = new NpgsqlConnectionStringBuilder(bed.Bed.Database);
        await using var cable = new Cable(direct.Host!, direct.Port);
        var cabled = new NpgsqlConnectionStringBuilder(bed.Bed.Database) { Host = "127.0.0.1", Port = cable.Port };
        await using var first = await bed.Bed.StartWorkerAsync(new KeyValuePair<string, string>("ConnectionStrings__etrmsdb", cabled.ConnectionString));
        var guarded = await bed.LongAsync(account => Limits.Drawdown(account));
        await using var services = TestServices.Build(bed.Bed.Database, servers.Redis);
        var told = new ConcurrentQueue<LiveMessage>();
        await services.GetRequiredService<LiveBus>().SubscribeAsync(LiveChannels.Alerts, told.Enqueue, Token);

        cable.Cut();
        await CaseBed.ComesTrueAsync("it is told without the database", () => Task.FromResult(told.Any(message => Says(message, "PostgreSQL does not answer"))));
        await bed.Venue.SetPriceAsync(CaseBed.Price * 0.4m);
        await CaseBed.ComesTrueAsync("the position is closed", async () => await guarded.HeldAsync() == 0);
        Assert.Empty(await guarded.EventsAsync());
        if (isKilledMeanwhile)
        {
            await first.KillAsync();
        }

        cable.Mend();
        await using var second = isKilledMeanwhile ? await bed.Bed.StartWorkerAsync() : null;
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Acted], (await guarded.EventsAsync())
            .Select(entry => entry.Kind).Where(kind => kind is not (BreakerEventKind.Blind or BreakerEventKind.Sighted)));
        var chain = await bed.Bed.EventsAsync();
        Assert.Equal(chain.SkipLast(1).Select(entry => entry.Hash), chain.Skip(1).Select(entry => entry.PreviousHash));
        Assert.Equal((1, 0), (await guarded.SoldAsync(), await guarded.LowestAsync()));
        Assert.Single((await bed.AlertsAsync(guarded.Breaker)), alert => alert.Title.EndsWith("tripped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FC_59_after_three_starts_within_minutes_it_takes_no_new_risk_and_tells_it()
    {
        await using var bed = await CaseBed.WithoutWorkerAsync(servers);
        var three = new KeyValuePair<string, string>("Risk__CrashLoopStarts", "3");
        for (var start = 1; start <= 2; start++)
        {
            await using var worker = await bed.Bed.StartWorkerAsync(three);
            Assert.DoesNotContain(await bed.AlertsAsync(), alert => alert.Title.Contains("crashes again", StringComparison.Ordinal));
            await worker.KillAsync();
        }

        await using var third = await bed.Bed.StartWorkerAsync(three);

        await CaseBed.ComesTrueAsync("new risk is refused", async () => (await bed.Bed.StateAsync(Token))?.Claims
            .Any(claim => claim is { Posture: Posture.NoNewRisk, Scope.IsGlobal: true } && claim.Reason.Contains("crashed several times", StringComparison.Ordinal)) == true);
        Assert.Contains(await bed.AlertsAsync(), alert => alert is { Severity: AlertSeverity.Critical, Title: "The worker crashes again and again" });
    }

    private static bool Says(LiveMessage message, string words) => message.Data.ToString().Contains(words, StringComparison.Ordinal);
}
