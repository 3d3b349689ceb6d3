using System.Collections.Immutable;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>
/// Orders that are over: a message that comes twice or late must not bring one back, since a stop that is no more protects nothing. Bounded: the
/// oldest are forgotten.
/// </summary>
internal sealed class EndedOrders
{
    private const int Kept = 512;

    private readonly Dictionary<(bool IsConditional, string OrderId), OrderEnd> _ends = [];
    private readonly Queue<(bool IsConditional, string OrderId)> _order = new();

    /// <param name="order">As it was last told.</param>
    /// <param name="isMissed">True when a reading no longer had it; another reading may have it again.</param>
    public void Add(Order order, bool isMissed)
    {
        var key = (order.IsConditional, order.OrderId);
        if (!_ends.ContainsKey(key))
        {
            _order.Enqueue(key);
        }

        _ends[key] = new OrderEnd(order.UpdatedAt, isMissed);
        if (_order.Count > Kept)
        {
            _ends.Remove(_order.Dequeue());
        }
    }

    /// <summary>True when a report of an order tells nothing that came after its end. One without a time cannot be judged.</summary>
    public bool Covers(Order order, bool isReading) =>
        _ends.TryGetValue((order.IsConditional, order.OrderId), out var end)
        && order.UpdatedAt != default && order.UpdatedAt <= end.At && !(isReading && end.IsMissed);

    public void Clear()
    {
        _ends.Clear();
        _order.Clear();
    }

    public ImmutableArray<EndOfOrder> Capture() =>
        [.. _order.Select(key => new EndOfOrder(key.OrderId, key.IsConditional, _ends[key].At, _ends[key].IsMissed))];

    public void Restore(ImmutableArray<EndOfOrder> ends)
    {
        foreach (var end in ends)
        {
            _order.Enqueue((end.IsConditional, end.OrderId));
            _ends[(end.IsConditional, end.OrderId)] = new OrderEnd(end.At, end.IsMissed);
        }
    }

    private readonly record struct OrderEnd(DateTimeOffset At, bool IsMissed);
}
