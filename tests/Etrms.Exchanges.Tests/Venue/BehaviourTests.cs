using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>What third parties measured on the exchange in 2026: a test per behaviour, and one that none is left out.</summary>
public sealed class BehaviourTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    private const string Order = "/fapi/v1/order";
    private const string Algo = "/fapi/v1/algoOrder";
    private const string Stop = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET";

    private static readonly Dictionary<string, string> Tested = new(StringComparer.Ordinal)
    {
        ["subscribe-ack-means-nothing"] = nameof(Unknown_and_misrouted_streams_are_acknowledged_and_stay_silent),
        ["stream-wrap-by-path"] = nameof(The_path_alone_decides_the_wrapper),
        ["streams-slash-only"] = nameof(A_comma_between_streams_fails_the_handshake),
        ["events-allow-list"] = nameof(Events_that_are_not_named_never_come),
        ["unknown-listen-key-silent"] = nameof(A_socket_on_an_unknown_listen_key_opens_and_stays_silent),
        ["listen-key-shared"] = nameof(A_listen_key_is_shared_until_it_is_deleted),
        ["put-listen-key-body"] = nameof(Extending_a_listen_key_answers_it),
        ["no-key-http-401"] = nameof(Keys_and_signatures_fail_with_their_status),
        ["flat-row-on-resting-order"] = nameof(A_resting_order_alone_shows_a_flat_row),
        ["client-order-id-36"] = nameof(A_client_id_of_36_characters_is_taken_and_40_are_not),
        ["close-position-without-position"] = nameof(A_closing_stop_without_a_position_is_refused),
        ["algo-cancel-lag"] = nameof(OrderTermsTests.A_scripted_lag_shows_a_cancelled_stop_as_new_for_a_while),
        ["exponent-numbers"] = nameof(Open_conditional_orders_are_written_as_floating_point),
        ["trade-lite-first"] = nameof(The_short_word_of_a_fill_comes_before_the_full_one),
        ["stp-default"] = nameof(OrderTermsTests.An_order_without_a_mode_lets_the_resting_one_expire),
        ["position-risk-control-filter"] = nameof(Contracts_have_a_filter_that_clients_do_not_know),
        ["broken-symbols-in-exchange-info"] = nameof(A_contract_that_does_not_trade_yet_is_listed_with_placeholders),
    };

    [Fact]
    public void No_recorded_behaviour_is_left_out()
    {
        var recorded = Vectors.Read("binance-behaviours.json").GetProperty("behaviours").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!);

        Assert.Equal(recorded.Order(StringComparer.Ordinal), Tested.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unknown_and_misrouted_streams_are_acknowledged_and_stay_silent()
    {
        await using var socket = await VenueSocket.OpenAsync(venue, "/public/ws");

        var unknown = await socket.RequestAsync("SUBSCRIBE", """["nosuch@stream"]""", "1");
        var misrouted = await socket.RequestAsync("SUBSCRIBE", """["btcusdt@markPrice@1s"]""", "2");
        await socket.RequestAsync("SUBSCRIBE", """["btcusdt@bookTicker"]""", "3");
        await venue.MovePriceAsync("BTCUSDT", 101_000m);
        await socket.WaitForEventAsync("bookTicker");

        Assert.All([unknown, misrouted], answer => Assert.Equal(JsonValueKind.Null, answer.GetProperty("result").ValueKind));
        Assert.Empty(socket.Events("markPriceUpdate"));
    }

    [Theory]
    [InlineData("/public/stream?streams=btcusdt@bookTicker", true)]
    [InlineData("/public/stream?streams=btcusdt@bookTicker/ethusdt@bookTicker", true)]
    [InlineData("/public/ws/btcusdt@bookTicker/ethusdt@bookTicker", false)]
    public async Task The_path_alone_decides_the_wrapper(string path, bool isWrapped)
    {
        await using var socket = await VenueSocket.OpenAsync(venue, path);

        await venue.MovePriceAsync("BTCUSDT", 102_000m);
        await venue.MovePriceAsync("BTCUSDT", 103_000m);

        Assert.Equal(isWrapped, (await socket.WaitForAsync(_ => true)).TryGetProperty("stream", out _));
    }

    [Fact]
    public async Task A_comma_between_streams_fails_the_handshake() =>
        await Assert.ThrowsAsync<WebSocketException>(() => VenueSocket.OpenAsync(venue, "/public/stream?streams=btcusdt@bookTicker,ethusdt@bookTicker"));

    [Fact]
    public async Task Events_that_are_not_named_never_come()
    {
        var trader = await StartAsync();
        var key = await trader.ListenKeyAsync();
        await using var some = await VenueSocket.OpenAsync(venue, $"/private/ws?listenKey={key}&events=ORDER_TRADE_UPDATE/NO_SUCH_EVENT");
        await using var all = await VenueSocket.OpenAsync(venue, $"/private/ws?listenKey={key}");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await trader.DeleteAsync("/fapi/v1/listenKey");
        await all.WaitForEventAsync("listenKeyExpired");
        await some.WaitForEventAsync("ORDER_TRADE_UPDATE", update => update.GetProperty("o").GetProperty("X").GetString() == "FILLED");

        Assert.NotEmpty(all.Events("ACCOUNT_UPDATE"));
        Assert.All(some.Heard, heard => Assert.Equal("ORDER_TRADE_UPDATE", heard.GetProperty("e").GetString()));
    }

    [Fact]
    public async Task A_socket_on_an_unknown_listen_key_opens_and_stays_silent()
    {
        var trader = await StartAsync();
        await using var unknown = await VenueSocket.OpenAsync(venue, "/private/ws/nosuchlistenkey");
        await using var known = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await known.WaitForEventAsync("ACCOUNT_UPDATE");

        Assert.Empty(unknown.Heard);
    }

    [Fact]
    public async Task A_listen_key_is_shared_until_it_is_deleted()
    {
        var trader = await StartAsync();
        var first = await trader.ListenKeyAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{first}");

        var second = await trader.ListenKeyAsync();
        await trader.SendRawAsync("DELETE", "/fapi/v1/listenKey", "");
        var expired = await socket.WaitForEventAsync("listenKeyExpired");
        var late = await trader.SendRawAsync("PUT", "/fapi/v1/listenKey", "");

        Assert.Equal(first, second);
        Assert.Equal(first, expired.GetProperty("listenKey").GetString());
        Assert.Equal((HttpStatusCode.BadRequest, -1125), (late.Status, late.Code));
        Assert.NotEqual(first, await trader.ListenKeyAsync());
    }

    [Fact]
    public async Task Extending_a_listen_key_answers_it()
    {
        var trader = await StartAsync();
        var key = await trader.ListenKeyAsync();

        var extended = await trader.SendRawAsync("PUT", "/fapi/v1/listenKey", "");

        Assert.Equal(key, extended.Text("listenKey"));
    }

    [Fact]
    public async Task Keys_and_signatures_fail_with_their_status()
    {
        var trader = await StartAsync();
        var stranger = new VenueTrader(venue, new string('x', 64), "secret");
        using var without = await venue.Http.GetAsync(new Uri("/fapi/v3/account", UriKind.Relative), TestContext.Current.CancellationToken);

        var unknown = await stranger.GetAsync("/fapi/v3/account");
        var forged = await trader.SendRawAsync("GET", "/fapi/v3/account", $"timestamp={venue.Clock.GetUtcNow().ToUnixTimeMilliseconds()}&signature=00");

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Contains("-2014", await without.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, -2015), (unknown.Status, unknown.Code));
        Assert.Equal((HttpStatusCode.BadRequest, -1022), (forged.Status, forged.Code));
    }

    [Fact]
    public async Task A_resting_order_alone_shows_a_flat_row()
    {
        var trader = await StartAsync();
        var before = await trader.GetAsync("/fapi/v3/positionRisk");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=98000");
        var row = Assert.Single((await trader.GetAsync("/fapi/v3/positionRisk")).Body.EnumerateArray());

        Assert.Equal(0, before.Body.GetArrayLength());
        Assert.Equal("0.000", row.GetProperty("positionAmt").GetString());
    }

    [Theory]
    [InlineData(36, 0)]
    [InlineData(40, -4015)]
    public async Task A_client_id_of_36_characters_is_taken_and_40_are_not(int length, int code)
    {
        var trader = await StartAsync();

        var answer = await trader.PostAsync(
            Order, $"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=98000&newClientOrderId={new string('a', length)}");

        Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task A_closing_stop_without_a_position_is_refused()
    {
        var trader = await StartAsync();

        var answer = await trader.PostAsync(Algo, $"{Stop}&triggerPrice=95000&closePosition=true");

        Assert.Equal(-4509, answer.Code);
    }

    [Fact]
    public async Task Open_conditional_orders_are_written_as_floating_point()
    {
        var trader = await StartAsync();
        await trader.PostAsync(Algo, "algoType=CONDITIONAL&symbol=ETHUSDT&side=SELL&type=STOP_MARKET&quantity=0.001&triggerPrice=1");
        await trader.PostAsync(Algo, $"{Stop}&quantity=0.01&triggerPrice=90000");

        var open = (await trader.GetAsync("/fapi/v1/openAlgoOrders")).Body.EnumerateArray().ToList();

        Assert.Equal(["0.001", "0.01"], open.Select(order => order.GetProperty("quantity").GetString()));
        Assert.Equal(["1.0", "90000.0"], open.Select(order => order.GetProperty("triggerPrice").GetString()));
        Assert.Equal(["0.0", "0.0"], open.Select(order => order.GetProperty("price").GetString()));
    }

    [Fact]
    public async Task The_short_word_of_a_fill_comes_before_the_full_one()
    {
        var trader = await StartAsync();
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await socket.WaitForEventAsync("ACCOUNT_UPDATE");

        var fills = socket.Heard
            .Where(heard => heard.GetProperty("e").GetString() is "TRADE_LITE"
                || (heard.GetProperty("e").GetString() == "ORDER_TRADE_UPDATE" && heard.GetProperty("o").GetProperty("x").GetString() == "TRADE"))
            .Select(heard => heard.GetProperty("e").GetString());
        Assert.Equal(["TRADE_LITE", "ORDER_TRADE_UPDATE"], fills);
    }

    [Fact]
    public async Task Contracts_have_a_filter_that_clients_do_not_know()
    {
        var info = await venue.GetAsync("/fapi/v1/exchangeInfo");

        var filters = info.GetProperty("symbols")[0].GetProperty("filters").EnumerateArray().Select(filter => filter.GetProperty("filterType").GetString());

        Assert.Contains("POSITION_RISK_CONTROL", filters);
    }

    [Fact]
    public async Task A_contract_that_does_not_trade_yet_is_listed_with_placeholders()
    {
        var info = await venue.GetAsync("/fapi/v1/exchangeInfo");

        var pending = Assert.Single(info.GetProperty("symbols").EnumerateArray(), symbol => symbol.GetProperty("status").GetString() == "PENDING_TRADING");
        var tick = pending.GetProperty("filters").EnumerateArray()
            .Single(filter => filter.GetProperty("filterType").GetString() == "PRICE_FILTER").GetProperty("tickSize").GetString();

        Assert.Equal("0", tick);
        Assert.Equal(-1121, (await venue.GetAsync($"/fapi/v1/depth?symbol={pending.GetProperty("symbol").GetString()}")).GetProperty("code").GetInt32());
    }

    private async Task<VenueTrader> StartAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        return await venue.OpenAccountAsync();
    }
}
