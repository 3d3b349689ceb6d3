using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>Feeds that freeze, die, repeat themselves and lie (RISK 5, data).</summary>
[Collection(nameof(QuickBed))]
public sealed class FeedCaseTests(QuickBed bed)
{
    private const decimal Price = QuickBed.Price;
    private static readonly InstrumentId Ether = new(Exchange.Binance, "ETHUSDT");

    /// <summary>How the state says "never".</summary>
    private static readonly DateTimeOffset Never = new(0, TimeSpan.Zero);

    [Fact]
    public async Task FC_03_A_mark_that_freezes_on_an_open_socket_blinds_then_REST_prices_are_used_and_new_risk_is_refused_in_red()
    {
        var guard = default(CircuitBreaker)!;
        var account = await bed.HoldingAsync(account => [guard = Limits.Drawdown(account)]);
        await bed.Venue.ControlAsync("faults", new { Kind = "delay", Method = "GET", Path = "/fapi/v1/premiumIndex", Count = (int?)null });

        await bed.Venue.ControlAsync("faults", new { Kind = "drop", Stream = "btcusdt@markPrice*", Count = (int?)null });

        await bed.HappensAsync(guard, BreakerEventKind.Blind);
        await bed.HappensAsync(guard, BreakerEventKind.Sighted);
        Assert.NotEqual(0, await bed.Venue.StruckAsync("premiumIndex"));
        await Eventually.TrueAsync("new risk is refused", async token => (await bed.Guard.StateAsync(token))!.Claims.Any(claim =>
            claim is { Posture: Posture.NoNewRisk } && claim.Owner.StartsWith("feed:", StringComparison.Ordinal)), QuickBed.Soon);
        await Eventually.TrueAsync("the account shows red", async token => await ConnectionAsync(account, token) == "disconnected", QuickBed.Soon);
        await bed.Venue.SetPriceAsync(Price * 0.93m);
        await bed.HappensAsync(guard, BreakerEventKind.Acted);
        Assert.Empty(await bed.Venue.PositionsAsync(account.Hand));
        await bed.Venue.ClearFaultsAsync();
    }

    [Fact]
    public async Task FC_04_A_private_stream_that_dies_silently_trips_DISCONNECTED_and_REST_brings_what_it_missed_once()
    {
        var lost = default(CircuitBreaker)!;
        var account = await bed.HoldingAsync(account => [lost = Limits.Watch(account, "DISCONNECTED", 3)]);
        await bed.Venue.ControlAsync("faults", new { Kind = "refuse", Method = "POST", Path = "/fapi/v1/listenKey", Error = "unavailable", Count = (int?)null });
        await bed.Venue.ControlAsync("sockets", new { Action = "silence", Route = "private" });

        await bed.Venue.OrderAsync(account.Hand, OrderSide.Sell, 0.4m, reduceOnly: true, mark: Price);

        await bed.HappensAsync(lost, BreakerEventKind.Triggered);
        Assert.Contains("private stream", (await bed.EventsAsync(lost))[0].Explanation, StringComparison.Ordinal);
        await bed.BecomesAsync("REST has brought the sale", account, state => state.Positions is [{ Quantity: 0.6m }] && state.FeesToday > 0);
        await bed.Venue.ClearFaultsAsync();
        await bed.Venue.ControlAsync("sockets", new { Action = "resume", Route = "private" });
        await bed.HappensAsync(lost, BreakerEventKind.Rearmed);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Sell, 0.1m, reduceOnly: true, mark: Price);

        await bed.BecomesAsync("the stream tells again", account, state => state.Positions is [{ Quantity: 0.5m }] && state.Trips.Single().Trip.Quantity == 0.5m);
        var sold = (await bed.Venue.FillsAsync(account.Hand)).Where(fill => fill.Side == OrderSide.Sell).ToList();
        await bed.BecomesAsync("every fill counts once", account, state => state.FeesToday == sold.Sum(fill => fill.Fee));
    }

    [Fact]
    public async Task FC_05_An_empty_list_of_positions_is_doubted_and_changes_neither_position_nor_streak_nor_peak()
    {
        var (guard, streak) = (default(CircuitBreaker)!, default(CircuitBreaker)!);
        var account = await bed.HoldingAsync(account => [guard = Limits.Drawdown(account), streak = Limits.Watch(account, "CONSECUTIVE_LOSSES", 3)]);
        await LoseAsync(account);
        await Eventually.TrueAsync("a loss is counted", async _ => (await MeterAsync(streak))["streak"] == 1, QuickBed.Soon);
        var (peak, readAt) = ((await MeterAsync(guard))["peak"], (await bed.StateOfAsync(account, Cancellation)).ReadAt);

        await bed.Venue.ControlAsync("faults", new { Kind = "empty", Method = "GET", Path = "/fapi/v3/positionRisk" });

        await Eventually.TrueAsync("a reading came back empty", async _ => await bed.Venue.StruckAsync("positionRisk") == 1, QuickBed.Soon);
        await bed.BecomesAsync("it was read again", account, state =>
        {
            Assert.Equal(1m, Assert.Single(state.Positions).Quantity);
            return state.DoubtfulSince == Never && state.ReadAt > readAt.AddSeconds(5);
        });
        Assert.Equal(peak, (await MeterAsync(guard))["peak"]);
        Assert.Equal(1, (await MeterAsync(streak))["streak"]);
        Assert.DoesNotContain(await bed.Guard.EventsAsync(), entry =>
            (entry.BreakerId == guard.Id || entry.BreakerId == streak.Id) && entry.Kind is not (BreakerEventKind.Blind or BreakerEventKind.Sighted));
    }

    [Fact]
    public async Task FC_07_Frames_twice_out_of_order_and_again_after_a_reconnect_lead_to_the_same_state_and_events()
    {
        var straight = await LoseTwiceAsync(static () => Task.CompletedTask, static () => Task.CompletedTask);

        var tangled = await LoseTwiceAsync(
            async () =>
            {
                await bed.Venue.ControlAsync("faults", new { Kind = "reorder", Stream = "userData@ORDER_TRADE_UPDATE", Count = 2 });
                await bed.Venue.ControlAsync("faults", new { Kind = "duplicate", Stream = "userData@*", Count = (int?)null });
            },
            () => bed.Venue.ControlAsync("sockets", new { Action = "disconnect", Route = "private" }));

        Assert.Equal(straight, tangled);
    }

    [Fact]
    public async Task FC_08_A_venue_whose_clock_is_three_seconds_ahead_is_followed_and_a_close_passes()
    {
        var guard = default(CircuitBreaker)!;
        var account = await bed.HoldingAsync(account => [guard = Limits.Drawdown(account)]);
        await bed.Venue.ControlAsync("clock", new { OffsetMs = 3_000 });

        await bed.Venue.SetPriceAsync(Price * 0.93m);

        await bed.HappensAsync(guard, BreakerEventKind.Acted);
        await bed.Venue.ClearFaultsAsync();
        Assert.Empty(await bed.Venue.PositionsAsync(account.Hand));
        Assert.DoesNotContain(await bed.EventsAsync(guard), entry => entry.Kind == BreakerEventKind.ActionFailed);

        // The clock has gone back: until it has caught up, what the venue tells is older than what is known, and is passed over.
        await bed.Venue.SetPriceAsync(Price);
        await Eventually.TrueAsync("prices are taken again", async token => (await bed.Guard.StateAsync(token))!.Books.Contracts
            .Single(contract => contract.Id == PaperVenue.Bitcoin).Mark == Price, QuickBed.Soon);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is left after two losing trades: money, trips and what the streak's breaker told.</summary>
    private async Task<string> LoseTwiceAsync(Func<Task> disturb, Func<Task> between)
    {
        var streak = default(CircuitBreaker)!;
        await bed.Venue.SetPriceAsync(3_000, Ether.Symbol);
        var account = await bed.HoldingAsync(account => [streak = Limits.Watch(account, "CONSECUTIVE_LOSSES", 2)]);
        await disturb();
        await LoseAsync(account);
        await between();
        await LoseAsync(account);
        await bed.HappensAsync(streak, BreakerEventKind.Triggered);
        var fees = (await bed.Venue.FillsAsync(account.Hand, Ether)).Sum(fill => fill.Fee);
        var wallet = await bed.Venue.WalletAsync(account.Hand);
        var end = default(AccountState)!;
        await bed.BecomesAsync("everything is told", account, state =>
            (end = state).FeesToday == fees && state.Wallet == wallet && state.Positions.Length == 1 && state.Audit.UnexplainedSince == Never);
        await bed.Venue.ClearFaultsAsync();
        var told = (await bed.EventsAsync(streak)).Where(entry => entry.Kind == BreakerEventKind.Triggered)
            .Select(entry => $"{entry.Kind} at {entry.Value} of {entry.Threshold}");
        return $"{end.FeesToday} {string.Join(", ", end.Positions.Select(position => position.Quantity))} "
            + $"{string.Join(", ", end.Trips.Select(trip => trip.Trip.Quantity))} {string.Join("; ", told)}";
    }

    /// <summary>In and out again at the touch: the spread and the fees are lost.</summary>
    private async Task LoseAsync(GuardedAccount account)
    {
        await bed.Venue.SetPriceAsync(3_000, Ether.Symbol);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Buy, 0.1m, mark: 3_000, instrument: Ether);
        await bed.Venue.OrderAsync(account.Hand, OrderSide.Sell, 0.1m, mark: 3_000, instrument: Ether);
    }

    private async Task<IReadOnlyDictionary<string, decimal>> MeterAsync(CircuitBreaker breaker) =>
        (await bed.Guard.StateAsync(Cancellation))!.Breakers.Single(watch => watch.Breaker.Id == breaker.Id).Meter.Values;

    /// <summary>How the portal shows the account's connection.</summary>
    private async Task<string?> ConnectionAsync(GuardedAccount account, CancellationToken cancellationToken) =>
        (await bed.ShownAsync<AccountsView>(LiveChannels.Accounts, cancellationToken))?.Accounts.SingleOrDefault(view => view.Id == account.Id)?.Connection;
}
