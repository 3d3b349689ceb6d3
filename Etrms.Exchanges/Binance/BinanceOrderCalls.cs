using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>Orders as the parameters of their endpoint.</summary>
internal static class BinanceOrderCalls
{
    /// <summary>LIMIT and MARKET; any other type is refused there since the end of 2025.</summary>
    public static BinanceCall Ordinary(ApprovedOrder order)
    {
        var call = BinanceCall.Post("/fapi/v1/order", weight: 0) with { IsOrder = true, Urgency = UrgencyOf(order.IsReducing) };
        AddCommon(call, order);
        call.Parameters
            .Add("quantity", order.Quantity)
            .Add("reduceOnly", ReduceOnlyWord(order))
            .Add("newClientOrderId", order.ClientOrderId)
            .Add("newOrderRespType", "RESULT");
        return call;
    }

    public static BinanceCall Conditional(ApprovedOrder order)
    {
        var call = BinanceCall.Post("/fapi/v1/algoOrder", weight: 0) with { IsOrder = true, Urgency = UrgencyOf(order.IsReducing) };
        call.Parameters.Add("algoType", "CONDITIONAL");
        AddCommon(call, order);
        call.Parameters
            .Add("quantity", order.ClosePosition ? null : order.Quantity)
            .Add("triggerPrice", order.TriggerPrice)
            .Add("activatePrice", order.ActivationPrice)
            .Add("callbackRate", order.CallbackRate * 100)
            .Add("workingType", Word(order.TriggerBy))
            .Add("closePosition", order.ClosePosition ? "true" : null)
            .Add("reduceOnly", order.ClosePosition ? null : ReduceOnlyWord(order))
            .Add("clientAlgoId", order.ClientOrderId);
        return call;
    }

    /// <summary>Side, quantity and price must all be said again.</summary>
    public static BinanceCall Modify(Order order, decimal quantity, decimal price)
    {
        var call = new BinanceCall(HttpMethod.Put, "/fapi/v1/order", Weight: 1) { IsOrder = true, Urgency = UrgencyOf(order.IsReducing) };
        call.Parameters
            .Add("symbol", order.Instrument.Symbol)
            .Add("orderId", order.OrderId)
            .Add("side", Word(order.Side))
            .Add("quantity", quantity)
            .Add("price", price);
        return call;
    }

    private static CallUrgency UrgencyOf(bool isReducing) => isReducing ? CallUrgency.Protective : CallUrgency.Ordinary;

    private static void AddCommon(BinanceCall call, ApprovedOrder order) => call.Parameters
        .Add("symbol", order.Instrument.Symbol)
        .Add("side", Word(order.Side))
        .Add("positionSide", Word(order.PositionSide))
        .Add("type", Word(order.Type))
        .Add("timeInForce", order.Price is null ? null : order.GoodTillAt is null ? Word(order.TimeInForce) : "GTD")
        .Add("goodTillDate", order.GoodTillAt)
        .Add("price", order.Price);

    /// <summary>Hedge mode refuses the flag: there the position side says it.</summary>
    private static string? ReduceOnlyWord(ApprovedOrder order) =>
        order.ReduceOnly && order.PositionSide == PositionSide.Both ? "true" : null;
}
