using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 5: residues, legs, settings and sizes that a close meets at the venue.</summary>
[Collection(nameof(CaseBed))]
public sealed class LegCases(CaseBed bed)
{
    [Fact]
    public async Task FC_42_what_is_left_below_the_minimum_is_dust_and_no_loop()
    {
        var guarded = await bed.GuardAsync(
            async account =>
            {
                await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 1m, mark: CaseBed.Price);
                await bed.Venue.OrderAsync(account.Hand, OrderSide.Sell, 0.999m, reduceOnly: true, mark: CaseBed.Price);
            },
            account => Limits.Button(account));
        await bed.Venue.ControlAsync("faults", new { Kind = "refuse", Method = "POST", Path = "/fapi/v1/order", Error = "order_too_small", Count = (int?)null });

        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.Acted);
        await bed.WorksOnAsync(TimeSpan.FromSeconds(2));

        Assert.Contains("dust in BTCUSDT", (await guarded.EventsAsync())[^1].Consequence, StringComparison.Ordinal);
        Assert.Contains(await bed.StepsAsync(guarded.Account), step => step is { Outcome: ActionOutcome.Dust, Remaining: 0.001m });
        Assert.Equal(1, await bed.Venue.StrikesAsync());
    }

    [Fact]
    public async Task FC_42_a_cut_that_the_venues_own_rules_find_too_small_is_dust_and_no_loop_and_a_close_still_passes()
    {
        const decimal Held = 0.0015m;
        var guarded = await bed.GuardAsync(
            account => bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, Held, mark: CaseBed.Price, instrument: PaperVenue.Coin),
            account => Limits.Button(account, new BreakerAction(BreakerActionKind.ReducePosition) { ReduceBy = 0.5m }),
            exchange: Exchange.Hyperliquid);

        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.Acted);
        await bed.WorksOnAsync(TimeSpan.FromSeconds(2));

        Assert.Contains("dust in BTC", (await guarded.EventsAsync())[^1].Consequence, StringComparison.Ordinal);
        Assert.Contains(await bed.StepsAsync(guarded.Account), step => step is { Outcome: ActionOutcome.Dust, Remaining: Held });
        Assert.Equal(Held / 2, Assert.Single(await guarded.OrdersAsync()).Quantity);
        Assert.Equal(Held, Assert.Single(await bed.Venue.PositionsAsync(guarded.Hand, PaperVenue.Coin)).Quantity);

        var close = await guarded.AlsoAsync(Limits.Button(guarded.Account));
        await close.PressAsync();
        await close.ToldAsync(BreakerEventKind.Acted);

        Assert.Empty(await bed.Venue.PositionsAsync(guarded.Hand, PaperVenue.Coin));
    }

    [Fact]
    public async Task A_close_with_a_largest_slippage_never_fills_beyond_it_until_a_plan_without_one_joins()
    {
        const decimal Most = 0.001m;
        var guarded = await bed.GuardAsync(
            async account => await bed.Venue.BuyAsync(account.Hand, Math.Round(await bed.Venue.BidsWithinAsync(Most) * 2, 3), CaseBed.Price),
            account => Limits.Button(account, new BreakerAction(BreakerActionKind.ClosePositions) { Style = CloseStyle.Market, MaxSlippage = Most }),
            balance: 100_000_000m);
        var free = await guarded.AlsoAsync(Limits.Button(guarded.Account));

        await guarded.PressAsync();
        await CaseBed.ComesTrueAsync("it asks again", async () => (await guarded.OrdersAsync()).Length >= 2);
        var fills = (await bed.Venue.FillsAsync(guarded.Hand)).Where(fill => fill.Side == OrderSide.Sell).ToList();
        Assert.NotEmpty(fills);
        Assert.All(fills, fill => Assert.True(fill.Price >= CaseBed.Price * (1 - (2 * Most)), $"filled at {fill.Price}"));
        Assert.NotEqual(0, await guarded.HeldAsync());
        await free.PressAsync();
        await free.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal((0, 0), (await guarded.HeldAsync(), await guarded.LowestAsync()));
    }

    [Fact]
    public async Task FC_43_in_hedge_mode_the_right_leg_is_closed_capped_by_what_it_holds()
    {
        var guarded = await bed.GuardAsync(
            async account =>
            {
                await account.Hand.Gateway.SetHedgeModeAsync(true, TestContext.Current.CancellationToken);
                await bed.Venue.TakeAsync(account.Hand, OrderSide.Buy, 1m, PositionSide.Long);
                await bed.Venue.TakeAsync(account.Hand, OrderSide.Sell, 0.4m, PositionSide.Short);
            },
            account => Limits.Button(account, new BreakerAction(BreakerActionKind.ClosePositions) { Selector = PositionSelector.Long }));
        await bed.Venue.ControlAsync("faults", new { Kind = "delay", Method = "POST", Path = "/fapi/v1/order", DelayMs = 1500 });
        await guarded.PressAsync();
        await CaseBed.ComesTrueAsync("the close is on the wire", async () => await bed.Venue.StrikesAsync() == 1);

        await bed.Venue.TakeAsync(guarded.Hand, OrderSide.Sell, 0.7m, PositionSide.Long);
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal((0, -0.4m), (await guarded.HeldAsync(PositionSide.Long), await guarded.HeldAsync(PositionSide.Short)));
        var fills = (await bed.Venue.FillsAsync(guarded.Hand)).Where(fill => fill.Side == OrderSide.Sell).ToList();
        Assert.Equal(1, fills.Where(fill => fill.PositionSide == PositionSide.Long).Sum(fill => fill.Quantity));
        Assert.Equal(0.4m, fills.Where(fill => fill.PositionSide == PositionSide.Short).Sum(fill => fill.Quantity));
    }

    [Fact]
    public async Task FC_44_leverage_that_is_changed_by_hand_during_a_plan_is_noticed_and_the_plan_computed_anew()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account));
        await bed.Venue.ControlAsync("faults", new { Kind = "delay", Method = "POST", Path = "/fapi/v1/order", DelayMs = 2000 });
        await guarded.PressAsync();
        await CaseBed.ComesTrueAsync("the close is on the wire", async () => await bed.Venue.StrikesAsync() == 1);

        await guarded.Hand.Gateway.SetLeverageAsync(PaperVenue.Bitcoin, 7, TestContext.Current.CancellationToken);
        await CaseBed.ComesTrueAsync("the change is told", async () => (await bed.AlertsAsync()).Any(alert =>
            alert.Title.Contains("settings changed during a plan", StringComparison.Ordinal) && alert.Text.Contains("to 7x cross", StringComparison.Ordinal)));
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal((0, 1, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
    }

    [Fact]
    public async Task FC_44_the_position_mode_that_is_changed_by_hand_during_a_plan_is_noticed_and_its_new_leg_is_closed_too()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account));
        await bed.Venue.ControlAsync("faults", new { Kind = "delay", Method = "POST", Path = "/fapi/v1/order", DelayMs = 6000 });
        await guarded.PressAsync();
        await CaseBed.ComesTrueAsync("the close is on the wire", async () => await bed.Venue.StrikesAsync() == 1);

        await bed.Venue.OrderAsync(guarded.Hand, OrderSide.Sell, 1m, reduceOnly: true, mark: CaseBed.Price);
        Assert.IsType<ExchangeOutcome<bool>.Accepted>(await guarded.Hand.Gateway.SetHedgeModeAsync(true, TestContext.Current.CancellationToken));
        await bed.Venue.TakeAsync(guarded.Hand, OrderSide.Buy, 0.4m, PositionSide.Long);
        await CaseBed.ComesTrueAsync("the change is told", async () => (await bed.AlertsAsync()).Any(alert =>
            alert.Title.Contains("settings changed during a plan", StringComparison.Ordinal) && alert.Text.Contains("one-way to hedge", StringComparison.Ordinal)));
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal((0, 0, 0), (await guarded.HeldAsync(), await guarded.HeldAsync(PositionSide.Long), await guarded.HeldAsync(PositionSide.Short)));
        var sold = (await bed.Venue.FillsAsync(guarded.Hand)).Where(fill => fill.Side == OrderSide.Sell).ToLookup(fill => fill.PositionSide, fill => fill.Quantity);
        Assert.Equal((1m, 0.4m), (sold[PositionSide.Both].Sum(), sold[PositionSide.Long].Sum()));
    }

    [Fact]
    public async Task FC_45_an_order_above_the_venues_maximum_is_sliced_in_the_same_way_every_time()
    {
        for (var time = 1; time <= 2; time++)
        {
            var guarded = await bed.GuardAsync(
                account => bed.Venue.BuyAsync(account.Hand, 300, CaseBed.Price),
                account => Limits.Button(account, new BreakerAction(BreakerActionKind.ClosePositions) { Style = CloseStyle.Market }),
                balance: 100_000_000m);

            await guarded.PressAsync();
            await guarded.ToldAsync(BreakerEventKind.Acted);

            Assert.Equal([120, 120, 60], (await guarded.OrdersAsync()).Select(order => order.Quantity));
            Assert.Equal((0, 300, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
        }
    }
}
