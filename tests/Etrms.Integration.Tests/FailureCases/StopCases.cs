using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 5: resting stops that are read, lost, passed, replaced and moved.</summary>
[Collection(nameof(CaseBed))]
public sealed class StopCases(CaseBed bed)
{
    private const decimal Grace = 0.5m;

    private static readonly BreakerAction SetStops = new(BreakerActionKind.SetStops) { Distance = 0.05m };

    [Fact]
    public async Task FC_38_stops_in_the_conditional_book_protect_and_cancelling_all_clears_both_books()
    {
        var watched = await StoppedAsync(account => Limits.Rule(account, "UNPROTECTED_POSITION", Grace, new BreakerAction(BreakerActionKind.Notify)));
        var cancelling = await watched.AlsoAsync(
            Limits.Button(watched.Account, new BreakerAction(BreakerActionKind.CancelOrders) { CancelFilter = CancelFilter.All }));
        await bed.Venue.OrderAsync(watched.Hand, OrderSide.Buy, 0.1m, price: CaseBed.Price * 0.9m, mark: CaseBed.Price);
        await bed.WorksOnAsync(TimeSpan.FromSeconds((double)Grace * 4));

        Assert.Empty(await watched.EventsAsync());
        Assert.Equal(2, (await bed.Venue.OpenOrdersAsync(watched.Hand)).Length);
        await cancelling.PressAsync();
        await cancelling.ToldAsync(BreakerEventKind.Acted);

        Assert.Empty(await bed.Venue.OpenOrdersAsync(watched.Hand));
        Assert.Equal(1, await watched.HeldAsync());
        await watched.ToldAsync(BreakerEventKind.Triggered);
    }

    [Fact]
    public async Task FC_39_a_stop_that_the_venue_cancels_is_replaced_and_the_third_time_the_rule_reduces()
    {
        var reduce = new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = 1, FromTrip = 3 };
        var guarded = await StoppedAsync(account => Unprotected(account, SetStops, reduce));
        for (var time = 1; time <= 3; time++)
        {
            var cancelled = DateTimeOffset.UtcNow;
            await bed.Venue.WithdrawStopAsync();
            await guarded.ToldAsync(BreakerEventKind.Acted, times: time);

            var tripped = (await guarded.EventsAsync()).Last(entry => entry.Kind == BreakerEventKind.Triggered).ReceivedAt - cancelled;
            Assert.InRange(tripped.TotalSeconds, (double)Grace, (double)Grace + 10);
            Assert.Equal(time == 3 ? 0 : 1, await guarded.HeldAsync());
            if (time < 3)
            {
                await guarded.StandsAsync(CaseBed.Price * 0.95m);
                await guarded.ToldAsync(BreakerEventKind.Rearmed, times: time);
            }
        }

        Assert.Equal((1, 0), (await guarded.SoldAsync(), await guarded.LowestAsync()));
    }

    [Fact]
    public async Task FC_40_a_stop_limit_that_a_gap_passes_is_followed_by_a_reduce_only_market_close()
    {
        var guarded = await bed.GuardAsync(
            async account =>
            {
                await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: CaseBed.Price);
                await bed.Venue.SendAsync(account.Hand, StopLimit(account, trigger: CaseBed.Price * 0.95m), CaseBed.Price);
            },
            account => Limits.Rule(account, "STOP_NOT_FILLED", 1, new BreakerAction(BreakerActionKind.ClosePositions) { Style = CloseStyle.Market }));

        await bed.Venue.SetPriceAsync(CaseBed.Price * 0.9m);
        var passed = DateTimeOffset.UtcNow;
        await guarded.ToldAsync(BreakerEventKind.Acted);

        var tripped = (await guarded.EventsAsync())[0];
        Assert.Equal(BreakerEventKind.Triggered, tripped.Kind);
        Assert.InRange((tripped.ReceivedAt - passed).TotalSeconds, 0.5, 15);
        var close = await bed.Venue.FindAsync(guarded.Hand, Assert.Single(await guarded.OrdersAsync()).ClientOrderId!);
        Assert.Equal((OrderType.Market, true, OrderStatus.Filled), (close!.Type, close.ReduceOnly, close.Status));
        Assert.Equal((0, 0), (await guarded.HeldAsync(), await guarded.LowestAsync()));
        Assert.Empty(await bed.Venue.OpenOrdersAsync(guarded.Hand));
    }

    [Fact]
    public async Task FC_41_a_stop_that_is_taken_away_again_and_again_is_throttled_and_a_close_has_its_requests()
    {
        var guarded = await StoppedAsync(account => Unprotected(account, SetStops));
        var before = await bed.Venue.LogEndAsync();
        for (var time = 1; time <= 3; time++)
        {
            await bed.Venue.WithdrawStopAsync();
            await guarded.StandsAsync(CaseBed.Price * 0.95m);
            await guarded.ToldAsync(BreakerEventKind.Rearmed, times: time);
        }

        await bed.Venue.WithdrawStopAsync();
        await CaseBed.ComesTrueAsync("the fourth placement waits", async () =>
            (await bed.AlertsAsync(guarded.Breaker)).Any(alert => alert.Text.Contains("placed too often within a minute", StringComparison.Ordinal)));
        var closing = await guarded.AlsoAsync(Limits.Button(guarded.Account));
        await closing.PressAsync();
        await closing.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal(3, (await bed.Venue.OrderRequestsAsync(before)).Count(request => request == "POST /fapi/v1/algoOrder"));
        Assert.Equal(ActionOutcome.Sent, Assert.Single(await guarded.OrdersAsync(), step => step.Kind == "reduce").Outcome);
        Assert.Equal((0, 0), (await guarded.HeldAsync(), await guarded.LowestAsync()));
    }

    [Fact]
    public async Task FC_45_stops_over_more_than_one_market_order_may_take_are_cut_in_the_same_way_every_time()
    {
        for (var time = 1; time <= 2; time++)
        {
            var guarded = await bed.GuardAsync(
                account => bed.Venue.BuyAsync(account.Hand, 300, CaseBed.Price), account => Limits.Button(account, SetStops), balance: 100_000_000m);

            await guarded.PressAsync();
            await guarded.ToldAsync(BreakerEventKind.Acted);

            var stops = await bed.Venue.OpenOrdersAsync(guarded.Hand);
            Assert.Equal([60, 120, 120], stops.Select(stop => stop.Quantity).Order());
            Assert.All(stops, stop => Assert.Equal((OrderType.StopMarket, CaseBed.Price * 0.95m), (stop.Type, stop.TriggerPrice)));
        }
    }

    [Fact]
    public async Task FC_63_a_stop_that_the_trader_cancels_starts_a_timer_is_told_and_replaced()
    {
        var guarded = await StoppedAsync(account => Unprotected(account, SetStops));

        await bed.Venue.CancelStopsAsync(guarded.Hand);
        await guarded.ToldAsync(BreakerEventKind.Acted);

        var tripped = (await guarded.EventsAsync())[0];
        Assert.True(tripped.Value >= Grace, $"tripped after {tripped.Value} s");
        Assert.Contains(await bed.AlertsAsync(guarded.Breaker), alert => alert.Title.EndsWith("tripped", StringComparison.Ordinal));
        await guarded.StandsAsync(CaseBed.Price * 0.95m);
        Assert.Equal(1, await guarded.HeldAsync());
    }

    [Fact]
    public async Task FC_67_stops_of_a_latched_breaker_follow_the_price_while_the_position_survives()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account, SetStops));
        await guarded.PressAsync();
        await guarded.StandsAsync(CaseBed.Price * 0.95m);
        await guarded.ToldAsync(BreakerEventKind.Acted);

        await bed.Venue.SetPriceAsync(CaseBed.Price * 1.1m);
        await guarded.StandsAsync(CaseBed.Price * 1.1m * 0.95m);
        await bed.Venue.SetPriceAsync(CaseBed.Price * 1.08m);
        await bed.WorksOnAsync(TimeSpan.FromSeconds(1));

        await guarded.StandsAsync(CaseBed.Price * 1.1m * 0.95m);
        Assert.Equal(BreakerStatus.Latched, await guarded.StatusAsync());
        Assert.Equal(1, await guarded.HeldAsync());
    }

    /// <summary>A long with a stop of the trader's own.</summary>
    private Task<Case> StoppedAsync(Func<GuardedAccount, CircuitBreaker> rule) => bed.GuardAsync(
        async account =>
        {
            await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: CaseBed.Price);
            await bed.Venue.ProtectAsync(account.Hand, stopLoss: CaseBed.Price * 0.9m);
        },
        rule);

    private static CircuitBreaker Unprotected(GuardedAccount account, params BreakerAction[] actions) =>
        Limits.Rule(account, "UNPROTECTED_POSITION", Grace, actions) with { Rearm = new Rearm(RearmMode.AutoRecover) { MaxAutoRearms = 10 } };

    private static OrderRequest StopLimit(GuardedAccount account, decimal trigger) => new()
    {
        Account = new AccountId(account.Id),
        Instrument = PaperVenue.Bitcoin,
        Side = OrderSide.Sell,
        Type = OrderType.Stop,
        Quantity = 1m,
        Price = trigger,
        TriggerPrice = trigger,
        ReduceOnly = true,
        ClientOrderId = "",
    };
}
