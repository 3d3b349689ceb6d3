using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Bars by pair: of the perpetual, and of mark and index, which follow the last price here and so share its bars.</summary>
internal static class PairKlineEndpoints
{
    public static void MapPairKlines(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v1/continuousKlines", Access.Public, MarketEndpoints.KlinesWeight, Continuous);
        routes.Add("GET", "/fapi/v1/markPriceKlines", Access.Public, MarketEndpoints.KlinesWeight, call => Of(call, "symbol", MarketJson.PriceRow));
        routes.Add("GET", "/fapi/v1/indexPriceKlines", Access.Public, MarketEndpoints.KlinesWeight, call => Of(call, "pair", MarketJson.PriceRow));
    }

    private static Task<Answer> Continuous(BinanceCall call) => call.Parameters.Text("contractType") == "PERPETUAL"
        ? Of(call, "pair", MarketJson.Row)
        : throw new BinanceException(BinanceErrors.BadContractType);

    private static Task<Answer> Of(BinanceCall call, string name, Action<Utf8JsonWriter, Kline, Instrument> write) =>
        call.Service<Listing>().TryFind(call.Parameters.Text(name), out var instrument)
            ? MarketEndpoints.KlinesOf(call, instrument, write)
            : throw new BinanceException(BinanceErrors.BadPair);
}
