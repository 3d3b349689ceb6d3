using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Approved orders in the venue's terms.</summary>
internal static class WireOrders
{
    /// <summary>How far a market order may reach beyond the book's best price: there are no market orders, only limits through the book.</summary>
    public const decimal MarketReach = 0.05m;

    /// <summary>The same for one that is triggered; the venue's own pages give it as much, and a stop must not miss a fast market.</summary>
    public const decimal TriggerReach = 0.10m;

    /// <summary>What this venue cannot do; null when it can.</summary>
    public static string? Fault(ApprovedOrder order) => order switch
    {
        { TimeInForce: TimeInForce.FillOrKill, Price: not null } => "Hyperliquid has no fill-or-kill orders.",
        { Type: OrderType.TrailingStopMarket } => "Hyperliquid has no trailing stops.",
        { GoodTillAt: not null } => "Hyperliquid has no orders that end at a time.",
        { IsConditional: true, TriggerBy: TriggerPriceType.LastPrice } => "Hyperliquid triggers by the mark price alone.",
        { PositionSide: not PositionSide.Both } => "Hyperliquid knows one net position per contract.",
        _ => null,
    };

    /// <param name="order">What shall be done.</param>
    /// <param name="contract">The contract with its number.</param>
    /// <param name="reference">Price that a market order has to meet; not looked at for others.</param>
    public static WireOrder From(ApprovedOrder order, ListedContract contract, decimal reference) => new(
        contract.Asset,
        order.Side == OrderSide.Buy,
        PriceOf(order, contract.Instrument, reference),
        contract.Instrument.RoundQuantity(order.Quantity),
        order.ReduceOnly || order.ClosePosition,
        KindOf(order),
        Cloid.Of(order.ClientOrderId));

    /// <summary>The worst price that is taken, rounded after the reach is applied and never beyond it.</summary>
    public static decimal Through(Instrument instrument, OrderSide side, decimal reference, decimal reach) => side switch
    {
        OrderSide.Buy => instrument.RoundPriceDown(reference * (1 + reach)),
        OrderSide.Sell => instrument.RoundPriceUp(reference * (1 - reach)),
    };

    public static string Tif(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.GoodTillCancel => "Gtc",
        TimeInForce.ImmediateOrCancel => "Ioc",
        TimeInForce.GoodTillCrossing => "Alo",
        TimeInForce.FillOrKill => throw new ArgumentOutOfRangeException(nameof(timeInForce), timeInForce, "Refused before."),
    };

    private static decimal PriceOf(ApprovedOrder order, Instrument instrument, decimal reference) => order switch
    {
        { Price: { } price } => price,
        { TriggerPrice: { } trigger } => Through(instrument, order.Side, trigger, TriggerReach),
        _ => Through(instrument, order.Side, reference, MarketReach),
    };

    private static WireOrderKind KindOf(ApprovedOrder order) => order.TriggerPrice is { } trigger
        ? new WireOrderKind.Trigger(order.Price is null, trigger, order.Type is OrderType.TakeProfit or OrderType.TakeProfitMarket)
        : new WireOrderKind.Limit(order.Price is null ? "Ioc" : Tif(order.TimeInForce));
}
