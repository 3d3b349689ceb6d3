using System.Diagnostics;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 4.10, FC-52 and FC-57: the standby takes over, and the one before it sends nothing more.</summary>
public sealed class TakeoverTests(Servers servers)
{
    private const decimal Price = 10_000m;

    private static readonly TimeSpan TakesOverWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ClosedWithin = TimeSpan.FromSeconds(30);

    private static readonly KeyValuePair<string, string>[] UsualLease =
        [new("Lease__TtlSeconds", "6"), new("Lease__RenewSeconds", "2"), new("Lease__RequestLifetimeSeconds", "3")];

    /// <summary>So long that nobody takes over from it while it is frozen in turn.</summary>
    private static readonly KeyValuePair<string, string>[] LongLease = [.. UsualLease.Skip(1), new("Lease__TtlSeconds", "60")];

    [Fact]
    public async Task FC_52_A_frozen_worker_is_replaced_in_time_and_sends_nothing_when_it_wakes()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using var first = await bed.StartWorkerAsync(UsualLease);
        await using var second = await bed.StartWorkerAsync(LongLease);
        var account = await GuardAsync(bed);
        var requests = await bed.Venue.OrderRequestsAsync();

        await first.FreezeAsync();
        await IsReplacedAsync(bed, second);
        await second.FreezeAsync();
        await bed.Venue.SetPriceAsync(Price * 0.9m);
        await first.WakeAsync();

        await Eventually.TrueAsync("the first worker gives up its term", async token => !await first.IsReadyAsync(token));
        await Eventually.TrueAsync("it stands by", first.IsReadyAsync);
        Assert.Equal(requests, await bed.Venue.OrderRequestsAsync());
        Assert.Empty(await bed.EventsAsync());

        await second.WakeAsync();
        await IsClosedOnceAsync(bed, account);
    }

    [Fact]
    public async Task FC_52_A_killed_worker_is_replaced_in_time_and_its_accounts_stay_guarded()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using var first = await bed.StartWorkerAsync(UsualLease);
        await using var second = await bed.StartWorkerAsync(LongLease);
        var account = await GuardAsync(bed);

        await first.KillAsync();
        await IsReplacedAsync(bed, second);
        await bed.Venue.SetPriceAsync(Price * 0.9m);

        await IsClosedOnceAsync(bed, account);
    }

    /// <summary>The first answer of the closing order comes late, so that the old worker is asked to stop in the middle of its plan.</summary>
    [Fact]
    public async Task FC_57_A_worker_stopped_in_the_middle_of_a_plan_hands_over_and_the_plan_ends_once()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using var first = await bed.StartWorkerAsync(UsualLease);
        await using var second = await bed.StartWorkerAsync(LongLease);
        var account = await GuardAsync(bed);
        await bed.Venue.ControlAsync("faults", new { Kind = "timeout_after", Method = "POST", Path = "/fapi/v1/order", Count = 1, HoldMs = 3000 });

        await bed.Venue.SetPriceAsync(Price * 0.9m);
        await Eventually.TrueAsync("the plan is under way", async _ => (await bed.EventsAsync()).Any(entry => entry.Kind == BreakerEventKind.Triggered));
        await first.StopAsync();
        await Eventually.TrueAsync("the next worker leads", async _ => await bed.EpochAsync() == 2, TakesOverWithin);

        await IsClosedOnceAsync(bed, account);
    }

    private static async Task<GuardedAccount> GuardAsync(GuardBed bed)
    {
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.OpenAccountAsync(balance: Price);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        var breaker = Limits.Drawdown(account);
        await bed.AddBreakerAsync(breaker);
        await bed.ConnectAsync(account, credentials);
        await bed.IsGuardedAsync(account, breaker.Id);
        return account;
    }

    private static async Task IsReplacedAsync(GuardBed bed, ServiceProcess next)
    {
        var gone = Stopwatch.StartNew();
        await Eventually.TrueAsync("the standby leads and is ready", async token => await bed.EpochAsync() == 2 && await next.IsReadyAsync(token), TakesOverWithin);
        Assert.True(gone.Elapsed < TakesOverWithin, $"Taken over after {gone.Elapsed}.");
    }

    private static async Task IsClosedOnceAsync(GuardBed bed, GuardedAccount account)
    {
        await Eventually.TrueAsync(
            "the leader closes", async _ => (await bed.EventsAsync()).Any(entry => entry.Kind == BreakerEventKind.Acted), ClosedWithin);
        Assert.Empty(await bed.Venue.PositionsAsync(account.Hand));
        Assert.Equal(1m, (await bed.Venue.FillsAsync(account.Hand)).Where(fill => fill.Side == OrderSide.Sell).Sum(fill => fill.Quantity));
        Assert.Single(await bed.EventsAsync(), entry => entry.Kind == BreakerEventKind.Triggered);
        Assert.Single(await bed.EventsAsync(), entry => entry.Kind == BreakerEventKind.Acted);
    }
}
