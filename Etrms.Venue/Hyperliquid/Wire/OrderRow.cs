using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>An order as the wire shows it: the exchange's ordinary and conditional orders under one number.</summary>
internal sealed record OrderRow
{
    public required long Oid { get; init; }

    public required string? Cloid { get; init; }

    public required string Coin { get; init; }

    public required OrderSide Side { get; init; }

    public required decimal LimitPrice { get; init; }

    public required decimal Size { get; init; }

    public required decimal OriginalSize { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public required bool ReduceOnly { get; init; }

    public required string OrderType { get; init; }

    /// <summary>Null for trigger orders.</summary>
    public required string? TimeInForce { get; init; }

    public bool IsTrigger { get; init; }

    public decimal TriggerPrice { get; init; }

    public string TriggerCondition { get; init; } = "N/A";

    public bool IsPositionTpsl { get; init; }

    public ImmutableArray<OrderRow> Children { get; init; } = [];

    public required string Status { get; init; }

    public required DateTimeOffset StatusAt { get; init; }

    /// <param name="order">An order of the ordinary book.</param>
    /// <param name="source">The trigger order that released it; null without one.</param>
    public static OrderRow Of(ExchangeOrder order, ConditionalOrder? source) => new()
    {
        Oid = order.OrderId,
        Cloid = CloidOf(order.ClientOrderId),
        Coin = order.Instrument.Symbol,
        Side = order.Side,
        LimitPrice = order.Price,
        Size = order.RemainingQuantity,
        OriginalSize = order.Quantity,
        PlacedAt = source?.CreatedAt ?? order.CreatedAt,
        ReduceOnly = order.ReduceOnly || order.ClosePosition,
        OrderType = source is null ? "Limit" : TriggerType(source.Type),
        TimeInForce = source is not null ? null : TifOf(order.TimeInForce),
        TriggerPrice = source?.TriggerPrice ?? 0,
        TriggerCondition = source is null ? "N/A" : "Triggered",
        IsPositionTpsl = order.ClosePosition,
        Status = StatusOf(order.Status, order.EndCause),
        StatusAt = order.UpdatedAt,
    };

    public static OrderRow Of(ConditionalOrder order) => new()
    {
        Oid = order.ConditionalId,
        Cloid = CloidOf(order.ClientOrderId),
        Coin = order.Instrument.Symbol,
        Side = order.Side,
        LimitPrice = order.Price,
        Size = order.Quantity,
        OriginalSize = order.Quantity,
        PlacedAt = order.CreatedAt,
        ReduceOnly = order.ReduceOnly || order.ClosePosition,
        OrderType = TriggerType(order.Type),
        TimeInForce = null,
        IsTrigger = true,
        TriggerPrice = order.TriggerPrice,
        TriggerCondition = (order.Side == OrderSide.Buy) != order.IsTakeProfit
            ? $"Price above {WireText(order.TriggerPrice)}"
            : $"Price below {WireText(order.TriggerPrice)}",
        IsPositionTpsl = order.ClosePosition,
        Status = StatusOf(order),
        StatusAt = order.UpdatedAt,
    };

    /// <summary>The short form of openOrders and orderUpdates.</summary>
    public void WriteBasics(Utf8JsonWriter writer)
    {
        writer.WriteString("coin", Coin);
        writer.WriteString("side", Side == OrderSide.Buy ? "B" : "A");
        writer.Number("limitPx", LimitPrice);
        writer.Number("sz", Size);
        writer.WriteNumber("oid", Oid);
        writer.Instant("timestamp", PlacedAt);
        writer.Number("origSz", OriginalSize);
        if (Cloid is not null)
        {
            writer.WriteString("cloid", Cloid);
        }

        if (ReduceOnly)
        {
            writer.WriteBoolean("reduceOnly", true);
        }
    }

    /// <summary>The long form of frontendOpenOrders, orderStatus and historicalOrders.</summary>
    public void WriteWhole(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("coin", Coin);
        writer.WriteString("side", Side == OrderSide.Buy ? "B" : "A");
        writer.Number("limitPx", LimitPrice);
        writer.Number("sz", Size);
        writer.WriteNumber("oid", Oid);
        writer.Instant("timestamp", PlacedAt);
        writer.WriteString("triggerCondition", TriggerCondition);
        writer.WriteBoolean("isTrigger", IsTrigger);
        writer.Number("triggerPx", TriggerPrice);
        writer.WriteStartArray("children");
        foreach (var child in Children)
        {
            child.WriteWhole(writer);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("isPositionTpsl", IsPositionTpsl);
        writer.WriteBoolean("reduceOnly", ReduceOnly);
        writer.WriteString("orderType", OrderType);
        writer.Number("origSz", OriginalSize);
        writer.WriteString("tif", TimeInForce);
        writer.WriteString("cloid", Cloid);
        writer.WriteEndObject();
    }

    /// <summary>With its state, as orderUpdates tells it.</summary>
    public void WriteUpdate(Utf8JsonWriter writer, Action<OrderRow, Utf8JsonWriter> writeOrder)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("order");
        writeOrder(this, writer);
        writer.WriteString("status", Status);
        writer.Instant("statusTimestamp", StatusAt);
        writer.WriteEndObject();
    }

    private static string? CloidOf(string clientId) => WireRead.IsCloid(clientId) ? clientId : null;

    private static string TifOf(TimeInForce timeInForce) => timeInForce switch
    {
        Domain.Trading.TimeInForce.GoodTillCancel => "Gtc",
        Domain.Trading.TimeInForce.GoodTillCrossing => "Alo",
        Domain.Trading.TimeInForce.ImmediateOrCancel or Domain.Trading.TimeInForce.FillOrKill => "Ioc",
    };

    private static string TriggerType(OrderType type) => type switch
    {
        Domain.Trading.OrderType.Stop => "Stop Limit",
        Domain.Trading.OrderType.StopMarket or Domain.Trading.OrderType.TrailingStopMarket => "Stop Market",
        Domain.Trading.OrderType.TakeProfit => "Take Profit Limit",
        Domain.Trading.OrderType.TakeProfitMarket => "Take Profit Market",
        Domain.Trading.OrderType.Limit => "Limit",
        Domain.Trading.OrderType.Market => "Market",
    };

    private static string StatusOf(ConditionalOrder order) => order.Status switch
    {
        ConditionalStatus.New => "open",
        ConditionalStatus.Triggering or ConditionalStatus.Triggered => "triggered",
        ConditionalStatus.Finished => "filled",
        ConditionalStatus.Canceled => StatusOf(OrderStatus.Canceled, order.EndCause),
        ConditionalStatus.Expired => StatusOf(OrderStatus.Canceled, order.EndCause == EndCause.None ? EndCause.PositionClosed : order.EndCause),
        ConditionalStatus.Rejected => order.RejectReason == RefusalReason.InsufficientMargin ? "perpMarginRejected" : "rejected",
    };

    private static string StatusOf(OrderStatus status, EndCause cause) => status switch
    {
        OrderStatus.New or OrderStatus.PartiallyFilled => "open",
        OrderStatus.Filled => "filled",
        OrderStatus.Rejected => "rejected",
        OrderStatus.Canceled or OrderStatus.Expired => cause switch
        {
            EndCause.PositionClosed => "reduceOnlyCanceled",
            EndCause.SelfTrade => "selfTradeCanceled",
            EndCause.Liquidation => "liquidatedCanceled",
            EndCause.SiblingFilled => "siblingFilledCanceled",
            EndCause.Schedule => "scheduledCancel",
            EndCause.Owner or EndCause.ImmediateRest or EndCause.MarketRest or EndCause.GoodTillDate or EndCause.ParentEnded or EndCause.Venue or EndCause.None => "canceled",
        },
    };

    private static string WireText(decimal value) => value.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture);
}
