using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

public sealed class AccountFeedTests : IAsyncLifetime
{
    private const string Stream = "/private/ws";
    private readonly CancellationTokenSource _stop = new();
    private readonly Sink _sink = new();
    private FakeBinance _venue = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync() => _venue = await FakeBinance.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        await _venue.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Every_connection_begins_with_a_reading_of_the_account()
    {
        _venue.On("GET", "/fapi/v3/positionRisk", $"[{Samples.Position("0.02")}]");
        _venue.On("GET", "/fapi/v1/openAlgoOrders", $"[{Samples.Algo()}]");
        Run();

        var socket = await _venue.AcceptAsync(Stream);
        var snapshot = (await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>()).Snapshot;

        Assert.Equal("/private/ws?listenKey=listen-key-1", socket.PathAndQuery);
        Assert.Equal(1000, snapshot.Balance.WalletBalance);
        Assert.Equal((0.02m, 20, MarginMode.Cross), (snapshot.Positions[0].Quantity, snapshot.Positions[0].Leverage, snapshot.Positions[0].MarginMode));
        Assert.True(Assert.Single(snapshot.OpenOrders).IsConditional);
    }

    [Fact]
    public async Task A_fill_counts_once_though_the_venue_tells_it_twice()
    {
        var socket = await ConnectedAsync();

        await socket.SayAsync("""{"e":"TRADE_LITE","E":1,"T":1,"s":"BTCUSDT","q":"0.02","p":"0","m":false,"S":"SELL","L":"60000.5","l":"0.01","t":77,"i":8886774}""");
        await socket.SayAsync(Samples.Trade(tradeId: 77));
        var fill = (await _sink.FirstAsync<RiskEvent.Filled>()).Fill;
        await _sink.FirstAsync<RiskEvent.OrderChanged>();

        Assert.Equal(("77", 60000.5m, 0.010m, 0.3m, -12.5m), (fill.TradeId, fill.Price, fill.Quantity, fill.Fee, fill.RealizedPnl));
        Assert.Single(_sink.All<RiskEvent.Filled>());
    }

    [Fact]
    public async Task A_position_change_keeps_what_only_readings_tell()
    {
        _venue.On("GET", "/fapi/v3/positionRisk", $"[{Samples.Position("0.02")}]");
        var socket = await ConnectedAsync();

        await socket.SayAsync(Samples.AccountUpdate("ORDER", wallet: "999.5", quantity: "0.01"));
        var position = (await _sink.FirstAsync<RiskEvent.PositionChanged>()).Position;
        var balance = await _sink.FirstAsync<RiskEvent.BalanceChanged>();

        Assert.Equal((0.01m, 60000m, 60200m, 20), (position.Quantity, position.EntryPrice, position.MarkPrice, position.Leverage));
        Assert.Equal(("USDT", 999.5m), (balance.Asset, balance.WalletBalance));
    }

    [Fact]
    public async Task Other_coins_count_when_they_are_collateral()
    {
        _venue.On("GET", "/fapi/v1/accountConfig", """{"dualSidePosition":false,"multiAssetsMargin":true}""");
        _venue.On("GET", "/fapi/v3/account", Samples.Account(wallet: "1500").Replace("\"assets\":[]", """
            "assets":[{"asset":"USDT","walletBalance":"400","marginBalance":"400"},{"asset":"BTC","walletBalance":"0.02","marginBalance":"0.02"},
             {"asset":"BNB","walletBalance":"0","marginBalance":"0"}]
            """, StringComparison.Ordinal));
        var socket = await ConnectedAsync();

        var snapshot = _sink.All<RiskEvent.AccountSnapshotTaken>()[0].Snapshot;
        await socket.SayAsync(Samples.AccountUpdate("ORDER", wallet: "390"));
        var balance = await _sink.FirstAsync<RiskEvent.BalanceChanged>();

        Assert.Equal((true, 1500m), (snapshot.IsMultiAssets, snapshot.Balance.WalletBalance));
        Assert.Equal([new("USDT", 400, 400), new AssetBalance("BTC", 0.02m, 0.02m)], snapshot.Assets);
        Assert.Equal(1490, balance.WalletBalance);
    }

    [Fact]
    public async Task A_changed_assets_mode_has_the_account_read_again()
    {
        var socket = await ConnectedAsync();
        _venue.On("GET", "/fapi/v1/accountConfig", """{"dualSidePosition":false,"multiAssetsMargin":true}""");

        await socket.SayAsync("""{"e":"ACCOUNT_CONFIG_UPDATE","E":1750000005000,"T":1750000005000,"ai":{"j":true}}""");

        await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>(taken => taken.Snapshot.IsMultiAssets);
    }

    [Fact]
    public async Task A_withdrawal_is_explained_before_the_balance_falls()
    {
        _venue.On("GET", "/fapi/v1/income", Answer.Json("[]"), Answer.Json($"[{Samples.Income("TRANSFER", "-400", 4711)}]"));
        var socket = await ConnectedAsync();

        await socket.SayAsync(Samples.AccountUpdate("WITHDRAW", wallet: "600"));
        await _sink.FirstAsync<RiskEvent.BalanceChanged>();

        var told = _sink.Events.Where(riskEvent => riskEvent is RiskEvent.LedgerBooked or RiskEvent.BalanceChanged).ToArray();
        var booked = Assert.IsType<RiskEvent.LedgerBooked>(told[0]).Entry;
        Assert.Equal((LedgerKind.Transfer, -400m, "TRANSFER:4711"), (booked.Kind, booked.Amount, booked.EntryId));
        Assert.IsType<RiskEvent.BalanceChanged>(told[1]);
    }

    [Fact]
    public async Task What_happened_during_an_outage_is_told_before_the_new_reading()
    {
        var socket = await ConnectedAsync();
        _venue.On("GET", "/fapi/v1/income", $"[{Samples.Income("FUNDING_FEE", "-1.25", 9)},{CommissionOnEth}]");
        _venue.On("GET", "/fapi/v1/userTrades", EthTrade);

        socket.Drop();
        await _sink.FirstAsync<RiskEvent.FeedChanged>(change => !change.IsAlive);
        await Eventually.TrueAsync("a second reading", () => _sink.All<RiskEvent.AccountSnapshotTaken>().Length == 2);

        var told = _sink.Events.SkipWhile(riskEvent => riskEvent is not RiskEvent.FeedChanged { IsAlive: false })
            .Where(riskEvent => riskEvent is not RiskEvent.FeedChanged).ToArray();
        Assert.Equal(-1.25m, Assert.IsType<RiskEvent.LedgerBooked>(told[0]).Entry.Amount);
        Assert.Equal("ETHUSDT", Assert.IsType<RiskEvent.Filled>(told[1]).Fill.Instrument.Symbol);
        Assert.IsType<RiskEvent.AccountSnapshotTaken>(told[2]);
    }

    [Fact]
    public async Task An_expired_listen_key_leads_to_a_new_one_and_a_new_reading()
    {
        _venue.On("POST", "/fapi/v1/listenKey", Answer.Json("""{"listenKey":"listen-key-1"}"""), Answer.Json("""{"listenKey":"listen-key-2"}"""));
        var socket = await ConnectedAsync();

        await socket.SayAsync("""{"e":"listenKeyExpired","E":1736996475556,"listenKey":"listen-key-1"}""");
        var second = await _venue.AcceptAsync(Stream);

        Assert.Equal("/private/ws?listenKey=listen-key-2", second.PathAndQuery);
        await Eventually.TrueAsync("a second reading", () => _sink.All<RiskEvent.AccountSnapshotTaken>().Length == 2);
        Assert.Empty(_venue.Requests("DELETE", "/fapi/v1/listenKey"));
    }

    [Fact]
    public async Task A_reading_that_fails_is_tried_until_it_succeeds_and_holds_no_news_back()
    {
        _venue.On("GET", "/fapi/v3/account", [.. Enumerable.Repeat(Answer.Error(502, 0, "bad gateway"), 4), Answer.Json(Samples.Account("1000"))]);
        Run();
        var socket = await _venue.AcceptAsync(Stream);

        await socket.SayAsync(Samples.Trade(tradeId: 78));
        await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>();

        var told = _sink.Events.Where(riskEvent => riskEvent is RiskEvent.Filled or RiskEvent.AccountSnapshotTaken).ToArray();
        Assert.IsType<RiskEvent.Filled>(told[0]);
        Assert.Single(_sink.All<RiskEvent.Filled>());
    }

    [Fact]
    public async Task State_older_than_the_reading_does_not_overwrite_it()
    {
        _venue.On("GET", "/fapi/v3/account", Answer.Error(502, 0, "bad gateway"), Answer.Json(Samples.Account("1000")));
        Run();
        var socket = await _venue.AcceptAsync(Stream);
        var old = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds();

        await socket.SayAsync(Samples.AccountUpdate("ORDER", wallet: "1", quantity: "5", at: old));
        await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>();
        await socket.SayAsync(Samples.AccountUpdate("ORDER", wallet: "998", quantity: "0.01", at: old));
        await _sink.FirstAsync<RiskEvent.PositionChanged>();

        Assert.Equal(998, Assert.Single(_sink.All<RiskEvent.BalanceChanged>()).WalletBalance);
    }

    [Fact]
    public async Task Neither_keys_nor_listen_keys_reach_a_log()
    {
        var log = new CapturingLog();
        _venue.Loggers = log;
        _venue.On("POST", "/fapi/v1/listenKey", Answer.Error(401, -2015, "Invalid API-key."), Answer.Json("""{"listenKey":"listen-key-1"}"""));
        var socket = await ConnectedAsync();
        socket.Drop();
        await _venue.AcceptAsync(Stream);

        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains("listen-key", StringComparison.Ordinal)
            || line.Contains(FakeBinance.Key.ApiKey, StringComparison.Ordinal) || line.Contains(FakeBinance.Key.ApiSecret, StringComparison.Ordinal));
    }

    private const string CommissionOnEth =
        """{"symbol":"ETHUSDT","incomeType":"COMMISSION","income":"-0.3","asset":"USDT","info":"","time":1750000005000,"tranId":10,"tradeId":"5"}""";

    private const string EthTrade =
        """
        [{"buyer":false,"commission":"0.3","commissionAsset":"USDT","id":5,"maker":false,"orderId":6,"price":"3000","qty":"0.2","quoteQty":"600",
          "realizedPnl":"-7","side":"SELL","positionSide":"BOTH","symbol":"ETHUSDT","time":1750000005000}]
        """;

    private void Run() => _running = _venue.Account.Feed.RunAsync(Some.Account, _sink.Post, _stop.Token);

    private async Task<FakeSocket> ConnectedAsync()
    {
        Run();
        var socket = await _venue.AcceptAsync(Stream);
        await _sink.FirstAsync<RiskEvent.AccountSnapshotTaken>();
        return socket;
    }
}
