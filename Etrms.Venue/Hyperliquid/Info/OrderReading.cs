using System.Collections.Immutable;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>An account's orders as rows of the wire.</summary>
internal static class OrderReading
{
    /// <summary>Orders that rest and triggers that wait, oldest first; what waits for a parent hangs on it.</summary>
    public static ImmutableArray<OrderRow> Open(string user, SimulatedExchange exchange)
    {
        var held = exchange.HeldConditionals(user).ToLookup(order => order.ParentOrderId ?? 0, OrderRow.Of);
        var resting = exchange.OpenOrders(user, null)
            .Select(order => Row(user, order, exchange) with { Children = [.. held[order.OrderId]] });
        var waiting = exchange.OpenConditionals(user, null).Select(OrderRow.Of);
        return [.. resting.Concat(waiting).OrderBy(row => row.Oid)];
    }

    /// <summary>By number or by the client's id; null when there never was such an order.</summary>
    public static OrderRow? Find(string user, OrderReference reference, SimulatedExchange exchange) =>
        exchange.FindOrder(user, reference) is { } order ? Row(user, order, exchange)
        : exchange.FindConditional(user, reference) is { } waiting ? OrderRow.Of(waiting)
        : null;

    /// <summary>Everything that is remembered, newest first.</summary>
    public static IEnumerable<OrderRow> History(string user, SimulatedExchange exchange)
    {
        var placed = exchange.OrderHistory(user).Select(order => Row(user, order, exchange)).ToList();
        var released = placed.Select(row => row.Oid).ToHashSet();
        var triggers = exchange.ConditionalHistory(user).Where(order => !released.Contains(order.ConditionalId)).Select(OrderRow.Of);
        return placed.Concat(triggers).OrderByDescending(row => row.StatusAt).ThenByDescending(row => row.Oid);
    }

    public static OrderRow Row(string user, ExchangeOrder order, SimulatedExchange exchange) => OrderRow.Of(
        order, order.ConditionalId is { } id ? exchange.FindConditional(user, new OrderReference(id, null)) : null);
}
