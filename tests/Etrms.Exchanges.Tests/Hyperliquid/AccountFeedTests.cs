using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>The stream of one account and what it is read with.</summary>
public sealed class AccountFeedTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Sink _sink = new();
    private FakeHyperliquid _venue = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync() => _venue = await FakeHyperliquid.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running != Task.CompletedTask)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        }

        await _venue.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Every_connection_asks_for_its_topics_and_begins_with_a_reading()
    {
        _venue.On("clearinghouseState", HyperliquidSamples.State("1002", HyperliquidSamples.Position()));
        _venue.On("frontendOpenOrders", $"[{HyperliquidSamples.Order(oid: 78, type: "Stop Market", isTrigger: true)}]");
        var socket = await ConnectedAsync();

        var snapshot = (await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>()).Snapshot;

        Assert.Equal((1000m, 1002m, "USDC"), (snapshot.Balance.WalletBalance, snapshot.Balance.MarginBalance, snapshot.Balance.Asset));
        Assert.Equal((0.02m, 60100m, 20, 15.025m), (snapshot.Positions[0].Quantity, snapshot.Positions[0].MarkPrice, snapshot.Positions[0].Leverage, snapshot.Positions[0].MaintenanceMargin));
        Assert.True(Assert.Single(snapshot.OpenOrders).IsConditional);
        Assert.Equal(
            ["clearinghouseState", "orderUpdates", "userFills", "userFundings", "userNonFundingLedgerUpdates"],
            socket.Heard.Where(heard => heard.Contains("subscribe", StringComparison.Ordinal))
                .Select(heard => JsonDocument.Parse(heard).RootElement.GetProperty("subscription").GetProperty("type").GetString()!).Order());
    }

    [Fact]
    public async Task A_fill_is_told_with_its_number_and_the_past_is_not_told_again()
    {
        var socket = await ConnectedAsync();

        await socket.SayAsync(HyperliquidSamples.Fills(tid: 1, isSnapshot: true));
        await socket.SayAsync(HyperliquidSamples.Fills(tid: 2));
        var fill = (await _sink.FirstAsync<RiskEvent.Filled>()).Fill;

        Assert.Equal(("2", "77", OrderSide.Sell, 0.01m, 60000.5m), (fill.TradeId, fill.OrderId, fill.Side, fill.Quantity, fill.Price));
        Assert.Equal((0.27m, "USDC", -12.5m, false), (fill.Fee, fill.FeeAsset, fill.RealizedPnl, fill.IsMaker));
        Assert.Single(_sink.All<RiskEvent.Filled>());
    }

    [Fact]
    public async Task A_position_is_told_with_the_wallet_of_the_same_instant_and_a_closed_one_as_nothing_held()
    {
        var socket = await ConnectedAsync();

        await socket.SayAsync(HyperliquidSamples.StateFrame(HyperliquidSamples.State("1002", HyperliquidSamples.Position(), at: 1750000006000)));
        var opened = await _sink.FirstAsync<RiskEvent.PositionChanged>(change => change.Position.Quantity == 0.02m);
        await socket.SayAsync(HyperliquidSamples.StateFrame(HyperliquidSamples.State("990", at: 1750000007000)));
        var closed = await _sink.FirstAsync<RiskEvent.PositionChanged>(change => change.Position.Quantity == 0);
        var balance = await _sink.FirstAsync<RiskEvent.BalanceChanged>();

        Assert.Equal(new WalletReading("USDC", 1000m), opened.Wallet);
        Assert.Equal(new WalletReading("USDC", 990m), closed.Wallet);
        Assert.Equal(990m, balance.WalletBalance);
    }

    [Fact]
    public async Task A_state_without_news_tells_nothing()
    {
        _venue.On("clearinghouseState", HyperliquidSamples.State("1002", HyperliquidSamples.Position()));
        var socket = await ConnectedAsync();

        await socket.SayAsync(HyperliquidSamples.StateFrame(HyperliquidSamples.State("1003", HyperliquidSamples.Position(profit: "3.0"), at: 1750000006000)));
        await socket.SayAsync(HyperliquidSamples.Fills(tid: 2));
        await _sink.FirstAsync<RiskEvent.Filled>();

        Assert.Empty(_sink.All<RiskEvent.PositionChanged>());
        Assert.Empty(_sink.All<RiskEvent.BalanceChanged>());
    }

    [Fact]
    public async Task An_order_keeps_what_only_readings_tell_until_it_ends()
    {
        _venue.On("frontendOpenOrders", $"[{HyperliquidSamples.Order(type: "Stop Market", isTrigger: true)}]");
        var socket = await ConnectedAsync();

        await socket.SayAsync(HyperliquidSamples.OrderUpdate("triggered"));
        await socket.SayAsync(HyperliquidSamples.OrderUpdate("filled", left: "0.0"));
        var filled = (await _sink.FirstAsync<RiskEvent.OrderChanged>(change => change.Order.Status == OrderStatus.Filled)).Order;

        Assert.Equal((OrderType.StopMarket, true, true, 58000m, 0.02m), (filled.Type, filled.IsConditional, filled.ReduceOnly, filled.TriggerPrice, filled.FilledQuantity));
        Assert.Equal(OrderStatus.New, _sink.All<RiskEvent.OrderChanged>()[0].Order.Status);
    }

    [Fact]
    public async Task An_order_from_elsewhere_is_asked_for()
    {
        _venue.On("orderStatus", HyperliquidSamples.Status("open", HyperliquidSamples.Order(oid: 99, type: "Take Profit Market", isTrigger: true)));
        var socket = await ConnectedAsync();

        await socket.SayAsync(HyperliquidSamples.OrderUpdate("open", oid: 99));
        var order = (await _sink.FirstAsync<RiskEvent.OrderChanged>()).Order;

        Assert.Equal(("99", OrderType.TakeProfitMarket, true), (order.OrderId, order.Type, order.IsReducing));
        Assert.Equal(99, Assert.Single(_venue.Requests("orderStatus")).GetProperty("oid").GetInt64());
    }

    [Fact]
    public async Task An_answer_about_an_order_that_ended_meanwhile_does_not_bring_it_back()
    {
        _venue.On("orderStatus", HyperliquidSamples.Status("open", HyperliquidSamples.Order(oid: 99)));
        var socket = await ConnectedAsync();

        await socket.SayAsync(HyperliquidSamples.OrderUpdate("canceled", oid: 99));
        await socket.SayAsync(HyperliquidSamples.OrderUpdate("open", oid: 99));
        await Eventually.TrueAsync("both questions", () => _venue.Requests("orderStatus").Length == 2);
        _venue.On("orderStatus", HyperliquidSamples.Status("canceled", HyperliquidSamples.Order(oid: 99)));
        await socket.SayAsync(HyperliquidSamples.OrderUpdate("canceled", oid: 99));
        await _sink.FirstAsync<RiskEvent.OrderChanged>();

        Assert.Equal([OrderStatus.Canceled], _sink.All<RiskEvent.OrderChanged>().Select(change => change.Order.Status));
    }

    [Fact]
    public async Task Funding_and_transfers_are_booked_as_such()
    {
        var socket = await ConnectedAsync();

        await socket.SayAsync(HyperliquidSamples.Funding(1750000800000));
        await socket.SayAsync(HyperliquidSamples.Withdrawal(1750000900000));
        var funding = (await _sink.FirstAsync<RiskEvent.LedgerBooked>(booked => booked.Entry.Kind == LedgerKind.Funding)).Entry;
        var withdrawal = (await _sink.FirstAsync<RiskEvent.LedgerBooked>(booked => booked.Entry.Kind == LedgerKind.Transfer)).Entry;

        Assert.Equal(("BTC:1750000800000", -0.05m, SomeCoin.Btc), (funding.EntryId, funding.Amount, funding.Instrument));
        Assert.Equal((-101m, "USDC"), (withdrawal.Amount, withdrawal.Asset));
    }

    [Fact]
    public async Task After_an_outage_what_was_missed_comes_before_a_fresh_reading()
    {
        var socket = await ConnectedAsync();
        _venue.On("userFillsByTime", $"[{HyperliquidSamples.Fill(5)},{HyperliquidSamples.Fill(5)},{HyperliquidSamples.Fill(6, coin: "@107")}]");
        _venue.On("userFunding", """[{"time":1750000800000,"hash":"0x","delta":{"type":"funding","coin":"BTC","usdc":"-0.05","szi":"1","fundingRate":"0.1"}}]""");

        socket.Drop();
        await _venue.AcceptAsync();
        await Eventually.TrueAsync("a second reading", () => _sink.All<RiskEvent.AccountSnapshotTaken>().Length == 2);

        Assert.Equal("5", Assert.Single(_sink.All<RiskEvent.Filled>()).Fill.TradeId);
        Assert.Equal(-0.05m, Assert.Single(_sink.All<RiskEvent.LedgerBooked>()).Entry.Amount);
        var order = Array.FindAll(_sink.Events, e => e is RiskEvent.Filled or RiskEvent.AccountSnapshotTaken);
        Assert.Equal([typeof(RiskEvent.AccountSnapshotTaken), typeof(RiskEvent.Filled), typeof(RiskEvent.AccountSnapshotTaken)], order.Select(e => e.GetType()));
    }

    [Fact]
    public async Task A_stream_that_no_longer_answers_is_found_dead_within_five_seconds()
    {
        var socket = await ConnectedAsync();
        await Eventually.TrueAsync("a ping", () => socket.Heard.Any(heard => heard.Contains("ping", StringComparison.Ordinal)));

        socket.Reply = static _ => null;
        var silencedAt = DateTimeOffset.UtcNow;
        var dead = await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.UserStream, IsAlive: false });

        Assert.InRange(dead.Times.ReceivedAt - silencedAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Under_one_account_for_everything_the_spot_side_is_read_and_streamed()
    {
        _venue.On("userAbstraction", "\"unifiedAccount\"");
        _venue.On("spotClearinghouseState", """{"balances":[{"coin":"USDC","token":0,"total":"500.0","hold":"20.0","entryNtl":"0.0"}]}""");
        _venue.On("clearinghouseState", HyperliquidSamples.State("0", HyperliquidSamples.Position()));
        var socket = await ConnectedAsync();

        var balance = (await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>()).Snapshot.Balance;

        Assert.Equal((498m, 500m, 20m, 480m), (balance.WalletBalance, balance.MarginBalance, balance.InitialMargin, balance.AvailableBalance));
        Assert.Contains(socket.Heard, heard => heard.Contains("spotState", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reading_of_which_a_part_failed_is_none()
    {
        _venue.On("frontendOpenOrders", new Answer(422, "Failed to deserialize the JSON body into the target type"));

        var outcome = await _venue.Account.Feed.ReadSnapshotAsync(CancellationToken.None);

        Assert.IsType<ExchangeOutcome<AccountSnapshot>.Rejected>(outcome);
    }

    [Fact]
    public async Task Fills_are_read_page_by_page_and_count_once()
    {
        var first = string.Join(',', Enumerable.Range(1, 500).Select(i => HyperliquidSamples.Fill(i, at: 1750000000000 + i)));
        _venue.On("userFillsByTime", Answer.Json($"[{first}]"), Answer.Json($"[{HyperliquidSamples.Fill(500, at: 1750000000500)},{HyperliquidSamples.Fill(501, at: 1750000000501)}]"));

        var outcome = await _venue.Account.Feed.ReadFillsAsync(SomeCoin.Btc, DateTimeOffset.UnixEpoch, CancellationToken.None);

        Assert.Equal(501, Assert.IsType<ExchangeOutcome<ImmutableArray<Fill>>.Accepted>(outcome).Value.Length);
        Assert.Equal([0L, 1750000000500L], _venue.Requests("userFillsByTime").Select(request => request.GetProperty("startTime").GetInt64()));
    }

    [Fact]
    public async Task Nothing_secret_is_logged_though_everything_fails()
    {
        using var log = new CapturingLog();
        _venue.Loggers = log;
        _venue.On("clearinghouseState", new Answer(403, "forbidden"));
        _venue.On("order", """{"status":"err","response":"User or API Wallet does not exist."}""");

        var account = _venue.Account;
        await account.Feed.ReadSnapshotAsync(CancellationToken.None);
        await account.Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.Single(log.Lines, line => line.Contains("clearinghouseState", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Contains("User or API Wallet", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(FakeHyperliquid.AgentKey[2..], StringComparison.OrdinalIgnoreCase));
    }

    private async Task<FakeSocket> ConnectedAsync()
    {
        _running = _venue.Account.Feed.RunAsync(Some.Account, _sink.Post, _stop.Token);
        var socket = await _venue.AcceptAsync();
        await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>();
        return socket;
    }
}
