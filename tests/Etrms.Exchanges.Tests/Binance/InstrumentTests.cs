using Etrms.Domain.Market;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

public sealed class InstrumentTests
{
    /// <summary>Figures of BTCUSDT as captured on mainnet in September 2026; one symbol that does not trade yet, with its placeholders.</summary>
    private const string ExchangeInfo =
        """
        {"timezone":"UTC","serverTime":1789116070165,"exchangeFilters":[],
         "rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
                       {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300}],
         "assets":[{"asset":"USDT","marginAvailable":true,"autoAssetExchange":"-10000"}],
         "symbols":[
          {"symbol":"BTCUSDT","pair":"BTCUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT",
           "pricePrecision":2,"quantityPrecision":3,"liquidationFee":"0.012500","marketTakeBound":"0.05",
           "filters":[{"filterType":"POSITION_RISK_CONTROL","positionControlSide":"NONE"},
                      {"filterType":"MIN_NOTIONAL","notional":"50"},
                      {"filterType":"MARKET_LOT_SIZE","minQty":"0.001","maxQty":"120","stepSize":"0.001"},
                      {"filterType":"PERCENT_PRICE","multiplierUp":"1.0500","multiplierDown":"0.9500","multiplierDecimal":"4"},
                      {"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"1000","stepSize":"0.001"},
                      {"filterType":"PRICE_FILTER","minPrice":"261.10","maxPrice":"809484","tickSize":"0.10"}]},
          {"symbol":"NEWUSDT","pair":"NEWUSDT","contractType":"PERPETUAL","status":"PENDING_TRADING","baseAsset":"NEW","quoteAsset":"USDT",
           "filters":[{"filterType":"PRICE_FILTER","minPrice":"0","maxPrice":"0","tickSize":"0"}]}]}
        """;

    private const string Brackets =
        """
        [{"symbol":"BTCUSDT","brackets":[
          {"bracket":2,"initialLeverage":100,"notionalCap":600000,"notionalFloor":50000,"maintMarginRatio":0.005,"cum":50.0},
          {"bracket":1,"initialLeverage":125,"notionalCap":50000,"notionalFloor":0,"maintMarginRatio":0.004,"cum":0.0}]}]
        """;

    [Fact]
    public async Task Rules_are_read_from_filters_in_any_order_and_untradable_symbols_are_left_out()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/exchangeInfo", ExchangeInfo);
        venue.On("GET", "/fapi/v1/leverageBracket", Brackets);

        var feed = venue.Clients.MarketFeed(Exchange.Binance, VenueNetwork.Paper, FakeBinance.Key);
        var btc = Assert.Single(await feed.LoadInstrumentsAsync(CancellationToken.None));

        Assert.Equal((0.10m, 0.001m, 0.001m, 1000m, 120m, 50m),
            (btc.TickSize, btc.StepSize, btc.MinQuantity, btc.MaxQuantity, btc.MaxMarketQuantity, btc.MinNotional));
        Assert.Equal((1.05m, 0.95m, 0.0125m), (btc.PriceMultiplierUp, btc.PriceMultiplierDown, btc.LiquidationFee));
        Assert.Equal([(1, 0m, 0.004m), (2, 50000m, 0.005m)], btc.Brackets.Select(bracket => (bracket.Bracket, bracket.NotionalFloor, bracket.MaintenanceRate)));
    }

    [Fact]
    public async Task Without_a_key_nothing_signed_is_asked()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/exchangeInfo", ExchangeInfo);

        var btc = Assert.Single(await venue.Clients.MarketFeed(Exchange.Binance, VenueNetwork.Paper).LoadInstrumentsAsync(CancellationToken.None));

        Assert.Empty(btc.Brackets);
        Assert.Empty(venue.Requests("GET", "/fapi/v1/leverageBracket"));
        Assert.Null(venue.Requests("GET", "/fapi/v1/exchangeInfo").Single().ApiKey);
    }

    [Fact]
    public async Task Rules_that_cannot_be_read_are_a_failure_and_not_an_empty_list()
    {
        await using var venue = await FakeBinance.StartAsync();
        venue.On("GET", "/fapi/v1/exchangeInfo", Answer.Error(502, 0, "bad gateway"));

        await Assert.ThrowsAsync<ExchangeCallException>(() =>
            venue.Clients.MarketFeed(Exchange.Binance, VenueNetwork.Paper).LoadInstrumentsAsync(CancellationToken.None));
    }
}
