using Etrms.Contracts;
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
    public async Task FC_09_A_venue_whose_collateral_stands_at_65_cents_lowers_the_equity_and_the_alert_names_the_coin()
    {
        var guard = default(CircuitBreaker)!;
        var account = await bed.HoldingAsync(account => [guard = Limits.Watch(account, "MAX_DRAWDOWN", 0.3m)]);

        await bed.Venue.ControlAsync("collateral", new { Rate = 0.65m });

        await bed.HappensAsync(guard, BreakerEventKind.Triggered);
        Assert.Contains("USDT on Binance counts at 0.65", (await bed.EventsAsync(guard))[0].Explanation, StringComparison.Ordinal);
        Assert.Equal(1m, Assert.Single(await bed.Venue.PositionsAsync(account.Hand)).Quantity);
        await bed.ToldAsync("USDT on Binance stands at 0.65");
        await bed.Venue.ControlAsync("collateral", new { Rate = 1m });
        await bed.HappensAsync(guard, BreakerEventKind.Rearmed);
    }

    [Fact]
    public async Task FC_10_A_halted_listing_without_a_book_leaves_LIQUIDITY_unknown_and_a_close_tries_waits_and_says_why_it_cannot()
    {
        var (liquidity, guard) = (default(CircuitBreaker)!, default(CircuitBreaker)!);
        var account = await bed.HoldingAsync(account => [liquidity = Limits.Watch(account, "LIQUIDITY", 0.5m), guard = Limits.Drawdown(account)]);
        await Eventually.TrueAsync("the book is known", async _ => await ShownAsync(liquidity) is { Value: >= 0 and < 0.5m }, QuickBed.Soon);
        var before = await bed.Venue.OrderRequestsAsync();

        await bed.Venue.ControlAsync("halt", new { PaperVenue.Bitcoin.Symbol });
        await Eventually.TrueAsync(
            "liquidity is unknown",
            async _ => await ShownAsync(liquidity) is { Value: null, Explanation: { } why } && why.Contains("no book", StringComparison.Ordinal),
            QuickBed.Soon);
        await bed.Venue.SetPriceAsync(Price * 0.94m);
        await bed.HappensAsync(guard, BreakerEventKind.ActionFailed);

        var failed = (await bed.EventsAsync(guard)).Last(entry => entry.Kind == BreakerEventKind.ActionFailed);
        Assert.Contains("BTCUSDT", failed.Explanation, StringComparison.Ordinal);
        var state = await bed.Guard.StateAsync(Cancellation);
        Assert.Equal(BreakerStatus.ActionError, state!.Breakers.Single(watch => watch.Breaker.Id == guard.Id).Cells[0].Status);
        Assert.NotEqual(before, await bed.Venue.OrderRequestsAsync());
        Assert.Equal(1m, Assert.Single(await bed.Venue.PositionsAsync(account.Hand)).Quantity);
        await bed.Venue.ControlAsync("halt", new { PaperVenue.Bitcoin.Symbol, IsHalted = false });
        await bed.HappensAsync(guard, BreakerEventKind.Acted);
        Assert.Empty(await bed.Venue.PositionsAsync(account.Hand));
    }

    [Fact]
    public async Task FC_17_An_auto_deleveraging_is_recorded_as_such_counts_and_its_orphaned_stop_goes()
    {
        var (streak, bare, profit) = (default(CircuitBreaker)!, default(CircuitBreaker)!, default(CircuitBreaker)!);
        var (account, key) = await ProtectedAsync(account =>
        [
            streak = Limits.Watch(account, "CONSECUTIVE_LOSSES", 1), profit = Limits.Watch(account, "PNL", 0.05m),
            bare = Limits.Watch(account, "UNPROTECTED_POSITION", 1),
        ]);
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
        var orders = await db.ActionSteps.AsNoTracking().Where(row => row.AccountId == account.Id && row.Kind == "reduce").OrderBy(row => row.At)
            .ToListAsync(Cancellation);
        Assert.Equal(orders.Count, await bed.Venue.OrderRequestsAsync() - before);
        Assert.Equal(orders.Count, orders.DistinctBy(order => order.ClientOrderId).Count());
        Assert.All(orders.Zip(orders.Skip(1)), pair => Assert.True(
            pair.Second.At.AddMilliseconds(-pair.Second.LatencyMs ?? 0) > pair.First.At.AddSeconds(-0.5), "Two orders were on the wire at once."));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One bitcoin with a stop far below, which the venue leaves resting when the position is gone.</summary>
    private async Task<(GuardedAccount Account, string Key)> ProtectedAsync(Func<GuardedAccount, IEnumerable<CircuitBreaker>> breakers, decimal balance = Price)
    {
        await bed.CalmAsync();
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
        await bed.ToldAsync($"Guarded {account.Id:N}: {title}");
        await Eventually.TrueAsync(
            "the fill is stored",
            async token =>
            {
                await using var db = await bed.Guard.OpenAsync();
                return await db.Fills.AnyAsync(row => row.AccountId == account.Id && row.ClientOrderId.StartsWith(clientOrderId), token);
            },
            QuickBed.Soon);
    }

    /// <summary>How the portal shows a breaker.</summary>
    private async Task<BreakerView?> ShownAsync(CircuitBreaker breaker) =>
        (await bed.ShownAsync<RiskMetricsView>(LiveChannels.RiskMetrics, Cancellation))?.Breakers.SingleOrDefault(view => view.Id == breaker.Id);

    private async Task<decimal> SoldAsync(GuardedAccount account) =>
        (await bed.Venue.FillsAsync(account.Hand)).Where(fill => fill.Side == OrderSide.Sell).Sum(fill => fill.Quantity);
}
