using Etrms.Domain.Trading;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>Orders and fills of the user stream as domain values.</summary>
internal static class BinanceUserMapping
{
    public static Order ToOrder(this UserOrder order, long matchedAt) => new()
    {
        OrderId = order.OrderId.ToString(),
        ClientOrderId = order.ClientOrderId,
        Instrument = Instrument(order.Symbol),
        Side = Side(order.Side),
        PositionSide = PositionSideOf(order.PositionSide),
        Type = Type(order.Type, order.Price ?? 0),
        TimeInForce = TimeInForceOf(order.TimeInForce),
        Status = Status(order.Status),
        Price = order.Price ?? 0,
        TriggerPrice = order.StopPrice ?? 0,
        TriggerBy = Trigger(order.WorkingType),
        CallbackRate = Fraction(order.CallbackPercent),
        ActivationPrice = Given(order.ActivationPrice),
        GoodTillAt = GivenInstant(order.GoodTillDate),
        Quantity = order.Quantity,
        FilledQuantity = order.FilledQuantity ?? 0,
        AveragePrice = order.AveragePrice ?? 0,
        ReduceOnly = order.ReduceOnly,
        ClosePosition = order.ClosePosition,
        UpdatedAt = Instant(matchedAt),
    };

    /// <summary>Null unless something was executed. A liquidation comes as CALCULATED, sometimes without a trade number.</summary>
    public static Fill? ToFill(this UserOrder order, long matchedAt)
    {
        if (order.Execution is not ("TRADE" or "CALCULATED") || order.LastQuantity is not (> 0 and var quantity))
        {
            return null;
        }

        var tradeId = order.TradeId != 0 ? order.TradeId.ToString() : $"{order.OrderId}-{matchedAt}";
        return new(
            tradeId, order.OrderId.ToString(), order.ClientOrderId, Instrument(order.Symbol), Side(order.Side),
            PositionSideOf(order.PositionSide), order.LastPrice ?? order.AveragePrice ?? 0, quantity, order.Commission ?? 0,
            order.CommissionAsset ?? "", order.RealizedPnl ?? 0, order.IsMaker, Instant(matchedAt))
        {
            Cause = CauseOf(order.ClientOrderId),
        };
    }

    public static Order ToOrder(this UserAlgo order, long matchedAt) => new()
    {
        OrderId = order.AlgoId.ToString(),
        ClientOrderId = order.ClientAlgoId ?? "",
        Instrument = Instrument(order.Symbol),
        Side = Side(order.Side),
        PositionSide = PositionSideOf(order.PositionSide),
        Type = Type(order.Type, order.Price ?? 0),
        TimeInForce = TimeInForceOf(order.TimeInForce),
        Status = AlgoStatus(order.Status, order.FilledQuantity ?? 0),
        Price = order.Price ?? 0,
        TriggerPrice = order.TriggerPrice ?? 0,
        TriggerBy = Trigger(order.WorkingType),
        GoodTillAt = GivenInstant(order.GoodTillDate),
        Quantity = order.Quantity ?? 0,
        FilledQuantity = order.FilledQuantity ?? 0,
        AveragePrice = order.AveragePrice ?? 0,
        ReduceOnly = order.ReduceOnly,
        ClosePosition = order.ClosePosition,
        IsConditional = true,
        ReleasedOrderId = GivenNumber(order.ActualOrderId),
        UpdatedAt = Instant(matchedAt),
    };
}
