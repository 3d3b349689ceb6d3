using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>What the gateway asks and cancels beside sending.</summary>
public sealed class OrderReadingTests
{
    [Fact]
    public async Task An_order_is_found_by_its_client_id_in_either_book()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/order", Samples.Order(clientId: "etrms-1"));
        venue.On("GET", "/fapi/v1/algoOrder", Samples.Algo(clientId: "etrms-2"));
        var gateway = venue.Account.Gateway;

        var ordinary = await gateway.FindAsync(Some.Btc, "etrms-1", conditional: false, CancellationToken.None);
        var conditional = await gateway.FindAsync(Some.Btc, "etrms-2", conditional: true, CancellationToken.None);

        Assert.Equal("28580357696", Assert.IsType<ExchangeOutcome<Order?>.Accepted>(ordinary).Value?.OrderId);
        Assert.Equal("1000000204743716", Assert.IsType<ExchangeOutcome<Order?>.Accepted>(conditional).Value?.OrderId);
        Assert.Contains("origClientOrderId=etrms-1", venue.Requests("GET", "/fapi/v1/order").Single().Query, StringComparison.Ordinal);
        Assert.Contains("clientAlgoId=etrms-2", venue.Requests("GET", "/fapi/v1/algoOrder").Single().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_the_venue_does_not_know_is_a_known_no()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/order", Answer.Error(400, -2013, "Order does not exist."));

        var outcome = await venue.Account.Gateway.FindAsync(Some.Btc, "etrms-1", conditional: false, CancellationToken.None);

        Assert.Null(Assert.IsType<ExchangeOutcome<Order?>.Accepted>(outcome).Value);
    }

    [Fact]
    public async Task A_reading_that_fails_is_repeated_and_then_Unknown()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v3/positionRisk", Answer.Error(502, 0, "bad gateway"));

        var outcome = await venue.Account.Gateway.ReadPositionsAsync(Some.Btc, CancellationToken.None);

        Assert.IsType<ExchangeOutcome<System.Collections.Immutable.ImmutableArray<Position>>.Unknown>(outcome);
        Assert.Equal(3, venue.Requests("GET", "/fapi/v3/positionRisk").Length);
    }

    [Fact]
    public async Task A_row_with_nothing_held_is_no_position()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v3/positionRisk", $"[{Samples.Position("0")},{Samples.Position("-0.02")}]");

        var outcome = await venue.Account.Gateway.ReadPositionsAsync(Some.Btc, CancellationToken.None);

        var position = Assert.Single(Assert.IsType<ExchangeOutcome<System.Collections.Immutable.ImmutableArray<Position>>.Accepted>(outcome).Value);
        Assert.Equal((-0.02m, 60000.5m, 60100m), (position.Quantity, position.EntryPrice, position.MarkPrice));
        Assert.Null(position.LiquidationPrice);
    }

    [Fact]
    public async Task Open_orders_come_from_both_books_or_not_at_all()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/openOrders", $"[{Samples.Order(status: "NEW")}]");
        venue.On("GET", "/fapi/v1/openAlgoOrders", Answer.Json($"[{Samples.Algo()}]"), Answer.Error(401, -2015, "Invalid API-key."));
        var gateway = venue.Account.Gateway;

        var both = await gateway.ReadOpenOrdersAsync(Some.Btc, CancellationToken.None);
        var half = await gateway.ReadOpenOrdersAsync(Some.Btc, CancellationToken.None);

        var orders = Assert.IsType<ExchangeOutcome<System.Collections.Immutable.ImmutableArray<Order>>.Accepted>(both).Value;
        Assert.Equal([false, true], orders.Select(order => order.IsConditional));
        Assert.IsType<ExchangeOutcome<System.Collections.Immutable.ImmutableArray<Order>>.Rejected>(half);
    }

    [Fact]
    public async Task Each_book_is_cancelled_at_its_own_address()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("DELETE", "/fapi/v1/allOpenOrders", """{"code":200,"msg":"The operation of cancel all open order is done."}""");
        venue.On("DELETE", "/fapi/v1/algoOpenOrders", """{"code":"200","msg":"success"}""");
        var gateway = venue.Account.Gateway;

        var ordinary = await gateway.CancelAllAsync(Some.Btc, conditional: false, CancellationToken.None);
        var conditional = await gateway.CancelAllAsync(Some.Btc, conditional: true, CancellationToken.None);

        Assert.Null(Assert.IsType<ExchangeOutcome<int?>.Accepted>(ordinary).Value);
        Assert.IsType<ExchangeOutcome<int?>.Accepted>(conditional);
        Assert.Single(venue.Requests("DELETE", "/fapi/v1/allOpenOrders"));
        Assert.Single(venue.Requests("DELETE", "/fapi/v1/algoOpenOrders"));
    }

    [Fact]
    public async Task A_conditional_order_is_cancelled_by_its_own_number()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", "/fapi/v1/algoOrder", Samples.Algo());
        venue.On("DELETE", "/fapi/v1/algoOrder", """{"algoId":1000000204743716,"clientAlgoId":"x","code":"200","msg":"success"}""");
        var gateway = venue.Account.Gateway;
        var stop = Assert.IsType<ExchangeOutcome<Order>.Accepted>(await gateway.SendAsync(Some.Stop(), CancellationToken.None)).Value;

        var outcome = await gateway.CancelAsync(stop, CancellationToken.None);

        Assert.Equal(OrderStatus.Canceled, Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value.Status);
        Assert.Contains("algoId=1000000204743716", venue.Requests("DELETE", "/fapi/v1/algoOrder").Single().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_margin_mode_that_is_set_already_is_success()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", "/fapi/v1/marginType", Answer.Error(400, -4046, "No need to change margin type."));

        var outcome = await venue.Account.Gateway.SetMarginModeAsync(Some.Btc, MarginMode.Isolated, CancellationToken.None);

        Assert.Equal(MarginMode.Isolated, Assert.IsType<ExchangeOutcome<MarginMode>.Accepted>(outcome).Value);
    }

    [Fact]
    public async Task Leverage_is_what_the_venue_answers()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", "/fapi/v1/leverage", """{"leverage":21,"maxNotionalValue":"1000000","symbol":"BTCUSDT"}""");

        var outcome = await venue.Account.Gateway.SetLeverageAsync(Some.Btc, 21, CancellationToken.None);

        Assert.Equal(21, Assert.IsType<ExchangeOutcome<int>.Accepted>(outcome).Value);
    }
}
