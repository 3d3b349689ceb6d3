using System.Collections.Concurrent;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>The newest book tops of the stream: there are no market orders, so each needs a price through the book.</summary>
internal sealed class ReferencePrices(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Top> _tops = new();

    public void Observe(string coin, decimal? bid, decimal? ask) => _tops[coin] = new(bid, ask, time.GetTimestamp());

    /// <summary>Price to meet for an order of this side; null when it is not known or old.</summary>
    public decimal? Find(string coin, OrderSide side)
    {
        var top = _tops.GetValueOrDefault(coin);
        return top is null || time.GetElapsedTime(top.Timestamp) > Fresh ? null : side == OrderSide.Buy ? top.Ask : top.Bid;
    }

    private sealed record Top(decimal? Bid, decimal? Ask, long Timestamp);
}
