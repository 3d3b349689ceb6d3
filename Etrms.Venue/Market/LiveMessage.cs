using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>One message of a live feed.</summary>
internal sealed record LiveMessage(InstrumentId Instrument, MarketTrade? Trade, decimal Mark, FundingRate Funding)
{
    /// <summary>Reads {stream, data} of an aggregated trade or a mark price; null for anything else.</summary>
    public static LiveMessage? Read(JsonElement frame, IReadOnlyDictionary<string, InstrumentId> bySymbol)
    {
        if (!frame.TryGetProperty("data", out var data) || !data.TryGetProperty("s", out var symbol)
            || !bySymbol.TryGetValue(symbol.GetString() ?? "", out var instrument))
        {
            return null;
        }

        return data.GetProperty("e").GetString() switch
        {
            "aggTrade" => TradeOf(instrument, data),
            "markPriceUpdate" => new LiveMessage(instrument, null, Number(data, "p"), new FundingRate(Instant(data, "T"), Number(data, "r"))),
            _ => null,
        };
    }

    public bool Apply(VenueMarket market)
    {
        if (Trade is { } trade)
        {
            market.Follow(Instrument, trade);
        }
        else
        {
            market.Follow(Instrument, Mark, Funding);
        }

        return true;
    }

    // Trades of price or size 0 are ids that were used up.
    private static LiveMessage? TradeOf(InstrumentId instrument, JsonElement data)
    {
        var (price, quantity) = (Number(data, "p"), Number(data, "q"));
        return price > 0 && quantity > 0
            ? new LiveMessage(instrument, new MarketTrade(data.GetProperty("a").GetInt64(), price, quantity, data.GetProperty("m").GetBoolean(), Instant(data, "T")), 0, default)
            : null;
    }

    private static decimal Number(JsonElement data, string name) => decimal.Parse(data.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(JsonElement data, string name) => DateTimeOffset.FromUnixTimeMilliseconds(data.GetProperty(name).GetInt64());
}
