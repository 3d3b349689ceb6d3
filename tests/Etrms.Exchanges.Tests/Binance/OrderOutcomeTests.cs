using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>How sending ends. The worst mistake is to send twice, the second worst to believe in a failure that was none.</summary>
public sealed class OrderOutcomeTests
{
    private const string Orders = "/fapi/v1/order";

    [Fact]
    public async Task An_accepted_order_comes_back_as_the_venue_has_it()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Samples.Order());

        var outcome = await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        var order = Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value;
        Assert.Equal(("28580357696", "etrms-1", OrderStatus.Filled), (order.OrderId, order.ClientOrderId, order.Status));
        Assert.Equal((0.020m, 0.020m, true), (order.Quantity, order.FilledQuantity, order.ReduceOnly));
    }

    [Fact]
    public async Task A_close_travels_signed_reduce_only_in_a_body_with_a_short_life()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Samples.Order());

        await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        var request = Assert.Single(venue.Requests("POST", Orders));
        Assert.StartsWith(
            "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.02&reduceOnly=true&newClientOrderId=etrms-1&newOrderRespType=RESULT&recvWindow=3000&timestamp=",
            request.Body, StringComparison.Ordinal);
        Assert.Matches("&signature=[0-9a-f]{64}$", request.Body);
        Assert.Empty(request.Query);
        Assert.Equal(FakeBinance.Key.ApiKey, request.ApiKey);
    }

    [Fact]
    public async Task In_hedge_mode_the_position_side_says_what_reduce_only_says_elsewhere()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Samples.Order());

        await venue.Account.Gateway.SendAsync(Some.Close(side: PositionSide.Long), CancellationToken.None);

        var body = Assert.Single(venue.Requests("POST", Orders)).Body;
        Assert.Contains("side=SELL&positionSide=LONG&", body, StringComparison.Ordinal);
        Assert.DoesNotContain("reduceOnly", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_order_carries_price_and_time_in_force()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Samples.Order(status: "NEW", executed: "0"));

        await venue.Account.Gateway.SendAsync(Some.Open(price: 59000.5m), CancellationToken.None);

        var body = Assert.Single(venue.Requests("POST", Orders)).Body;
        Assert.Contains("type=LIMIT&timeInForce=GTC&price=59000.5&quantity=0.02&newClientOrderId", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_goes_to_the_conditional_book_and_triggers_on_the_mark_price()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", "/fapi/v1/algoOrder", Samples.Algo());

        var outcome = await venue.Account.Gateway.SendAsync(Some.Stop(), CancellationToken.None);

        var order = Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value;
        Assert.True(order.IsConditional);
        Assert.Equal((58000.10m, 0.0007m, TriggerPriceType.MarkPrice), (order.TriggerPrice, order.Quantity, order.TriggerBy));
        var body = Assert.Single(venue.Requests("POST", "/fapi/v1/algoOrder")).Body;
        Assert.StartsWith("algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&", body, StringComparison.Ordinal);
        Assert.Contains("triggerPrice=58000.1&workingType=MARK_PRICE&", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_after_sending_is_Unknown_and_is_never_resent()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Answer.Never);

        var outcome = await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Single(venue.Requests("POST", Orders));
    }

    /// <summary>The platform's client repeats a POST without a body by itself when a kept-alive connection ends under it.</summary>
    [Fact]
    public async Task A_connection_that_dies_under_an_order_is_Unknown_and_the_order_is_sent_once()
    {
        await using var venue = new CrashingServer(request =>
            request.StartsWith("GET", StringComparison.Ordinal) ? """{"serverTime":1750000000000}"""
            : request.Contains("etrms-second", StringComparison.Ordinal) ? null
            : Samples.Order());
        using var clients = FakeBinance.ClientsOf(venue.Address);
        var gateway = clients.Account(Domain.Market.Exchange.Binance, VenueNetwork.Paper, FakeBinance.Key).Gateway;
        await gateway.SendAsync(Some.Close("etrms-first"), CancellationToken.None);

        var outcome = await gateway.SendAsync(Some.Close("etrms-second"), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Equal(2, venue.Requests("POST").Length);
    }

    [Fact]
    public async Task A_connection_that_breaks_under_an_order_is_Unknown_too()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Answer.Dropped);

        var outcome = await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Single(venue.Requests("POST", Orders));
    }

    [Fact]
    public async Task A_caller_who_gives_up_in_flight_is_told_Unknown()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Answer.Never);
        using var patience = new CancellationTokenSource();
        var sending = venue.Account.Gateway.SendAsync(Some.Close(), patience.Token);
        await Eventually.TrueAsync("the order on the wire", () => venue.Requests("POST", Orders).Length == 1);

        await patience.CancelAsync();

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(await sending);
    }

    [Fact]
    public async Task A_venue_that_cannot_be_reached_received_nothing()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Samples.Order());
        var gateway = venue.Account.Gateway;
        await gateway.SendAsync(Some.Close(), CancellationToken.None);
        await venue.StopAsync();

        var outcome = await gateway.SendAsync(Some.Close(), CancellationToken.None);

        var rejection = Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection;
        Assert.Equal((0, RejectionClass.Retry), (rejection.Code, rejection.Class));
    }

    [Theory]
    [InlineData(400, -1006, "An unexpected response was received from the message bus. Execution status unknown.")]
    [InlineData(408, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.")]
    [InlineData(503, 0, "Unknown error, please check your request or try again later.")]
    [InlineData(503, 0, "a text that nobody has seen before")]
    [InlineData(500, 0, "")]
    [InlineData(504, 0, "")]
    [InlineData(400, -4116, "ClientOrderId is duplicated")]
    public async Task Answers_that_leave_the_execution_open_are_Unknown_and_never_resent(int status, int code, string text)
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Answer.Error(status, code, text));

        var outcome = await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Single(venue.Requests("POST", Orders));
    }

    [Theory]
    [InlineData(503, 0, "Service Unavailable.", RejectionClass.Retry)]
    [InlineData(503, 0, "Internal error; unable to process your request. Please try again.", RejectionClass.Retry)]
    [InlineData(503, -1008, "Request throttled by system-level protection.", RejectionClass.Retry)]
    [InlineData(400, -1021, "Timestamp for this request is outside of the recvWindow.", RejectionClass.Retry)]
    [InlineData(400, -1015, "Too many new orders.", RejectionClass.Throttled)]
    [InlineData(400, -2022, "ReduceOnly Order is rejected.", RejectionClass.Fixable)]
    [InlineData(400, -4118, "ReduceOnly order failed. Please check your existing position and open orders.", RejectionClass.Fixable)]
    [InlineData(400, -1111, "Precision is over the maximum defined for this asset.", RejectionClass.Fixable)]
    [InlineData(400, -4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit.", RejectionClass.Fixable)]
    [InlineData(401, -2015, "Invalid API-key, IP, or permissions for action.", RejectionClass.Fatal)]
    [InlineData(400, -1022, "Signature for this request is not valid.", RejectionClass.Fatal)]
    [InlineData(403, 0, "", RejectionClass.Fatal)]
    public async Task Answers_that_surely_mean_no_are_Rejected_with_what_to_do(int status, int code, string text, RejectionClass expected)
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Answer.Error(status, code, text));

        var outcome = await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        var rejection = Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection;
        Assert.Equal((code, expected), (rejection.Code, rejection.Class));
        Assert.Equal(code == -1021 ? 2 : 1, venue.Requests("POST", Orders).Length);
    }

    [Fact]
    public async Task An_acceptance_that_cannot_be_read_is_Unknown()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, "<html>");

        var outcome = await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
    }

    [Fact]
    public async Task FC_36_after_429_opening_orders_wait_and_closing_orders_go()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Answer.Error(429, -1003, "Too many requests.") with { Headers = [("Retry-After", "7")] }, Answer.Json(Samples.Order()));
        var gateway = venue.Account.Gateway;
        var first = Assert.IsType<ExchangeOutcome<Order>.Rejected>(await gateway.SendAsync(Some.Open(), CancellationToken.None)).Rejection;

        var opening = await gateway.SendAsync(Some.Open(), CancellationToken.None);
        var closing = await gateway.SendAsync(Some.Close(), CancellationToken.None);

        Assert.Equal((RejectionClass.Throttled, TimeSpan.FromSeconds(7)), (first.Class, first.RetryAfter));
        Assert.Equal(RejectionClass.Throttled, Assert.IsType<ExchangeOutcome<Order>.Rejected>(opening).Rejection.Class);
        Assert.IsType<ExchangeOutcome<Order>.Accepted>(closing);
        Assert.Equal(2, venue.Requests("POST", Orders).Length);
    }

    [Fact]
    public async Task FC_36_under_a_ban_nothing_is_sent_and_the_end_of_the_ban_is_told()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("POST", Orders, Answer.Error(418, -1003, "Way too many requests; IP banned.") with { Headers = [("Retry-After", "120")] });
        var gateway = venue.Account.Gateway;
        await gateway.SendAsync(Some.Close(), CancellationToken.None);

        var outcome = await gateway.SendAsync(Some.Close(), CancellationToken.None);

        var rejection = Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection;
        Assert.Equal(RejectionClass.Throttled, rejection.Class);
        Assert.InRange(rejection.RetryAfter!.Value, TimeSpan.FromSeconds(110), TimeSpan.FromSeconds(120));
        Assert.Single(venue.Requests("POST", Orders));
    }

    [Fact]
    public async Task A_refused_time_stamp_has_the_clock_read_and_the_order_sent_once_more()
    {
        await using var venue = await FakeBinance.StartAsync();
        var ahead = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        venue.On("GET", "/fapi/v1/time", Answer.Json("""{"serverTime":1}"""), Answer.Json($$"""{"serverTime":{{ahead}}}"""));
        venue.On("POST", Orders, Answer.Error(400, -1021, "Timestamp is outside of the recvWindow."), Answer.Json(Samples.Order()));

        var outcome = await venue.Account.Gateway.SendAsync(Some.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome);
        var stamps = venue.Requests("POST", Orders)
            .Select(request => long.Parse(System.Web.HttpUtility.ParseQueryString(request.Body)["timestamp"]!)).ToArray();
        Assert.InRange(stamps[0], 1, 60_000);
        Assert.InRange(stamps[1], ahead, ahead + 60_000);
    }

    [Fact]
    public async Task A_client_id_longer_than_the_venue_takes_is_a_mistake_of_ours()
    {
        await using var venue = await FakeBinance.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() =>
            venue.Account.Gateway.SendAsync(Some.Close(new string('x', 37)), CancellationToken.None));
    }
}
