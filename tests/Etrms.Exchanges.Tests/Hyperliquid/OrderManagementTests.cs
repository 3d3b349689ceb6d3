using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Hyperliquid;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>Finding, changing and cancelling orders, and the settings of an account.</summary>
public sealed class OrderManagementTests : IAsyncLifetime
{
    private FakeHyperliquid _venue = null!;

    private IOrderGateway Gateway => _venue.Account.Gateway;

    public async ValueTask InitializeAsync() => _venue = await FakeHyperliquid.StartAsync();

    public async ValueTask DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task An_order_is_found_by_its_client_id()
    {
        var cloid = Cloid.Of("etrms-1");
        _venue.On("orderStatus", HyperliquidSamples.Status("filled", HyperliquidSamples.Order(cloid: $"\"{cloid}\"", size: "0.0")));

        var outcome = await Gateway.FindAsync(SomeCoin.Btc, "etrms-1", conditional: false, CancellationToken.None);

        var order = Assert.IsType<ExchangeOutcome<Order?>.Accepted>(outcome).Value!;
        Assert.Equal(("77", OrderStatus.Filled, 0.02m), (order.OrderId, order.Status, order.FilledQuantity));
        var request = Assert.Single(_venue.Requests("orderStatus"));
        Assert.Equal((FakeHyperliquid.Main, cloid), (request.GetProperty("user").GetString(), request.GetProperty("oid").GetString()));
    }

    [Fact]
    public async Task An_order_that_the_venue_does_not_know_is_nothing_and_not_a_failure()
    {
        var outcome = await Gateway.FindAsync(SomeCoin.Btc, "etrms-1", conditional: false, CancellationToken.None);

        Assert.Null(Assert.IsType<ExchangeOutcome<Order?>.Accepted>(outcome).Value);
    }

    [Fact]
    public async Task Open_orders_tell_which_are_conditional()
    {
        _venue.On("frontendOpenOrders", $"[{HyperliquidSamples.Order()},{HyperliquidSamples.Order(oid: 78, type: "Stop Market", isTrigger: true)}]");

        var outcome = await Gateway.ReadOpenOrdersAsync(SomeCoin.Btc, CancellationToken.None);

        var orders = Assert.IsType<ExchangeOutcome<ImmutableArray<Order>>.Accepted>(outcome).Value;
        Assert.Equal([(OrderType.Limit, false, 55000m), (OrderType.StopMarket, true, 0m)], orders.Select(order => (order.Type, order.IsConditional, order.Price)));
        Assert.Equal((58000m, true), (orders[1].TriggerPrice, orders[1].IsReducing));
    }

    [Fact]
    public async Task An_order_is_cancelled_by_its_number_and_without_one_by_its_client_id()
    {
        _venue.OnAction("cancel", "\"success\"");
        _venue.OnAction("cancelByCloid", "\"success\"");
        var order = JsonSerializer.Deserialize($"[{HyperliquidSamples.Order()}]", HyperliquidJson.Default.OrderMessageArray)![0].ToOpenOrder();

        var first = await Gateway.CancelAsync(order, CancellationToken.None);
        var second = await Gateway.CancelAsync(order with { OrderId = "", ClientOrderId = "etrms-1" }, CancellationToken.None);

        Assert.All([first, second], outcome => Assert.Equal(OrderStatus.Canceled, Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value.Status));
        Assert.Equal("""{"type":"cancel","cancels":[{"a":1,"o":77}]}""", Sent("cancel"));
        Assert.Contains(Cloid.Of("etrms-1"), Sent("cancelByCloid"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 77)]
    [InlineData(true, 78)]
    public async Task All_orders_of_a_kind_are_cancelled_at_once_and_those_already_gone_do_not_matter(bool conditional, int oid)
    {
        _venue.On("frontendOpenOrders", $"[{HyperliquidSamples.Order()},{HyperliquidSamples.Order(oid: 78, type: "Stop Market", isTrigger: true)}]");
        _venue.OnAction("cancel", """{"error":"Order was never placed, already canceled, or filled. asset=1"}""");

        var outcome = await Gateway.CancelAllAsync(SomeCoin.Btc, conditional, CancellationToken.None);

        Assert.Equal(0, Assert.IsType<ExchangeOutcome<int?>.Accepted>(outcome).Value);
        Assert.Equal($$$$"""{"type":"cancel","cancels":[{"a":1,"o":{{{{oid}}}}}]}""", Sent("cancel"));
    }

    [Fact]
    public async Task A_changed_order_has_a_new_number()
    {
        _venue.OnAction("batchModify", """{"resting":{"oid":79}}""");
        var resting = new Order
        {
            OrderId = "77",
            ClientOrderId = "etrms-1",
            Instrument = SomeCoin.Btc,
            Side = OrderSide.Buy,
            Type = OrderType.Limit,
            Status = OrderStatus.New,
            Quantity = 0.02m,
            Price = 55000,
        };

        var outcome = await Gateway.ModifyAsync(resting, 0.01m, 56000m, CancellationToken.None);

        var changed = Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value;
        Assert.Equal(("79", 0.01m, 56000m), (changed.OrderId, changed.Quantity, changed.Price));
        Assert.StartsWith("""{"type":"batchModify","modifies":[{"oid":77,"order":{"a":1,"b":true,"p":"56000","s":"0.01","r":false,""", Sent("batchModify"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"a\":true", Sent("batchModify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_and_its_protection_go_as_one_group()
    {
        _venue.OnAction("order", """{"filled":{"totalSz":"0.02","avgPx":"60000.5","oid":77}},"waitingForTrigger","waitingForTrigger" """);

        var outcome = await Gateway.OpenProtectedAsync(SomeCoin.Open(), [SomeCoin.Stop(), SomeCoin.Target()], CancellationToken.None);

        var opened = Assert.IsType<ExchangeOutcome<ProtectedEntry>.Accepted>(outcome).Value;
        Assert.Equal((OrderStatus.Filled, 2), (opened.Entry.Status, opened.Protection.Length));
        Assert.All(opened.Protection, order => Assert.True(order is { Status: OrderStatus.New, IsConditional: true }));
        Assert.EndsWith(""","grouping":"normalTpsl"}""", Sent("order"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_partly_filled_entry_holds_is_protected_at_once()
    {
        _venue.On(
            "order",
            Answer.Json("""{"status":"ok","response":{"type":"order","data":{"statuses":[{"filled":{"totalSz":"0.005","avgPx":"60000.5","oid":77}},"waitingForFill"]}}}"""),
            Answer.Json("""{"status":"ok","response":{"type":"order","data":{"statuses":[{"resting":{"oid":78}}]}}}"""));

        var outcome = await Gateway.OpenProtectedAsync(SomeCoin.Open(), [SomeCoin.Stop()], CancellationToken.None);

        var opened = Assert.IsType<ExchangeOutcome<ProtectedEntry>.Accepted>(outcome).Value;
        Assert.Equal((0.005m, "78", 0.005m), (opened.Entry.FilledQuantity, opened.Protection[0].OrderId, opened.Protection[0].Quantity));
        var second = _venue.Requests("order")[1].GetProperty("action");
        Assert.Equal(("na", "0.005"), (second.GetProperty("grouping").GetString(), second.GetProperty("orders")[0].GetProperty("s").GetString()));
    }

    [Fact]
    public async Task The_protection_in_a_group_is_no_larger_than_its_entry()
    {
        _venue.OnAction("order", """{"filled":{"totalSz":"0.02","avgPx":"60000.5","oid":77}},"waitingForTrigger" """);

        await Gateway.OpenProtectedAsync(SomeCoin.Open(), [SomeCoin.Stop(held: 0.050m)], CancellationToken.None);

        var orders = Assert.Single(_venue.Requests("order")).GetProperty("action").GetProperty("orders");
        Assert.Equal(["0.02", "0.02"], orders.EnumerateArray().Select(order => order.GetProperty("s").GetString()));
    }

    [Fact]
    public async Task A_group_is_refused_as_a_whole_with_one_error()
    {
        _venue.OnAction("order", """{"error":"Invalid TP/SL price. asset=1"}""");

        var outcome = await Gateway.OpenProtectedAsync(SomeCoin.Open(), [SomeCoin.Stop()], CancellationToken.None);

        Assert.Equal("Invalid TP/SL price. asset=1", Assert.IsType<ExchangeOutcome<ProtectedEntry>.Rejected>(outcome).Rejection.Message);
    }

    [Fact]
    public async Task An_entry_whose_protection_was_refused_is_not_called_accepted()
    {
        _venue.OnAction("order", """{"filled":{"totalSz":"0.02","avgPx":"60000.5","oid":77}},{"error":"Invalid TP/SL price."}""");

        var outcome = await Gateway.OpenProtectedAsync(SomeCoin.Open(), [SomeCoin.Stop()], CancellationToken.None);

        Assert.IsType<ExchangeOutcome<ProtectedEntry>.Unknown>(outcome);
    }

    [Fact]
    public async Task Leverage_keeps_the_margin_mode_and_the_mode_keeps_the_leverage()
    {
        _venue.On("activeAssetData", """{"user":"0x","coin":"BTC","leverage":{"type":"isolated","value":7,"rawUsd":"1.0"},"maxTradeSzs":["1","1"]}""");
        _venue.On("updateLeverage", """{"status":"ok","response":{"type":"default"}}""");

        var leverage = await Gateway.SetLeverageAsync(SomeCoin.Btc, 12, CancellationToken.None);
        var mode = await Gateway.SetMarginModeAsync(SomeCoin.Btc, MarginMode.Cross, CancellationToken.None);

        Assert.Equal(12, Assert.IsType<ExchangeOutcome<int>.Accepted>(leverage).Value);
        Assert.Equal(MarginMode.Cross, Assert.IsType<ExchangeOutcome<MarginMode>.Accepted>(mode).Value);
        Assert.Equal(
            ["""{"type":"updateLeverage","asset":1,"isCross":false,"leverage":12}""", """{"type":"updateLeverage","asset":1,"isCross":true,"leverage":7}"""],
            _venue.Requests("updateLeverage").Select(request => request.GetProperty("action").GetRawText()));
    }

    [Fact]
    public async Task A_contract_that_is_margined_in_isolation_only_is_not_asked_to_share()
    {
        _venue.On("metaAndAssetCtxs", """[{"universe":[{"name":"BTC","szDecimals":5,"maxLeverage":3,"onlyIsolated":true}]},[{"markPx":"60000.0"}]]""");

        var mode = await Gateway.SetMarginModeAsync(SomeCoin.Btc, MarginMode.Cross, CancellationToken.None);

        Assert.Equal(RejectionClass.Fatal, Assert.IsType<ExchangeOutcome<MarginMode>.Rejected>(mode).Rejection.Class);
        Assert.Empty(_venue.Requests("updateLeverage"));
    }

    [Fact]
    public async Task Isolated_margin_is_moved_in_millionths_and_never_more_than_asked()
    {
        _venue.On("updateIsolatedMargin", """{"status":"ok","response":{"type":"default"}}""");

        var moved = await Gateway.AdjustIsolatedMarginAsync(SomeCoin.Btc, PositionSide.Both, -1.2345678m, CancellationToken.None);

        Assert.Equal(-1.234567m, Assert.IsType<ExchangeOutcome<decimal>.Accepted>(moved).Value);
        Assert.Contains("\"ntli\":-1234567", Sent("updateIsolatedMargin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dead_man_switch_is_armed_no_nearer_than_the_venue_allows_and_taken_back()
    {
        _venue.On("scheduleCancel", """{"status":"ok","response":{"type":"default"}}""");

        var armed = await Gateway.ArmDeadManAsync(SomeCoin.Btc, TimeSpan.FromSeconds(1), CancellationToken.None);
        var disarmed = await Gateway.ArmDeadManAsync(SomeCoin.Btc, null, CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(6), Assert.IsType<ExchangeOutcome<TimeSpan?>.Accepted>(armed).Value);
        Assert.Null(Assert.IsType<ExchangeOutcome<TimeSpan?>.Accepted>(disarmed).Value);
        var requests = _venue.Requests("scheduleCancel");
        Assert.Equal(6000, requests[0].GetProperty("action").GetProperty("time").GetInt64() - requests[0].GetProperty("nonce").GetInt64(), tolerance: 50);
        Assert.False(requests[1].GetProperty("action").TryGetProperty("time", out _));
    }

    [Fact]
    public async Task There_is_no_hedge_mode()
    {
        Assert.IsType<ExchangeOutcome<bool>.Rejected>(await Gateway.SetHedgeModeAsync(true, CancellationToken.None));
        Assert.IsType<ExchangeOutcome<bool>.Accepted>(await Gateway.SetHedgeModeAsync(false, CancellationToken.None));
    }

    [Theory]
    [InlineData("etrms-aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("etrms-ccccccccccccccccccccccccccc")]
    [InlineData("etrms-1")]
    [InlineData("by-hand")]
    public void A_client_id_always_gives_the_same_number_of_128_bits(string clientOrderId)
    {
        var cloid = Cloid.Of(clientOrderId);

        Assert.Matches("^0x[0-9a-f]{32}$", cloid);
        Assert.Equal(cloid, Cloid.Of(clientOrderId));
        Assert.Equal(cloid, Cloid.Of(cloid));
    }

    [Fact]
    public void An_id_of_ours_is_read_back_from_its_number_and_a_strangers_stays_a_number()
    {
        var ours = PlanIds.ClientOrderId(Guid.Parse("0d8f8f0e-5a6b-4b61-8f7c-1f5d6f0e2a10"), "close/1");

        Assert.Equal(ours, Cloid.ClientOrderId(Cloid.Of(ours)));
        Assert.Equal(Cloid.Of("by-hand"), Cloid.ClientOrderId(Cloid.Of("by-hand")));
        Assert.Equal("", Cloid.ClientOrderId(null));
    }

    private string Sent(string type) => Assert.Single(_venue.Requests(type)).GetProperty("action").GetRawText();
}
