using System.Collections.Concurrent;
using Etrms.Domain.Backtesting;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Rest;

/// <summary>
/// Remembers conditional orders as they stood before their newest change, because the exchange's reads lag behind its commands: for about
/// a second after a cancellation an order still reads NEW. A scripted fault asks for it.
/// </summary>
internal sealed class AlgoMemory(TimeProvider clock)
{
    private const int Capacity = 1_000;
    private readonly ConcurrentDictionary<long, (ConditionalOrder? Before, ConditionalOrder Now, DateTimeOffset ChangedAt)> _seen = new();

    public void On(AccountEvent told)
    {
        if (told.Event is not ExchangeEvent.ConditionalChanged { Order: var order })
        {
            return;
        }

        _seen[order.ConditionalId] = (_seen.TryGetValue(order.ConditionalId, out var former) ? former.Now : null, order, clock.GetUtcNow());
        if (_seen.Count > Capacity)
        {
            _seen.TryRemove(_seen.Keys.Min(), out _);
        }
    }

    /// <summary>The order as it stood a while ago; null when it was not there yet.</summary>
    public ConditionalOrder? AsOf(ConditionalOrder current, TimeSpan ago) =>
        ago > TimeSpan.Zero && _seen.TryGetValue(current.ConditionalId, out var seen) && clock.GetUtcNow() - seen.ChangedAt < ago
            ? seen.Before
            : current;
}
