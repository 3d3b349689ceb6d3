using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>Our answers and frames carry every key of the recorded ones, with values of the same kind.</summary>
public sealed class PayloadShapeTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    // Left out on purpose: keys that ended in 2026, came for other order types or belong to documents of other years.
    private static readonly HashSet<string> Optional = new(StringComparer.Ordinal)
    {
        "icebergQuantity", "activatePrice", "priceRate", "modifyId", "avgPrice", "cumQuote", "ps", "st", "cr", "AP", "code", "msg",
        "tradeGroupId", "notionalCoef", "settlePlan", "exchangeFilters", "lastQty",

        // The documents say boolean, the wire says "false".
        "isAutoAddMargin",
    };

    [Theory]
    [InlineData("rest.live2026.account-v2", "/fapi/v2/account")]
    [InlineData("rest.official.account_information_v3", "/fapi/v3/account")]
    [InlineData("rest.official.futures_account_balance_v3", "/fapi/v3/balance")]
    [InlineData("rest.official.position_information_v2", "/fapi/v2/positionRisk")]
    [InlineData("rest.official.symbol_configuration", "/fapi/v1/symbolConfig")]
    [InlineData("rest.binancenet.Account.GetAccountConfiguration", "/fapi/v1/accountConfig")]
    [InlineData("rest.binancenet.Account.GetUserCommissionRate", "/fapi/v1/commissionRate")]
    [InlineData("rest.binancenet.Account.GetBrackets", "/fapi/v1/leverageBracket")]
    [InlineData("rest.official.account_trade_list", "/fapi/v1/userTrades")]
    [InlineData("rest.official.query_all_algo_orders", "/fapi/v1/allAlgoOrders")]
    [InlineData("rest.official.current_all_open_orders", "/fapi/v1/openOrders")]
    [InlineData("rest.official.mark_price", "/fapi/v1/premiumIndex")]
    [InlineData("rest.official.order_book", "/fapi/v1/depth")]
    [InlineData("rest.nautilus.http_futures_market_ticker_24hr", "/fapi/v1/ticker/24hr")]
    [InlineData("rest.official.symbol_price_ticker", "/fapi/v1/ticker/price")]
    [InlineData("rest.nautilus.http_futures_market_agg_trades", "/fapi/v1/aggTrades")]
    [InlineData("rest.binancenet.ExchangeData.GetRecentTrades", "/fapi/v1/trades")]
    public async Task A_rest_answer_has_the_recorded_shape(string vector, string path)
    {
        var recorded = Vectors.ReadPayload(vector);
        var trader = await TradeAsync();

        var answer = await trader.GetAsync(path, "symbol=BTCUSDT");

        AssertShape(vector, recorded, answer.Body);
    }

    [Theory]
    [InlineData("rest.live2026.order-new", "POST", "/fapi/v1/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=97000")]
    [InlineData("rest.official.new_algo_order", "POST", "/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=90000")]
    [InlineData("rest.official.change_initial_leverage", "POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=10")]
    [InlineData("rest.binancenet.Trading.CancelAllOrdersAfterTimeout", "POST", "/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=0")]
    [InlineData("rest.live2026.cancelAll", "DELETE", "/fapi/v1/allOpenOrders", "symbol=BTCUSDT")]
    public async Task A_command_answer_has_the_recorded_shape(string vector, string method, string path, string query)
    {
        var recorded = Vectors.ReadPayload(vector);
        var trader = await TradeAsync();

        var answer = await trader.SendAsync(method, path, query);

        AssertShape(vector, recorded, answer.Body);
    }

    [Theory]
    [InlineData("ws.nautilus.mark_price_stream", "btcusdt@markPrice@1s")]
    [InlineData("ws.official.individual_symbol_book_ticker_streams", "btcusdt@bookTicker")]
    [InlineData("ws.official.aggregate_trade_streams", "btcusdt@aggTrade")]
    [InlineData("ws.nautilus.trade_stream", "btcusdt@trade")]
    [InlineData("ws.official.kline_candlestick_streams", "btcusdt@kline_1m")]
    [InlineData("ws.official.diff_book_depth_streams", "btcusdt@depth@100ms")]
    [InlineData("ws.nautilus.ticker_stream", "btcusdt@ticker")]
    [InlineData("ws.binancenet.MiniTicker", "btcusdt@miniTicker")]
    public async Task A_market_frame_has_the_recorded_shape(string vector, string stream)
    {
        var recorded = Vectors.ReadPayload(vector);
        await venue.ControlAsync("resume", new { });
        await using var socket = await VenueSocket.OpenAsync(venue, $"/ws/{stream}");
        await venue.MovePriceAsync("BTCUSDT", 100_000m);

        var frame = await socket.WaitForAsync(_ => true);

        AssertShape(vector, recorded, frame);
    }

    [Theory]
    [InlineData("ws.live2026.account-update", "ACCOUNT_UPDATE")]
    [InlineData("ws.live2026.trade-lite", "TRADE_LITE")]
    [InlineData("ws.nautilus.order_update_trade_partial", "ORDER_TRADE_UPDATE")]
    [InlineData("ws.live2026.algo-new", "ALGO_UPDATE")]
    public async Task An_account_frame_has_the_recorded_shape(string vector, string type)
    {
        var recorded = Vectors.ReadPayload(vector);
        var trader = await venue.OpenAccountAsync();
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        await using var socket = await VenueSocket.OpenAsync(venue, $"/private/ws/{await trader.ListenKeyAsync()}");

        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await trader.PostAsync("/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=90000");
        await socket.WaitForEventAsync("ALGO_UPDATE");

        AssertShape(vector, recorded, await socket.WaitForEventAsync(type));
    }

    private static void AssertShape(string where, JsonElement recorded, JsonElement ours)
    {
        if (recorded.ValueKind == JsonValueKind.Array && recorded.GetArrayLength() > 0 && ours.ValueKind == JsonValueKind.Array && ours.GetArrayLength() > 0)
        {
            AssertShape(where + "[]", recorded[0], ours[0]);
        }
        else if (recorded.ValueKind == JsonValueKind.Array && ours.ValueKind == JsonValueKind.Object)
        {
            AssertShape(where + "[]", recorded[0], ours);
        }
        else if (recorded.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal(JsonValueKind.Object, ours.ValueKind);
            foreach (var property in recorded.EnumerateObject().Where(property => !Optional.Contains(property.Name)))
            {
                Assert.True(ours.TryGetProperty(property.Name, out var value), $"{where}.{property.Name} is missing");
                AssertShape($"{where}.{property.Name}", property.Value, value);
            }
        }
        else
        {
            Assert.True(Kind(recorded) == Kind(ours), $"{where} is {ours.ValueKind}, recorded {recorded.ValueKind}");
        }
    }

    private static string Kind(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "boolean" : value.ValueKind.ToString();

    private async Task<VenueTrader> TradeAsync()
    {
        var trader = await venue.OpenAccountAsync();
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01");
        await trader.OrderAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=98000");
        await trader.PostAsync("/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=90000");
        return trader;
    }
}
