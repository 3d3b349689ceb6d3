using System.Diagnostics;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;

namespace Etrms.Integration.Tests.Workers;

/// <summary>RISK 4.10, FC-52: the standby takes over, and the one that slept through it sends nothing.</summary>
public sealed class TakeoverTests(Servers servers)
{
    private const decimal Price = 10_000m;

    private static readonly TimeSpan TakesOverWithin = TimeSpan.FromSeconds(15);

    private static readonly KeyValuePair<string, string>[] UsualLease =
        [new("Lease__TtlSeconds", "6"), new("Lease__RenewSeconds", "2"), new("Lease__RequestLifetimeSeconds", "3")];

    /// <summary>So long that nobody takes over from it while it is frozen in turn.</summary>
    private static readonly KeyValuePair<string, string>[] LongLease = [.. UsualLease.Skip(1), new("Lease__TtlSeconds", "60")];

    [Fact]
    public async Task A_frozen_worker_is_replaced_in_time_and_sends_nothing_when_it_wakes()
    {
        await using var bed = await GuardBed.StartAsync(servers);
        await using var first = await bed.StartWorkerAsync(UsualLease);
        await using var second = await bed.StartWorkerAsync(LongLease);
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.OpenAccountAsync(balance: Price);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        var breaker = Limits.Drawdown(account);
        await bed.AddBreakerAsync(breaker);
        await bed.ConnectAsync(account, credentials);
        await bed.IsGuardedAsync(account, breaker.Id);
        var requests = await bed.Venue.OrderRequestsAsync();

        await first.FreezeAsync();
        var frozen = Stopwatch.StartNew();
        await Eventually.TrueAsync("the standby leads and is ready", async token => await bed.EpochAsync() == 2 && await second.IsReadyAsync(token), TakesOverWithin);
        Assert.True(frozen.Elapsed < TakesOverWithin, $"Taken over after {frozen.Elapsed}.");
        await second.FreezeAsync();
        await bed.Venue.SetPriceAsync(Price * 0.9m);
        await first.WakeAsync();

        await Eventually.TrueAsync("the first worker gives up its term", async token => !await first.IsReadyAsync(token));
        await Eventually.TrueAsync("it stands by", first.IsReadyAsync);
        Assert.Equal(requests, await bed.Venue.OrderRequestsAsync());
        Assert.Empty(await bed.EventsAsync());

        await second.WakeAsync();
        await Eventually.TrueAsync("the leader closes", async _ => (await bed.EventsAsync()).Any(entry => entry.Kind == BreakerEventKind.Acted));
        Assert.Empty(await bed.Venue.PositionsAsync(account.Hand));
        Assert.Equal(1m, (await bed.Venue.FillsAsync(account.Hand)).Where(fill => fill.Side == OrderSide.Sell).Sum(fill => fill.Quantity));
    }
}
