using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>A conditional order: orderType, quantity and algoStatus, where ordinary orders say type, origQty and status.</summary>
internal static class AlgoJson
{
    public static void Command(Utf8JsonWriter writer, ConditionalOrder order, Instrument instrument)
    {
        Head(writer, order);
        Figures(writer, order, instrument);
        Tail(writer, order);
    }

    public static void Query(Utf8JsonWriter writer, ConditionalOrder order, Instrument instrument)
    {
        Head(writer, order);
        Figures(writer, order, instrument);
        Outcome(writer, order, instrument);
        Tail(writer, order);
    }

    public static void QueryObject(Utf8JsonWriter writer, ConditionalOrder order, Instrument instrument)
    {
        writer.WriteStartObject();
        Query(writer, order, instrument);
        writer.WriteEndObject();
    }

    /// <summary>The list of open orders writes its figures as floating-point text.</summary>
    public static void OpenObject(Utf8JsonWriter writer, ConditionalOrder order, Instrument instrument)
    {
        writer.WriteStartObject();
        Head(writer, order);
        writer.Floating("quantity", order.Quantity);
        writer.Floating("triggerPrice", order.TriggerPrice);
        writer.Floating("price", order.Price);
        Outcome(writer, order, instrument);
        Tail(writer, order);
        writer.WriteEndObject();
    }

    /// <summary>Queries add what became of the order.</summary>
    private static void Outcome(Utf8JsonWriter writer, ConditionalOrder order, Instrument instrument)
    {
        writer.WriteString("actualOrderId", order.OrderId?.ToString() ?? "");
        writer.Plain("actualPrice", order.AveragePrice);
        if (order.OrderId is not null)
        {
            writer.Quantity("actualQty", order.FilledQuantity, instrument);
            writer.WriteString("actualType", ActualType(order));
        }

        foreach (var name in (ReadOnlySpan<string>)["tpTriggerPrice", "tpPrice", "slTriggerPrice", "slPrice"])
        {
            writer.WriteString(name, "0.000");
        }

        writer.WriteString("tpOrderType", "");
    }

    /// <summary>GTE_GTC for orders that close the position: they live only as long as it does.</summary>
    public static string TimeInForce(ConditionalOrder order) => order.ClosePosition ? "GTE_GTC" : WireNames.Of(order.TimeInForce, order.Terms);

    /// <summary>The type of the ordinary order that is born from it.</summary>
    public static string ActualType(ConditionalOrder order) => order.IsMarketKind ? "MARKET" : "LIMIT";

    private static void Head(Utf8JsonWriter writer, ConditionalOrder order)
    {
        writer.WriteNumber("algoId", order.ConditionalId);
        writer.WriteString("clientAlgoId", order.ClientOrderId);
        writer.WriteString("algoType", "CONDITIONAL");
        writer.WriteString("orderType", WireNames.Of(order.Type));
        writer.WriteString("symbol", order.Instrument.Symbol);
        writer.WriteString("side", WireNames.Of(order.Side));
        writer.WriteString("positionSide", WireNames.Of(order.PositionSide));
        writer.WriteString("timeInForce", TimeInForce(order));
        writer.WriteString("algoStatus", WireNames.Of(order.Status));
    }

    private static void Figures(Utf8JsonWriter writer, ConditionalOrder order, Instrument instrument)
    {
        writer.Quantity("quantity", order.Quantity, instrument);

        // The trigger price is not held to the tick, so it keeps the digits it came with.
        writer.Plain("triggerPrice", order.TriggerPrice);
        writer.Price("price", order.Price, instrument);
    }

    private static void Tail(Utf8JsonWriter writer, ConditionalOrder order)
    {
        writer.WriteNull("icebergQuantity");
        writer.WriteString("selfTradePreventionMode", WireNames.Of(order.Terms.SelfTrade));
        writer.WriteString("workingType", WireNames.Of(order.TriggerBy));
        writer.WriteString("priceMatch", WireNames.Of(order.Terms.PriceMatch));
        writer.WriteBoolean("closePosition", order.ClosePosition);
        writer.WriteBoolean("priceProtect", order.Terms.PriceProtect);
        writer.WriteBoolean("reduceOnly", order.ReduceOnly || order.ClosePosition);
        Optional(writer, "activatePrice", order.ActivationPrice);
        Optional(writer, "callbackRate", order.CallbackRate * 100);
        writer.Instant("createTime", order.CreatedAt);
        writer.Instant("updateTime", order.UpdatedAt);
        writer.WriteNumber("triggerTime", order.TriggeredAt?.ToUnixTimeMilliseconds() ?? 0);
        writer.WriteNumber("goodTillDate", OrderJson.GoodTill(order.Terms));
    }

    private static void Optional(Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } known)
        {
            writer.Plain(name, known);
        }
        else
        {
            writer.WriteString(name, "");
        }
    }
}
