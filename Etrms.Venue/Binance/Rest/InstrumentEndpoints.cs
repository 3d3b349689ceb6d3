using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Binance.Limits;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Binance.Rest;

/// <summary>The contracts, their trading rules and their funding.</summary>
internal static class InstrumentEndpoints
{
    private const int FundingWeight = 1;

    /// <summary>The exchange lists contracts before they trade, with zeros for their rules; clients must pass over them.</summary>
    private static readonly Instrument Upcoming = new()
    {
        Id = new InstrumentId(Exchange.Binance, "SOONUSDT"),
        BaseAsset = "SOON",
        QuoteAsset = "USDT",
        TickSize = 0,
        StepSize = 0,
        MinQuantity = 0,
        MaxQuantity = 0,
        MaxMarketQuantity = 0,
        MinNotional = 0,
    };

    public static void MapInstruments(this RouteTable routes)
    {
        routes.Add("GET", "/fapi/v1/exchangeInfo", Access.Public, 1, ExchangeInfo);
        routes.Add("GET", "/fapi/v1/premiumIndex", Access.Public, MarketEndpoints.OneOrAll(1, 10), PremiumIndex);
        routes.Add("GET", "/fapi/v1/fundingRate", Access.Public, FundingWeight, FundingRate);
        routes.Add("GET", "/fapi/v1/fundingInfo", Access.Public, FundingWeight, FundingInfo);
        routes.Add("GET", "/fapi/v1/leverageBracket", Access.Signed, 1, LeverageBracket);
    }

    private static Task<Answer> ExchangeInfo(BinanceCall call)
    {
        var (listing, clock, limits) = (call.Service<Listing>(), call.Service<ServerClock>(), call.Service<IOptions<LimitOptions>>().Value);
        return Task.FromResult(Answer.Object(writer =>
        {
            writer.WriteString("timezone", "UTC");
            writer.Instant("serverTime", clock.Now);
            writer.WriteString("futuresType", "U_MARGINED");
            ExchangeInfoJson.RateLimits(writer, limits);
            writer.WriteStartArray("exchangeFilters");
            writer.WriteEndArray();
            ExchangeInfoJson.Assets(writer, listing.Instruments.Select(instrument => instrument.QuoteAsset).Distinct(StringComparer.Ordinal));
            writer.WriteStartArray("symbols");
            foreach (var instrument in listing.Instruments)
            {
                ExchangeInfoJson.Symbol(writer, instrument, "TRADING");
            }

            ExchangeInfoJson.Symbol(writer, Upcoming, "PENDING_TRADING");

            writer.WriteEndArray();
        }));
    }

    private static Task<Answer> PremiumIndex(BinanceCall call) =>
        MarketEndpoints.OneOrEach(call, (desk, instrument) => desk.Market.Quote(instrument.Id), MarketJson.Premium);

    private static async Task<Answer> FundingRate(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var listed = instrument is null ? call.Service<Listing>().Instruments : [instrument];
        var limit = call.Parameters.Limit(100, 1000);
        var (start, end) = (call.Parameters.FindInstant("startTime"), call.Parameters.FindInstant("endTime"));
        var settled = await call.AskAsync(desk => listed.SelectMany(each => desk.Market.Funding(each.Id, start, end, limit)).ToList());
        var ordered = settled.OrderBy(settlement => settlement.At);
        return Answer.Array(start is null ? ordered.TakeLast(limit) : ordered.Take(limit), MarketJson.Funding);
    }

    // Every contract has the standard interval of eight hours, and the list names only the others.
    private static Task<Answer> FundingInfo(BinanceCall call) => Task.FromResult(Answer.Array<Instrument>([], (_, _) => { }));

    private static Task<Answer> LeverageBracket(BinanceCall call)
    {
        var instrument = call.FindInstrument();
        var listed = instrument is null ? call.Service<Listing>().Instruments : [instrument];
        return Task.FromResult(Answer.Array(listed, Brackets));
    }

    private static void Brackets(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Id.Symbol);
        writer.WriteStartArray("brackets");
        foreach (var bracket in instrument.Brackets)
        {
            writer.WriteStartObject();
            writer.WriteNumber("bracket", bracket.Bracket);
            writer.WriteNumber("initialLeverage", bracket.MaxLeverage);
            writer.WriteNumber("notionalCap", bracket.NotionalCap);
            writer.WriteNumber("notionalFloor", bracket.NotionalFloor);
            writer.WriteNumber("maintMarginRatio", bracket.MaintenanceRate);
            writer.WriteNumber("cum", bracket.MaintenanceAmount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
