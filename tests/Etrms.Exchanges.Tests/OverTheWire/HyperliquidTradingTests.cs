using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Hyperliquid.Signing;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>The client against the paper venue's Hyperliquid side, over sockets, as it trades.</summary>
public sealed class HyperliquidTradingTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await MoveAsync(60_000m);

    public async ValueTask DisposeAsync() => await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

    [Fact]
    public async Task A_position_opened_and_closed_is_told_by_the_stream_as_by_the_readings()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();

        var opened = await account.SendAsync(SomeCoin.Open());
        var fill = (await account.Sink.FirstAsync<RiskEvent.Filled>()).Fill;
        var position = (await account.Sink.FirstAsync<RiskEvent.PositionChanged>()).Position;
        var read = Assert.Single(await account.PositionsAsync());

        Assert.Equal((OrderStatus.Filled, 0.020m), (opened.Status, opened.FilledQuantity));
        Assert.Equal((opened.OrderId, 0.020m, OrderSide.Buy), (fill.OrderId, fill.Quantity, fill.Side));
        Assert.Equal((read.Quantity, read.EntryPrice), (position.Quantity, position.EntryPrice));
        Assert.True(read is { Quantity: 0.020m, MaintenanceMargin: > 0, InitialMargin: > 0, Leverage: > 0 });

        await account.SendAsync(SomeCoin.Close());
        await account.Sink.FirstAsync<RiskEvent.PositionChanged>(change => change.Position.Quantity == 0);

        Assert.Empty(await account.PositionsAsync());
    }

    [Fact]
    public async Task Fills_of_the_stream_and_of_the_reading_are_the_same()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();

        await account.SendAsync(SomeCoin.Open());
        var told = (await account.Sink.FirstAsync<RiskEvent.Filled>()).Fill;

        Assert.Equal(told, (await account.FillsAsync())[0]);
    }

    [Fact]
    public async Task A_stop_rests_until_the_mark_price_reaches_it_and_closes_the_position()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();
        await account.SendAsync(SomeCoin.Open());
        await account.Sink.FirstAsync<RiskEvent.PositionChanged>();
        var stop = await account.SendAsync(SomeCoin.Stop(at: 58_000m));
        var resting = Assert.Single(await account.OpenOrdersAsync());
        Assert.Equal((stop.OrderId, true, OrderType.StopMarket, 58_000m), (resting.OrderId, resting.IsConditional, resting.Type, resting.TriggerPrice));
        Assert.Equal(SomeCoin.Stop().ClientOrderId, resting.ClientOrderId);

        await MoveAsync(57_900m);
        await account.Sink.FirstAsync<RiskEvent.PositionChanged>(change => change.Position.Quantity == 0);

        await account.Sink.FirstAsync<RiskEvent.OrderChanged>(change => change.Order is { IsConditional: true, Status: OrderStatus.Filled });
        Assert.Empty(await account.OpenOrdersAsync());
        Assert.Empty(await account.PositionsAsync());
    }

    [Fact]
    public async Task Orders_are_changed_and_cancelled_one_by_one_and_all_at_once()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        await account.SendAsync(SomeCoin.Open());
        var bid = await account.SendAsync(SomeCoin.Open("etrms-bid-1", price: 59_000m));
        var stop = await account.SendAsync(SomeCoin.Stop());

        var changed = HyperliquidWire.Accepted(await account.Gateway.ModifyAsync(bid, 0.03m, 58_500m, CancellationToken.None));
        Assert.Contains(await account.OpenOrdersAsync(), order => order.OrderId == changed.OrderId && order.Price == 58_500m && order.Quantity == 0.03m);
        Assert.Equal(OrderStatus.Canceled, HyperliquidWire.Accepted(await account.Gateway.CancelAsync(changed, CancellationToken.None)).Status);
        Assert.Equal(OrderStatus.Canceled, HyperliquidWire.Accepted(await account.Gateway.CancelAsync(stop, CancellationToken.None)).Status);
        Assert.Empty(await account.OpenOrdersAsync());

        await account.SendAsync(SomeCoin.Open("etrms-bid-2", price: 59_000m));
        await account.SendAsync(SomeCoin.Open("etrms-bid-3", price: 58_000m));
        await account.SendAsync(SomeCoin.Target());
        Assert.Equal(2, HyperliquidWire.Accepted(await account.Gateway.CancelAllAsync(SomeCoin.Btc, conditional: false, CancellationToken.None)));
        Assert.True(Assert.Single(await account.OpenOrdersAsync()).IsConditional);
        Assert.Equal(1, HyperliquidWire.Accepted(await account.Gateway.CancelAllAsync(SomeCoin.Btc, conditional: true, CancellationToken.None)));
        Assert.Empty(await account.OpenOrdersAsync());
    }

    [Fact]
    public async Task An_entry_is_never_without_its_protection()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);

        var opened = HyperliquidWire.Accepted(await account.Gateway.OpenProtectedAsync(
            SomeCoin.Open(), [SomeCoin.Stop(), SomeCoin.Target()], CancellationToken.None));

        Assert.Equal((OrderStatus.Filled, 2), (opened.Entry.Status, opened.Protection.Length));
        var resting = await account.OpenOrdersAsync();
        Assert.Equal([OrderType.StopMarket, OrderType.TakeProfitMarket], resting.Select(order => order.Type).Order());
        Assert.All(resting, order => Assert.True(order.IsReducing));
        Assert.Equal(opened.Protection.Select(order => order.ClientOrderId).Order(), resting.Select(order => order.ClientOrderId).Order());
    }

    [Fact]
    public async Task A_post_only_order_that_would_trade_is_refused()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);

        var outcome = await account.Gateway.SendAsync(
            SomeCoin.Open(price: 62_000m, timeInForce: TimeInForce.GoodTillCrossing), CancellationToken.None);

        Assert.Equal(RejectionClass.Fixable, Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection.Class);
    }

    [Fact]
    public async Task A_close_of_nothing_is_refused_and_opens_nothing()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);

        var outcome = await account.Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.Equal(RejectionClass.Fixable, Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection.Class);
        Assert.Empty(await account.PositionsAsync());
    }

    [Fact]
    public async Task Leverage_margin_mode_and_isolated_margin_are_set_and_read_back()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);

        var leverage = await account.Gateway.SetLeverageAsync(SomeCoin.Btc, 7, CancellationToken.None);
        var mode = await account.Gateway.SetMarginModeAsync(SomeCoin.Btc, MarginMode.Isolated, CancellationToken.None);
        await account.SendAsync(SomeCoin.Open());
        var before = Assert.Single(await account.PositionsAsync());
        var moved = await account.Gateway.AdjustIsolatedMarginAsync(SomeCoin.Btc, PositionSide.Both, 50m, CancellationToken.None);
        var after = Assert.Single(await account.PositionsAsync());

        Assert.Equal((7, MarginMode.Isolated, 50m), (HyperliquidWire.Accepted(leverage), HyperliquidWire.Accepted(mode), HyperliquidWire.Accepted(moved)));
        Assert.Equal((7, MarginMode.Isolated), (before.Leverage, before.MarginMode));
        Assert.Equal(before.IsolatedMargin + 50m, after.IsolatedMargin);
    }

    [Theory]
    [InlineData("timeout_after", true)]
    [InlineData("timeout_before", false)]
    public async Task An_unknown_outcome_is_settled_by_asking_and_nothing_is_sent_twice(string kind, bool happened)
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        await venue.ControlAsync("faults", new { kind, method = "POST", path = "/exchange" });

        var outcome = await account.Gateway.SendAsync(SomeCoin.Open("etrms-lost"), CancellationToken.None);
        var found = HyperliquidWire.Accepted(await account.Gateway.FindAsync(SomeCoin.Btc, "etrms-lost", conditional: false, CancellationToken.None));

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Equal(happened, found is { Status: OrderStatus.Filled });
        Assert.Equal(happened ? 0.020m : 0, (await account.PositionsAsync()).Sum(position => position.Quantity));
        Assert.Equal(happened ? 1 : 0, (await account.FillsAsync()).DistinctBy(fill => fill.OrderId).Count());
    }

    [Theory]
    [InlineData("unavailable", false, true)]
    [InlineData("internal_error", true, true)]
    [InlineData("too_many_requests", false, false)]
    public async Task The_venues_own_troubles_are_told_apart(string error, bool executes, bool isUnknown)
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        await venue.ControlAsync("faults", new { kind = "refuse", path = "/exchange", error, executes });

        var outcome = await account.Gateway.SendAsync(SomeCoin.Open(), CancellationToken.None);

        Assert.Equal(isUnknown, outcome is ExchangeOutcome<Order>.Unknown);
        Assert.Equal(executes, !(await account.PositionsAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_key_that_the_venue_hands_out_trades_and_cannot_withdraw()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);

        var permissions = HyperliquidWire.Accepted(await account.Feed.ReadPermissionsAsync(CancellationToken.None));

        Assert.Equal((true, true, false), (permissions.CanRead, permissions.CanTradeFutures, permissions.CanWithdraw));
    }

    [Fact]
    public async Task The_standard_wallet_of_third_party_tools_signs_for_itself()
    {
        using var clients = FakeBinance.ClientsOf(venue.Address);
        var key = new string('1', 64);
        Assert.True(SigningKey.TryRead(key, out var signer));

        var feed = clients.Account(Exchange.Hyperliquid, VenueNetwork.Paper, new(signer.Address, key)).Feed;

        Assert.True(HyperliquidWire.Accepted(await feed.ReadPermissionsAsync(CancellationToken.None)).CanWithdraw);
    }

    [Fact]
    public async Task A_wallet_that_the_venue_does_not_know_is_refused_by_name()
    {
        using var clients = FakeBinance.ClientsOf(venue.Address);

        var outcome = await clients.Account(Exchange.Hyperliquid, VenueNetwork.Paper, new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey))
            .Feed.ReadPermissionsAsync(CancellationToken.None);

        Assert.Contains("does not know", Assert.IsType<ExchangeOutcome<KeyPermissions>.Rejected>(outcome).Rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trading_rules_prices_and_history_of_the_venue_are_read()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        var (market, data) = (account.Clients.MarketFeed(Exchange.Hyperliquid, VenueNetwork.Paper), account.Clients.MarketData(Exchange.Hyperliquid, VenueNetwork.Paper));

        var rules = await market.LoadInstrumentsAsync(CancellationToken.None);
        var ticker = await data.ReadTickerAsync(SomeCoin.Btc, CancellationToken.None);
        var book = await data.ReadBookAsync(SomeCoin.Btc, depth: 5, CancellationToken.None);
        var candles = await account.Clients.CandleHistory(Exchange.Hyperliquid, VenueNetwork.Paper)
            .ReadCandlesAsync(SomeCoin.Btc, TimeSpan.FromMinutes(1), ticker.At.AddHours(-1), ticker.At, CancellationToken.None);

        var btc = Assert.Single(rules, rule => rule.Id == SomeCoin.Btc);
        Assert.True(btc is { SignificantFigures: 5, MinNotional: 10, Brackets.IsEmpty: false });
        Assert.InRange(ticker.Mark!.Value, 50_000m, 70_000m);
        Assert.True(book.Bids.Length == 5 && book.BestBid!.Value.Price < book.BestAsk!.Value.Price);
        Assert.InRange(candles.Length, 59, 61);
    }

    private async Task MoveAsync(decimal price) => await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "BTC", price });
}
