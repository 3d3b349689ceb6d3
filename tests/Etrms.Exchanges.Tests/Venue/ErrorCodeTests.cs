using System.Net;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>Every refusal that a client can provoke, by code and HTTP status. BTCUSDT stands at 100000.</summary>
public sealed class ErrorCodeTests(PaperVenue venue) : IClassFixture<PaperVenue>
{
    private const string Order = "/fapi/v1/order";
    private const string Algo = "/fapi/v1/algoOrder";
    private const string Limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";
    private const string Stop = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET";

    [Theory]
    [InlineData("GET", "/fapi/v1/depth", "", -1102)]
    [InlineData("GET", "/fapi/v1/depth", "symbol=NOSUCHUSDT", -1121)]
    [InlineData("GET", "/fapi/v1/depth", "symbol=BTCUSDT&limit=7", -1130)]
    [InlineData("GET", "/fapi/v1/klines", "symbol=BTCUSDT&interval=7m", -1120)]
    [InlineData("GET", "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&limit=x", -1100)]
    [InlineData("GET", "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&startTime=99999999999999999", -1130)]
    [InlineData("POST", Order, "side=BUY&type=MARKET&quantity=1", -1102)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=99000", -1102)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=MARKET", -1102)]
    [InlineData("POST", Order, Limit + "&quantity=1", -1102)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=UP&type=MARKET&quantity=1", -1117)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=ICEBERG&quantity=1", -1116)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=DAY&quantity=1&price=99000", -1115)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=1&stopPrice=99000", -4120)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01234567", -1111)]
    [InlineData("POST", Order, Limit + "&quantity=0.1&price=99000.123", -1111)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0", -4003)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=-1", -4003)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1000000", -4005)]
    [InlineData("POST", Order, Limit + "&quantity=0.1&price=110000", -4016)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&price=90000", -4024)]
    [InlineData("POST", Order, Limit + "&quantity=0.001&price=-5", -4001)]
    [InlineData("POST", Order, "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.001", -4164)]
    [InlineData("POST", Order, Limit + "&quantity=100&price=99000", -2019)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.01&reduceOnly=true", -2022)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.1&price=101000", -5022)]
    [InlineData("POST", Order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&quantity=0.1&price=99000", -5021)]
    [InlineData("POST", Order, Limit + "&quantity=0.1&price=99000&newClientOrderId=1234567890123456789012345678901234567", -4015)]
    [InlineData("POST", Order, Limit + "&quantity=0.1&price=99000&newClientOrderId=a%20b", -4015)]
    [InlineData("POST", Order, Limit + "&quantity=0.1&price=99000&positionSide=LONG", -4061)]
    [InlineData("POST", Order, "symbol=BTCUSDT&symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1", -1101)]
    [InlineData("POST", Order, Limit + "&quantity=NaN&price=99000", -1100)]
    [InlineData("POST", Order, Limit + "&quantity=99999999999999999999999999999999&price=99000", -1100)]
    [InlineData("POST", Algo, Stop + "&quantity=0.1", -1102)]
    [InlineData("POST", Algo, Stop + "&triggerPrice=99000", -1102)]
    [InlineData("POST", Algo, Stop + "&triggerPrice=101000&quantity=0.1", -2021)]
    [InlineData("POST", Algo, Stop + "&triggerPrice=99000&closePosition=true&quantity=0.1", -4137)]
    [InlineData("POST", Algo, Stop + "&triggerPrice=99000&closePosition=true&reduceOnly=true", -4138)]
    [InlineData("POST", Algo, Stop + "&triggerPrice=99000&closePosition=true", -4509)]
    [InlineData("POST", Algo, "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1", -1116)]
    [InlineData("GET", Order, "symbol=BTCUSDT&orderId=999999", -2013)]
    [InlineData("GET", Order, "symbol=BTCUSDT", -1102)]
    [InlineData("GET", "/fapi/v1/openOrder", "symbol=BTCUSDT&origClientOrderId=none", -2013)]
    [InlineData("GET", Algo, "algoId=999999", -2013)]
    [InlineData("DELETE", Order, "symbol=BTCUSDT&orderId=999999", -2011)]
    [InlineData("DELETE", Algo, "clientAlgoId=none", -2011)]
    [InlineData("PUT", Order, "symbol=BTCUSDT&side=BUY&orderId=999999&quantity=0.1&price=99000", -2013)]
    [InlineData("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=200", -4028)]
    [InlineData("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=0", -4028)]
    [InlineData("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED", -4046)]
    [InlineData("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=BOTH", -1130)]
    [InlineData("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=false", -4059)]
    [InlineData("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=maybe", -1100)]
    [InlineData("GET", "/fapi/v1/income", "incomeType=GIFT", -1130)]
    public async Task A_wrong_call_is_refused_with_its_code(string method, string path, string query, int code)
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        var trader = await venue.OpenAccountAsync();

        var answer = await trader.SendAsync(method, path, query);

        Assert.Equal((code, HttpStatusCode.BadRequest), (answer.Code, answer.Status));
        Assert.NotEmpty(answer.Text("msg"));
    }

    [Fact]
    public async Task A_missing_parameter_is_named()
    {
        var trader = await venue.OpenAccountAsync();

        var answer = await trader.PostAsync(Order, "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=99000");

        Assert.Equal("Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.", answer.Text("msg"));
    }

    [Fact]
    public async Task A_price_between_two_ticks_is_refused()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        var info = await venue.GetAsync("/fapi/v1/exchangeInfo");
        var tick = info.GetProperty("symbols").EnumerateArray().Single(symbol => symbol.GetProperty("symbol").GetString() == "BTCUSDT")
            .GetProperty("filters").EnumerateArray().Single(filter => filter.GetProperty("filterType").GetString() == "PRICE_FILTER")
            .GetProperty("tickSize").GetString();
        Assert.Equal("0.10", tick);
        var trader = await venue.OpenAccountAsync();

        var answer = await trader.PostAsync(Order, Limit + "&quantity=0.01&price=99000.05");

        Assert.Contains(answer.Code, (int[])[-4014, -1111]);
    }

    [Fact]
    public async Task A_position_larger_than_its_leverage_allows_is_refused()
    {
        await venue.MovePriceAsync("BTCUSDT", 100_000m);
        var trader = await venue.OpenAccountAsync(balance: 100_000_000m);
        await trader.PostAsync("/fapi/v1/leverage", "symbol=BTCUSDT&leverage=125");

        var answer = await trader.PostAsync(Order, Limit + "&quantity=100&price=99000");

        Assert.Equal(-2027, answer.Code);
    }

    [Theory]
    [InlineData("GET", "/fapi/v9/order")]
    [InlineData("PATCH", "/fapi/v1/nothing")]
    [InlineData("GET", "/sapi/v1/capital/deposit/address")]
    public async Task An_unknown_path_is_refused_with_its_name(string method, string path)
    {
        var trader = await venue.OpenAccountAsync();

        var answer = await trader.SendRawAsync(method, path, "");

        Assert.Equal((-5000, HttpStatusCode.NotFound, $"Path {path}, Method {method} is invalid"), (answer.Code, answer.Status, answer.Text("msg")));
    }
}
