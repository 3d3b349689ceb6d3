using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>Orders of about the last minute, for the gate: how many there were, and whether one is sent twice.</summary>
internal sealed class RecentOrders
{
    private readonly Queue<(long At, Order Order)> _orders = new();

    public void Add(Order order, long now)
    {
        while (_orders.TryPeek(out var oldest) && now - oldest.At > TimeSpan.TicksPerMinute)
        {
            _orders.Dequeue();
        }

        _orders.Enqueue((now, order));
    }

    public ImmutableArray<RecentOrder> Capture() => [.. _orders.Select(recent => new RecentOrder(EngineClock.At(recent.At), recent.Order))];

    public void Restore(ImmutableArray<RecentOrder> orders)
    {
        foreach (var recent in orders)
        {
            _orders.Enqueue((recent.At.UtcTicks, recent.Order));
        }
    }

    public int CountSince(long at) => _orders.Count(recent => recent.At > at);

    /// <summary>True for an id that was used already, and for an equal order within a moment.</summary>
    public bool Holds(OrderRequest request, long now, TimeSpan within) => _orders.Any(recent =>
        recent.Order.ClientOrderId == request.ClientOrderId || (now - recent.At <= within.Ticks && IsSame(recent.Order, request)));

    private static bool IsSame(Order order, OrderRequest request) =>
        order.Instrument == request.Instrument && order.Side == request.Side && order.PositionSide == request.PositionSide
        && order.Type == request.Type && order.Quantity == request.Quantity && order.Price == (request.Price ?? 0)
        && order.TriggerPrice == (request.TriggerPrice ?? 0);
}
