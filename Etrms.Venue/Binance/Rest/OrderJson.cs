using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>An order in the shapes of command answers and of queries.</summary>
internal static class OrderJson
{
    /// <summary>What placing, changing and cancelling answer: without average price and quote sum.</summary>
    public static void Command(Utf8JsonWriter writer, ExchangeOrder order, Instrument instrument)
    {
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteString("symbol", order.Instrument.Symbol);
        writer.WriteString("status", WireNames.StatusOf(order));
        writer.WriteString("clientOrderId", order.ClientOrderId);
        writer.Price("price", order.Price, instrument);
        writer.Quantity("origQty", order.Quantity, instrument);
        writer.Quantity("executedQty", order.FilledQuantity, instrument);
        writer.Quantity("cumQty", order.FilledQuantity, instrument);
        Common(writer, order);
    }

    /// <summary>What queries answer.</summary>
    public static void Query(Utf8JsonWriter writer, ExchangeOrder order, Instrument instrument)
    {
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteString("symbol", order.Instrument.Symbol);
        writer.WriteString("status", WireNames.StatusOf(order));
        writer.WriteString("clientOrderId", order.ClientOrderId);
        writer.Price("price", order.Price, instrument);
        writer.Plain("avgPrice", order.AveragePrice);
        writer.Quantity("origQty", order.Quantity, instrument);
        writer.Quantity("executedQty", order.FilledQuantity, instrument);
        writer.Plain("cumQuote", order.FilledNotional);
        writer.Instant("time", order.CreatedAt);
        Common(writer, order);
    }

    public static void QueryObject(Utf8JsonWriter writer, ExchangeOrder order, Instrument instrument)
    {
        writer.WriteStartObject();
        Query(writer, order, instrument);
        writer.WriteEndObject();
    }

    /// <summary>Milliseconds since 1970; 0 without a date.</summary>
    public static long GoodTill(OrderTerms terms) => terms.GoodTillAt?.ToUnixTimeMilliseconds() ?? 0;

    private static void Common(Utf8JsonWriter writer, ExchangeOrder order)
    {
        writer.WriteString("timeInForce", WireNames.Of(order.TimeInForce, order.Terms));
        writer.WriteString("type", WireNames.Of(order.Type));
        writer.WriteBoolean("reduceOnly", order.ReduceOnly);
        writer.WriteBoolean("closePosition", order.ClosePosition);
        writer.WriteString("side", WireNames.Of(order.Side));
        writer.WriteString("positionSide", WireNames.Of(order.PositionSide));
        writer.WriteString("stopPrice", "0.00");
        writer.WriteString("workingType", "CONTRACT_PRICE");
        writer.WriteBoolean("priceProtect", order.Terms.PriceProtect);
        writer.WriteString("origType", WireNames.Of(order.OriginalType));
        writer.WriteString("priceMatch", WireNames.Of(order.Terms.PriceMatch));
        writer.WriteString("selfTradePreventionMode", WireNames.Of(order.Terms.SelfTrade));
        writer.WriteNumber("goodTillDate", GoodTill(order.Terms));
        writer.Instant("updateTime", order.UpdatedAt);
    }
}
