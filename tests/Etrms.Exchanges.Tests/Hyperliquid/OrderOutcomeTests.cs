using System.Text.Json;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Hyperliquid;
using Etrms.Exchanges.Hyperliquid.Signing;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>How sending ends. The worst mistake is to send twice, the second worst to believe in a failure that was none.</summary>
public sealed class OrderOutcomeTests : IAsyncLifetime
{
    private const string Filled = """{"filled":{"totalSz":"0.02","avgPx":"60000.5","oid":77}}""";
    private const string Resting = """{"resting":{"oid":78}}""";

    private FakeHyperliquid _venue = null!;

    private IOrderGateway Gateway => _venue.Account.Gateway;

    public async ValueTask InitializeAsync() => _venue = await FakeHyperliquid.StartAsync();

    public async ValueTask DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task A_market_order_goes_as_a_limit_through_the_book_and_comes_back_filled()
    {
        _venue.OnAction("order", Filled);

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        var order = Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value;
        Assert.Equal(("77", "etrms-1", OrderStatus.Filled, 0.02m, 60000.5m), (order.OrderId, order.ClientOrderId, order.Status, order.FilledQuantity, order.AveragePrice));
        var sent = Sent("order");
        Assert.Equal(
            $$$"""{"type":"order","orders":[{"a":1,"b":false,"p":"57000","s":"0.02","r":true,"t":{"limit":{"tif":"Ioc"}},"c":"{{{Cloid.Of("etrms-1")}}}"}],"grouping":"na"}""",
            sent.GetRawText());
    }

    [Fact]
    public async Task Every_action_is_signed_by_the_agent_and_dies_in_time()
    {
        _venue.OnAction("order", Filled);
        var before = DateTimeOffset.UtcNow;

        await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        var body = Assert.Single(_venue.Requests("order"));
        var (nonce, expires) = (body.GetProperty("nonce").GetInt64(), body.GetProperty("expiresAfter").GetInt64());
        Assert.InRange(nonce, before.ToUnixTimeMilliseconds() - 1000, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1000);
        Assert.Equal(RequestLifetime.Orders.TotalMilliseconds, expires - nonce, tolerance: 5);
        Assert.False(body.TryGetProperty("vaultAddress", out _));
        Assert.True(SigningKey.TryRead(FakeHyperliquid.AgentKey, out var key));
        Assert.Equal(FakeHyperliquid.Agent, key.Address);
        var action = System.Text.Encoding.UTF8.GetBytes(body.GetProperty("action").GetRawText());
        var expected = key.Sign(ActionSignature.Digest(ActionSignature.Hash(action, new(nonce, null, expires)), isMainnet: true));
        Assert.Equal(expected.R, body.GetProperty("signature").GetProperty("r").GetString());
        Assert.Equal(expected.V, body.GetProperty("signature").GetProperty("v").GetInt32());
    }

    [Fact]
    public async Task For_a_sub_account_the_action_names_it_and_the_readings_ask_for_it()
    {
        const string sub = "0x1719884eb866cb12b2287399b15f7db5e7d775ea";
        _venue.OnAction("order", Filled);
        var account = _venue.AccountOf(new(FakeHyperliquid.Main, FakeHyperliquid.AgentKey, sub));

        await account.Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);
        await account.Gateway.ReadPositionsAsync(SomeCoin.Btc, CancellationToken.None);

        Assert.Equal(sub, Assert.Single(_venue.Requests("order")).GetProperty("vaultAddress").GetString());
        Assert.Equal(sub, Assert.Single(_venue.Requests("clearinghouseState")).GetProperty("user").GetString());
    }

    [Theory]
    [InlineData(TimeInForce.GoodTillCancel, "Gtc")]
    [InlineData(TimeInForce.GoodTillCrossing, "Alo")]
    [InlineData(TimeInForce.ImmediateOrCancel, "Ioc")]
    public async Task A_limit_order_carries_price_and_time_in_force(TimeInForce timeInForce, string word)
    {
        _venue.OnAction("order", Resting);

        var outcome = await Gateway.SendAsync(SomeCoin.Open(price: 59000.55m, timeInForce: timeInForce), CancellationToken.None);

        Assert.Equal(OrderStatus.New, Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value.Status);
        var order = Sent("order").GetProperty("orders")[0];
        Assert.Equal(("59000", word), (order.GetProperty("p").GetString(), order.GetProperty("t").GetProperty("limit").GetProperty("tif").GetString()));
    }

    [Fact]
    public async Task A_stop_triggers_on_the_mark_and_reaches_far_enough_to_fill()
    {
        _venue.OnAction("order", Resting);

        var outcome = await Gateway.SendAsync(SomeCoin.Stop(), CancellationToken.None);

        Assert.True(Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value is { IsConditional: true, OrderId: "78", TriggerPrice: 58000m });
        Assert.Contains(
            """
            "p":"52200","s":"0.02","r":true,"t":{"trigger":{"isMarket":true,"triggerPx":"58000","tpsl":"sl"}}
            """,
            Sent("order").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_venue_cannot_do_is_refused_before_anything_is_sent()
    {
        OrderWish[] wishes =
        [
            new("fill-or-kill", SomeCoin.Approved(SomeCoin.Wish() with { Type = OrderType.Limit, Price = 59000, TimeInForce = TimeInForce.FillOrKill })),
            new("trailing", SomeCoin.Approved(SomeCoin.Wish() with { Type = OrderType.TrailingStopMarket, CallbackRate = 0.01m })),
            new("end at a time", SomeCoin.Approved(SomeCoin.Wish() with { Type = OrderType.Limit, Price = 59000, GoodTillAt = DateTimeOffset.UnixEpoch.AddYears(60) })),
            new("mark price", SomeCoin.Approved(SomeCoin.Wish() with { Type = OrderType.StopMarket, TriggerPrice = 61000, TriggerBy = TriggerPriceType.LastPrice })),
        ];

        foreach (var wish in wishes)
        {
            var outcome = await Gateway.SendAsync(wish.Order, CancellationToken.None);

            var rejection = Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection;
            Assert.Equal(RejectionClass.Fatal, rejection.Class);
            Assert.Contains(wish.Word, rejection.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_venue.Requests("order"));
    }

    [Fact]
    public async Task A_market_order_that_found_too_little_is_over()
    {
        _venue.OnAction("order", """{"filled":{"totalSz":"0.005","avgPx":"60000.5","oid":77}}""");

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        var order = Assert.IsType<ExchangeOutcome<Order>.Accepted>(outcome).Value;
        Assert.Equal((OrderStatus.Expired, 0.005m), (order.Status, order.FilledQuantity));
    }

    [Theory]
    [InlineData("Order must have minimum value of $10.", RejectionClass.Fixable)]
    [InlineData("Price must be divisible by tick size.", RejectionClass.Fixable)]
    [InlineData("Reduce only order would increase position.", RejectionClass.Fixable)]
    [InlineData("Insufficient margin to place order.", RejectionClass.Fixable)]
    [InlineData("Order could not immediately match against any resting orders.", RejectionClass.Fixable)]
    [InlineData("Too many cumulative requests sent (10001 > 10000) for cumulative volume traded $0.", RejectionClass.Throttled)]
    public async Task A_refused_order_says_what_to_do_about_it(string text, RejectionClass expected)
    {
        _venue.OnAction("order", JsonSerializer.Serialize(new { error = text }));

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        var rejection = Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection;
        Assert.Equal((text, expected), (rejection.Message, rejection.Class));
    }

    [Fact]
    public async Task An_unknown_signer_is_a_matter_for_a_person()
    {
        _venue.On("order", """{"status":"err","response":"User or API Wallet 0x14791697260e4c9a71f18484c9f997b308e59325 does not exist."}""");

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.Equal(RejectionClass.Fatal, Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection.Class);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_broken_venue_leaves_the_outcome_open_and_nothing_is_sent_again(int status)
    {
        _venue.On("order", new Answer(status, "upstream"));

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Single(_venue.Requests("order"));
    }

    [Theory]
    [InlineData("""{"status":"ok","response":{"type":"default"}}""")]
    [InlineData("""{"status":"ok","response":{"type":"order","data":{"statuses":[]}}}""")]
    [InlineData("""{"status":"ok","response":{"type":"order","data":{"statuses":[{"aWordOfTomorrow":{}}]}}}""")]
    [InlineData("<html>")]
    public async Task An_answer_that_does_not_tell_what_became_of_the_order_leaves_the_outcome_open(string answer)
    {
        _venue.On("order", answer);

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_sending_leaves_the_outcome_open()
    {
        _venue.On("order", Answer.Dropped);

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Single(_venue.Requests("order"));
    }

    [Fact]
    public async Task Silence_leaves_the_outcome_open_once_the_action_is_dead_at_the_venue()
    {
        _venue.On("order", Answer.Never);

        var outcome = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Single(_venue.Requests("order"));
    }

    [Fact]
    public async Task After_too_many_requests_only_protective_actions_go()
    {
        _venue.On("order", new Answer(429, "slow down"), Answer.Json($$$$"""{"status":"ok","response":{"type":"order","data":{"statuses":[{{{{Filled}}}}]}}}"""));

        var first = await Gateway.SendAsync(SomeCoin.Open(), CancellationToken.None);
        var second = await Gateway.SendAsync(SomeCoin.Open("etrms-10"), CancellationToken.None);
        var closing = await Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.All([first, second], outcome => Assert.Equal(RejectionClass.Throttled, Assert.IsType<ExchangeOutcome<Order>.Rejected>(outcome).Rejection.Class));
        Assert.IsType<ExchangeOutcome<Order>.Accepted>(closing);
        Assert.Equal(2, _venue.Requests("order").Length);
    }

    [Fact]
    public async Task An_address_without_actions_left_keeps_them_for_protection()
    {
        _venue.On("order", """{"status":"err","response":"Too many cumulative requests sent (10001 > 10000) for cumulative volume traded $0."}""");
        var gateway = Gateway;
        await gateway.SendAsync(SomeCoin.Open(), CancellationToken.None);
        _venue.OnAction("order", Filled);

        var opening = await gateway.SendAsync(SomeCoin.Open("etrms-10"), CancellationToken.None);
        var closing = await gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        Assert.Equal(RejectionClass.Throttled, Assert.IsType<ExchangeOutcome<Order>.Rejected>(opening).Rejection.Class);
        Assert.IsType<ExchangeOutcome<Order>.Accepted>(closing);
    }

    [Fact]
    public async Task Nonces_rise_though_many_actions_fall_into_one_millisecond()
    {
        _venue.OnAction("order", Filled);
        var gateway = Gateway;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => gateway.SendAsync(SomeCoin.Close($"etrms-{i}"), CancellationToken.None)));

        var nonces = _venue.Requests("order").Select(request => request.GetProperty("nonce").GetInt64()).ToList();
        Assert.Equal(20, nonces.Distinct().Count());
    }

    private JsonElement Sent(string type) => Assert.Single(_venue.Requests(type)).GetProperty("action");

    private sealed record OrderWish(string Word, ApprovedOrder Order);
}
