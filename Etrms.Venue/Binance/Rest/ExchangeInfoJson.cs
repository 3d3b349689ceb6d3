using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Binance.Limits;

namespace Etrms.Venue.Binance.Rest;

/// <summary>The parts of exchangeInfo.</summary>
internal static class ExchangeInfoJson
{
    private const long FarDelivery = 4_133_404_800_000;
    private const long OnboardedAt = 1_569_398_400_000;

    public static void RateLimits(Utf8JsonWriter writer, LimitOptions limits)
    {
        writer.WriteStartArray("rateLimits");
        RateLimit(writer, "REQUEST_WEIGHT", "MINUTE", 1, limits.WeightPerMinute);
        RateLimit(writer, "ORDERS", "MINUTE", 1, limits.OrdersPerMinute);
        RateLimit(writer, "ORDERS", "SECOND", 10, limits.OrdersPerTenSeconds);
        writer.WriteEndArray();
    }

    public static void Assets(Utf8JsonWriter writer, IEnumerable<string> assets)
    {
        writer.WriteStartArray("assets");
        foreach (var asset in assets)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", asset);
            writer.WriteBoolean("marginAvailable", true);
            writer.WriteString("autoAssetExchange", "0");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Symbol(Utf8JsonWriter writer, Instrument instrument, string status)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Id.Symbol);
        writer.WriteString("pair", instrument.Id.Symbol);
        writer.WriteString("contractType", "PERPETUAL");
        writer.WriteNumber("deliveryDate", FarDelivery);
        writer.WriteNumber("onboardDate", OnboardedAt);
        writer.WriteString("status", status);
        writer.WriteString("maintMarginPercent", "2.5000");
        writer.WriteString("requiredMarginPercent", "5.0000");
        writer.WriteString("baseAsset", instrument.BaseAsset);
        writer.WriteString("quoteAsset", instrument.QuoteAsset);
        writer.WriteString("marginAsset", instrument.QuoteAsset);
        writer.WriteNumber("pricePrecision", instrument.TickSize.Scale);
        writer.WriteNumber("quantityPrecision", instrument.StepSize.Scale);
        writer.WriteNumber("baseAssetPrecision", 8);
        writer.WriteNumber("quotePrecision", 8);
        writer.WriteString("underlyingType", "COIN");
        writer.WriteStartArray("underlyingSubType");
        writer.WriteEndArray();
        writer.WriteNumber("settlePlan", 0);
        writer.WriteString("triggerProtect", "0.0500");
        writer.Plain("liquidationFee", instrument.LiquidationFee);
        writer.WriteString("marketTakeBound", "0.05");
        writer.WriteNumber("maxMoveOrderLimit", 10_000);
        Filters(writer, instrument);
        Names(writer, "orderTypes", ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"]);
        Names(writer, "timeInForce", ["GTC", "IOC", "FOK", "GTX", "GTD", "RPI"]);
        Names(writer, "permissionSets", ["GRID", "COPY"]);
        writer.WriteEndObject();
    }

    private static void Filters(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteStartArray("filters");
        Filter(writer, "PRICE_FILTER", () =>
        {
            writer.Plain("minPrice", instrument.TickSize);
            writer.Plain("maxPrice", instrument.TickSize * 100_000_000);
            writer.Price("tickSize", instrument.TickSize, instrument);
        });
        Filter(writer, "LOT_SIZE", () => Lots(writer, instrument, instrument.MaxQuantity));
        Filter(writer, "MARKET_LOT_SIZE", () => Lots(writer, instrument, instrument.MaxMarketQuantity));
        Filter(writer, "MAX_NUM_ORDERS", () => writer.WriteNumber("limit", 200));
        Filter(writer, "MIN_NOTIONAL", () => writer.Plain("notional", instrument.MinNotional));
        Filter(writer, "PERCENT_PRICE", () =>
        {
            writer.WriteString("multiplierUp", instrument.PriceMultiplierUp.ToString("F4"));
            writer.WriteString("multiplierDown", instrument.PriceMultiplierDown.ToString("F4"));
            writer.WriteString("multiplierDecimal", "4");
        });
        Filter(writer, "POSITION_RISK_CONTROL", () => writer.WriteString("positionControlSide", "NONE"));
        writer.WriteEndArray();
    }

    private static void Lots(Utf8JsonWriter writer, Instrument instrument, decimal largest)
    {
        writer.Quantity("minQty", instrument.MinQuantity, instrument);
        writer.Plain("maxQty", largest);
        writer.Quantity("stepSize", instrument.StepSize, instrument);
    }

    private static void Filter(Utf8JsonWriter writer, string type, Action writeLimits)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType", type);
        writeLimits();
        writer.WriteEndObject();
    }

    private static void Names(Utf8JsonWriter writer, string name, ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void RateLimit(Utf8JsonWriter writer, string type, string interval, int number, int limit)
    {
        writer.WriteStartObject();
        writer.WriteString("rateLimitType", type);
        writer.WriteString("interval", interval);
        writer.WriteNumber("intervalNum", number);
        writer.WriteNumber("limit", limit);
        writer.WriteEndObject();
    }
}
