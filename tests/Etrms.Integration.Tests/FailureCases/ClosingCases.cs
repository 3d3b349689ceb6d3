using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 5: what stands in the way of a close, and what becomes of an order whose answer is lost.</summary>
[Collection(nameof(CaseBed))]
public sealed class ClosingCases(CaseBed bed)
{
    [Fact]
    public async Task FC_31_a_full_size_take_profit_is_cancelled_before_the_close()
    {
        var guarded = await bed.GuardAsync(
            async account =>
            {
                await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: CaseBed.Price);
                await bed.Venue.OrderAsync(account.Hand, OrderSide.Sell, 1m, price: CaseBed.Price * 1.04m, reduceOnly: true, mark: CaseBed.Price);
                await bed.Venue.ProtectAsync(account.Hand, stopLoss: CaseBed.Price * 0.9m);
            },
            account => Limits.Button(account));
        var before = await bed.Venue.LogEndAsync();

        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal(
            ["DELETE /fapi/v1/order", "POST /fapi/v1/order", "DELETE /fapi/v1/algoOrder"], await bed.Venue.OrderRequestsAsync(before));
        var close = Assert.Single(await guarded.OrdersAsync());
        Assert.Equal((ActionOutcome.Sent, 1m), (close.Outcome, close.FilledQuantity));
        Assert.Equal(0, await guarded.HeldAsync());
        Assert.Empty(await bed.Venue.OpenOrdersAsync(guarded.Hand));
    }

    [Fact]
    public async Task FC_32_a_half_filled_close_is_followed_by_a_slice_of_the_live_rest()
    {
        var size = 0m;
        var guarded = await bed.GuardAsync(
            async account =>
            {
                size = Math.Round(await bed.Venue.BidsWithinAsync(FlatteningSettings.Default.Slippage[0]) * 2, 3);
                await bed.Venue.BuyAsync(account.Hand, size, CaseBed.Price);
            },
            account => Limits.Button(account),
            balance: 100_000_000m);

        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.Acted);

        var orders = await guarded.OrdersAsync();
        Assert.True(orders.Length >= 2, $"{orders.Length} orders");
        Assert.InRange(orders[0].FilledQuantity!.Value, size * 0.3m, size * 0.7m);
        Assert.Equal(size - orders[0].FilledQuantity, orders[1].Quantity);
        Assert.True((await guarded.EventsAsync())[^1].ReceivedAt >= orders[^1].At, "told as done before the last slice");
        Assert.Equal((0, size, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
    }

    [Fact]
    public async Task FC_33_an_order_that_was_carried_out_under_a_timeout_is_found_and_not_sent_again()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account));
        await bed.Venue.ControlAsync("faults", new { Kind = "timeout_after", Method = "POST", Path = "/fapi/v1/order", HoldMs = 200 });

        await ClosesOnceAsync(guarded);

        Assert.Equal(1, await bed.Venue.StrikesAsync());
    }

    [Fact]
    public async Task FC_34_an_order_that_comes_late_is_turned_away_and_one_new_slice_closes()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account));
        var before = await bed.Venue.LogEndAsync();
        await bed.Venue.ControlAsync("faults", new { Kind = "delay", Method = "POST", Path = "/fapi/v1/order", DelayMs = 4000 });

        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.Acted);
        await CaseBed.ComesTrueAsync("the late order has come", async () => (await bed.Venue.OrderRequestsAsync(before)).Count == 2);

        var orders = await guarded.OrdersAsync();
        Assert.Equal([ActionOutcome.Retrying, ActionOutcome.Sent], orders.Select(order => order.Outcome));
        Assert.Equal(2, orders.Select(order => order.ClientOrderId).Distinct().Count());
        Assert.Null(await bed.Venue.FindAsync(guarded.Hand, orders[0].ClientOrderId!));
        Assert.Equal((0, 1, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
    }

    [Fact]
    public async Task FC_35_an_answer_that_the_id_exists_is_looked_up_and_is_no_failure()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account));
        await bed.Venue.ControlAsync("faults", new { Kind = "refuse", Method = "POST", Path = "/fapi/v1/order", Error = "duplicate_client_id", Executes = true });

        await ClosesOnceAsync(guarded);

        Assert.DoesNotContain(await bed.AlertsAsync(guarded.Breaker), alert => alert.Title.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FC_61_a_close_by_hand_at_the_moment_of_the_trip_meets_the_target()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account));
        await bed.Venue.ControlAsync("faults", new { Kind = "delay", Method = "POST", Path = "/fapi/v1/order", DelayMs = 1500 });
        await guarded.PressAsync();
        await CaseBed.ComesTrueAsync("the close is on the wire", async () => await bed.Venue.StrikesAsync() == 1);

        await bed.Venue.OrderAsync(guarded.Hand, OrderSide.Sell, 1m, reduceOnly: true, mark: CaseBed.Price);
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal("Every target is met, read back from the venue.", (await guarded.EventsAsync())[^1].Consequence);
        Assert.Single(await guarded.OrdersAsync());
        Assert.Equal((0, 1, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
    }

    private static async Task ClosesOnceAsync(Case guarded)
    {
        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.Acted);

        var order = Assert.Single(await guarded.OrdersAsync());
        Assert.Equal((ActionOutcome.Sent, 1m), (order.Outcome, order.FilledQuantity));
        Assert.Equal((0, 1, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
    }
}
