using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>What the venue does by itself, and several breakers that act on one position (RISK 5, accounting, trip and re-arm).</summary>
[Collection(nameof(QuickBed))]
public sealed class VenueCaseTests(QuickBed bed)
{
    private const decimal Price = QuickBed.Price;

    [Fact]
    public async Task FC_17_An_auto_deleveraging_is_recorded_as_such_counts_and_its_orphaned_stop_goes()
    {
        var (streak, bare, profit) = (default(CircuitBreaker)!, default(CircuitBreaker)!, default(CircuitBreaker)!);
        var (account, key) = await ProtectedAsync(account =>
            [streak = Limits.Watch(account, "CONSECUTIVE_LOSSES", 1), profit = Limits.Watch(account, "PNL", 0.05m), bare = Limits.Watch(account, "UNPROTECTED_POSITION", 1)]);
        await bed.Venue.SetPriceAsync(Price * 0.94m);

        await bed.Venue.ControlAsync("deleverage", new { ApiKey = key, PaperVenue.Bitcoin.Symbol });

        await EndsFlatAndToldAsync(account, "BTCUSDT was reduced by auto-deleveraging", "adl_autoclose");
        await bed.HappensAsync(streak, BreakerEventKind.Triggered);
        await bed.HappensAsync(profit, BreakerEventKind.Triggered);
        Assert.DoesNotContain(await bed.EventsAsync(bare), entry => entry.Kind == BreakerEventKind.Triggered);
    }

    [Fact]
    public async Task FC_17_A_liquidation_is_recorded_as_such_counts_and_its_orphaned_stop_goes()
    {
        var (streak, bare) = (default(CircuitBreaker)!, default(CircuitBreaker)!);
        var (account, _) = await ProtectedAsync(
            account => [streak = Limits.Watch(account, "CONSECUTIVE_LOSSES", 1), bare = Limits.Watch(account, "UNPROTECTED_POSITION", 1)], balance: Price * 0.1m);

        await bed.Venue.SetPriceAsync(Price * 0.9m);

        await EndsFlatAndToldAsync(account, "BTCUSDT was liquidated", "autoclose-");
        await bed.HappensAsync(streak, BreakerEventKind.Triggered);
        Assert.DoesNotContain(await bed.EventsAsync(bare), entry => entry.Kind == BreakerEventKind.Triggered);
    }

    [Fact]
    public async Task FC_29_Two_breakers_that_cut_by_half_at_once_leave_half_at_the_venue()
    {
        CircuitBreaker[] halves = [];
        var account = await bed.HoldingAsync(account => halves = [Limits.Half(account), Limits.Half(account)]);

        await bed.Venue.SetPriceAsync(Price * 0.94m);

        await bed.HappensAsync(halves[0], BreakerEventKind.Acted);
        await bed.HappensAsync(halves[1], BreakerEventKind.Acted);
        Assert.Equal(0.5m, Assert.Single(await bed.Venue.PositionsAsync(account.Hand)).Quantity);
        Assert.Equal(0.5m, await SoldAsync(account));
    }

    [Fact]
    public async Task FC_30_A_close_of_everything_takes_over_a_reduction_under_way_with_one_executor_and_no_double_order()
    {
        var (half, close) = (default(CircuitBreaker)!, default(CircuitBreaker)!);
        var account = await bed.HoldingAsync(account => [half = Limits.Half(account), close = Limits.Drawdown(account, 0.08m)]);
        var before = await bed.Venue.OrderRequestsAsync();
        await bed.Venue.ControlAsync("faults", new { Kind = "delay", Method = "POST", Path = "/fapi/v1/order", DelayMs = 1_500 });

        await bed.Venue.SetPriceAsync(Price * 0.94m);
        await bed.HappensAsync(half, BreakerEventKind.Triggered);
        await bed.Venue.SetPriceAsync(Price * 0.91m);
        await bed.HappensAsync(close, BreakerEventKind.Acted);
        await bed.HappensAsync(half, BreakerEventKind.Acted);

        Assert.Empty(await bed.Venue.PositionsAsync(account.Hand));
        Assert.Equal(1m, await SoldAsync(account));
        await using var db = await bed.Guard.OpenAsync();
        var orders = await db.ActionSteps.AsNoTracking().Where(row => row.AccountId == account.Id && row.Kind == "reduce").OrderBy(row => row.At).ToListAsync(Cancellation);
        Assert.Equal(orders.Count, await bed.Venue.OrderRequestsAsync() - before);
        Assert.Equal(orders.Count, orders.DistinctBy(order => order.ClientOrderId).Count());
        Assert.All(orders.Zip(orders.Skip(1)), pair => Assert.True(
            pair.Second.At.AddMilliseconds(-pair.Second.LatencyMs ?? 0) > pair.First.At.AddSeconds(-0.5), "Two orders were on the wire at once."));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One bitcoin with a stop far below, which the venue leaves resting when the position is gone.</summary>
    private async Task<(GuardedAccount Account, string Key)> ProtectedAsync(Func<GuardedAccount, IEnumerable<CircuitBreaker>> breakers, decimal balance = Price)
    {
        await bed.Venue.ClearFaultsAsync();
        await bed.Venue.SetPriceAsync(Price);
        var (account, credentials) = await bed.Guard.OpenAccountAsync(balance);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: Price);
        await bed.Venue.ProtectAsync(account.Hand, stopLoss: Price * 0.5m);
        await bed.GuardAsync(account, credentials, breakers(account));
        return (account, credentials.ApiKey);
    }

    private async Task EndsFlatAndToldAsync(GuardedAccount account, string title, string clientOrderId)
    {
        await bed.BecomesAsync("the position is gone", account, state => state.Positions.IsEmpty);
        await Eventually.TrueAsync("no order rests", async _ => (await bed.Venue.OpenOrdersAsync(account.Hand)).IsEmpty, QuickBed.Soon);
        await Eventually.TrueAsync(
            "it is told",
            async token =>
            {
                await using var db = await bed.Guard.OpenAsync();
                return await db.Alerts.AnyAsync(row => row.Title == $"Guarded {account.Id:N}: {title}", token)
                    && await db.Fills.AnyAsync(row => row.AccountId == account.Id && row.ClientOrderId.StartsWith(clientOrderId), token);
            },
            QuickBed.Soon);
    }

    private async Task<decimal> SoldAsync(GuardedAccount account) =>
        (await bed.Venue.FillsAsync(account.Hand)).Where(fill => fill.Side == OrderSide.Sell).Sum(fill => fill.Quantity);
}
