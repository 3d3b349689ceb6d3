using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>
/// Bars by pair. The mark follows the last price and shares its bars; the index stands off the mark by a basis, which is known at both
/// ends of a bar, and the premium is that distance.
/// </summary>
internal static class PairKlineEndpoints
{
    public static void MapPairKlines(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v1/continuousKlines", Access.Public, MarketEndpoints.KlinesWeight, Continuous);
        routes.Add("GET", "/fapi/v1/markPriceKlines", Access.Public, MarketEndpoints.KlinesWeight, call => Of(call, "symbol", Mark));
        routes.Add("GET", "/fapi/v1/indexPriceKlines", Access.Public, MarketEndpoints.KlinesWeight, call => Of(call, "pair", Index));
        routes.Add("GET", "/fapi/v1/premiumIndexKlines", Access.Public, MarketEndpoints.KlinesWeight, call => Of(call, "symbol", Premium));
    }

    private static Task<Answer> Continuous(BinanceCall call)
    {
        if (call.Parameters.Text("contractType") != "PERPETUAL")
        {
            throw new BinanceException(BinanceErrors.BadContractType);
        }

        return Of(call, "pair", (writer, bar, instrument) => MarketJson.Row(writer, bar.Kline, instrument));
    }

    private static Task<Answer> Of(BinanceCall call, string name, Action<Utf8JsonWriter, BasisBar, Instrument> write)
    {
        var instrument = call.Service<Listing>().TryFind(call.Parameters.Text(name), out var found)
            ? found
            : throw new BinanceException(name == "pair" ? BinanceErrors.BadPair : BinanceErrors.BadSymbol);
        return MarketEndpoints.KlinesOf(call, instrument, (desk, kline) => BasisBar.Of(desk.Market, instrument.Id, kline), write);
    }

    private static void Mark(Utf8JsonWriter writer, BasisBar bar, Instrument instrument) =>
        MarketJson.PriceRow(writer, bar.Kline, value => writer.PriceValue(value, instrument));

    private static void Index(Utf8JsonWriter writer, BasisBar bar, Instrument instrument)
    {
        var (open, close) = (bar.Kline.Open * (1 + bar.AtOpen), bar.Kline.Close * (1 + bar.AtClose));
        var high = Math.Max(bar.Kline.High * (1 + Math.Max(bar.AtOpen, bar.AtClose)), Math.Max(open, close));
        var low = Math.Min(bar.Kline.Low * (1 + Math.Min(bar.AtOpen, bar.AtClose)), Math.Min(open, close));
        MarketJson.PriceRow(
            writer, bar.Kline with { Open = open, High = high, Low = low, Close = close }, value => writer.PriceValue(value, instrument));
    }

    private static void Premium(Utf8JsonWriter writer, BasisBar bar, Instrument instrument)
    {
        var (open, close) = (PremiumOf(bar.AtOpen), PremiumOf(bar.AtClose));
        var figures = bar.Kline with { Open = open, High = Math.Max(open, close), Low = Math.Min(open, close), Close = close };
        MarketJson.PriceRow(writer, figures, value => writer.PlainValue(Math.Round(value, 8)));
    }

    /// <summary>The mark above the index, as a fraction of the index.</summary>
    private static decimal PremiumOf(decimal basis) => -basis / (1 + basis);

    /// <summary>A bar with the basis at its ends.</summary>
    private readonly record struct BasisBar(Kline Kline, decimal AtOpen, decimal AtClose)
    {
        public static BasisBar Of(VenueMarket market, InstrumentId instrument, Kline kline) =>
            new(kline, market.Basis(instrument, kline.OpenAt), market.Basis(instrument, kline.CloseAt));
    }
}
