using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Integration.Tests.Guard;
using Etrms.Integration.Tests.Infrastructure;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 4.12 with a real venue: what happens to resting entries when nobody watches, and what must never happen to stops.</summary>
public sealed class DeadManTests(Servers servers)
{
    private static readonly InstrumentId Coin = new(Exchange.Hyperliquid, "BTC");

    /// <summary>What the venue allows itself beyond the countdown.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FC_47_Entries_of_a_host_without_network_are_gone_in_time_and_the_firing_is_stored()
    {
        await using var bed = await DeadManBed.StartAsync(servers);
        await using var wire = new CuttableWire(bed.Bed.Venue.Address);
        await using var worker = await bed.StartWorkerAsync(wire.Address);
        var account = await bed.GuardAsync(async hand =>
        {
            await bed.PlaceEntryAsync(hand);
            await bed.PlaceEntryAsync(hand);
        });
        await bed.SwitchAsync(account, DeadManState.Armed);

        wire.Cut();
        await bed.ClearedAsync(account);

        var heard = await bed.HeardAsync();
        var fired = Assert.Single(heard, line => line.HasFired);
        Assert.InRange(fired.At - heard.Last(line => line.Seq < fired.Seq).At, DeadManBed.Countdown, DeadManBed.Countdown + Grace);

        wire.Mend();
        var drill = await bed.DrillAsync(account);
        Assert.Equal((2, 0, true), (drill.OrdersBefore, drill.OrdersLeft, drill.IsCleared));
        Assert.Equal(DeadManBed.Countdown, drill.Countdown);
        await bed.ReconciledAsync(account);
        await bed.SwitchAsync(account, DeadManState.Idle);
        await bed.AlertAsync("The exchange cleared your resting orders");
    }

    [Fact]
    public async Task FC_48_Taking_the_switch_back_is_the_last_call_of_a_clean_stop()
    {
        await using var bed = await DeadManBed.StartAsync(servers);
        GuardedAccount account;
        await using (var worker = await bed.StartWorkerAsync())
        {
            account = await bed.GuardAsync(bed.PlaceEntryAsync);
            await bed.SwitchAsync(account, DeadManState.Armed);

            await worker.StopAsync();
        }

        var end = (await bed.HeardAsync())[^1];
        Assert.Equal((0, false), (end.Milliseconds, end.HasFired));
        await DeadManBed.CountdownPassesAsync();
        Assert.Empty(await bed.HeardAsync(end.Seq));
        Assert.Single(await bed.Bed.Venue.OpenOrdersAsync(account.Hand));
        await bed.SwitchAsync(account, DeadManState.Idle);
    }

    [Fact]
    public async Task FC_48_A_worker_that_is_killed_leaves_its_switch_armed_and_the_next_one_tells_what_it_did()
    {
        await using var bed = await DeadManBed.StartAsync(servers);
        await using var killed = await bed.StartWorkerAsync();
        var account = await bed.GuardAsync(bed.PlaceEntryAsync);
        await bed.SwitchAsync(account, DeadManState.Armed);

        await killed.KillAsync();
        await bed.ClearedAsync(account);

        await using var next = await bed.StartWorkerAsync();
        Assert.True((await bed.DrillAsync(account)).IsCleared);
    }

    [Fact]
    public async Task FC_46_A_switch_is_taken_back_when_a_position_opens_and_not_armed_over_it_again()
    {
        await using var bed = await DeadManBed.StartAsync(servers);
        await using var worker = await bed.StartWorkerAsync();
        var account = await bed.GuardAsync(bed.PlaceEntryAsync);
        await bed.SwitchAsync(account, DeadManState.Armed);

        await bed.Bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 0.1m, mark: DeadManBed.Price);
        await bed.Bed.Venue.ProtectAsync(account.Hand, stopLoss: DeadManBed.Price * 0.8m);

        var withheld = await bed.SwitchAsync(account, DeadManState.Withheld);
        Assert.Null(withheld.FiresAt);
        var end = (await bed.HeardAsync())[^1];
        Assert.Equal(0, end.Milliseconds);
        await DeadManBed.CountdownPassesAsync();
        Assert.Empty(await bed.HeardAsync(end.Seq));
        Assert.Equal(2, (await bed.Bed.Venue.OpenOrdersAsync(account.Hand)).Length);
    }

    [Fact]
    public async Task FC_46_A_switch_that_was_armed_by_hand_and_took_a_stop_is_told_and_the_stop_placed_again()
    {
        await using var bed = await DeadManBed.StartAsync(servers);
        await using var worker = await bed.StartWorkerAsync();
        var (account, credentials) = await bed.Bed.OpenWalletAsync(balance: DeadManBed.Price * 10);
        await bed.OrderAsync(account.Hand, Request(OrderType.Market));
        var stop = await bed.OrderAsync(account.Hand, Request(OrderType.StopMarket) with { Side = OrderSide.Sell, TriggerPrice = DeadManBed.Price * 0.8m, ReduceOnly = true });
        await bed.Bed.ConnectAsync(account, credentials);
        var before = await bed.Bed.Venue.LogEndAsync();

        Assert.IsType<ExchangeOutcome<TimeSpan?>.Accepted>(await account.Hand.Gateway.ArmDeadManAsync(Coin, TimeSpan.FromSeconds(6), Token));

        await bed.AlertAsync("A dead-man switch took a stop");
        Assert.Contains(await bed.HeardAsync(before), line => line.HasFired);
        var placed = await Eventually.GetAsync(
            "the stop stands again",
            async token => await account.Hand.Gateway.ReadOpenOrdersAsync(Coin, token) is ExchangeOutcome<ImmutableArray<Order>>.Accepted { Value: [var order] }
                ? order : null,
            TimeSpan.FromSeconds(30));
        Assert.NotEqual(stop.OrderId, placed.OrderId);
        Assert.Equal((OrderType.StopMarket, DeadManBed.Price * 0.8m, 0.1m), (placed.Type, placed.TriggerPrice, placed.Quantity));
    }

    private static OrderRequest Request(OrderType type) => new()
    {
        Account = new AccountId(Guid.Empty),
        Instrument = Coin,
        Side = OrderSide.Buy,
        Type = type,
        Quantity = 0.1m,
        ClientOrderId = $"hand-{Guid.NewGuid():N}"[..30],
    };
}
