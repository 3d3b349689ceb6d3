using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Since when something has held of each position, in wall ticks. Allocates nothing once every position was seen.</summary>
internal sealed class LegTimers(Func<PositionBook, bool> holds)
{
    private Dictionary<PositionKey, long> _since = [];
    private Dictionary<PositionKey, long> _next = [];
    private ImmutableSortedDictionary<string, decimal> _stored = ImmutableSortedDictionary<string, decimal>.Empty;

    public void Observe(List<PositionBook> positions, long now)
    {
        for (var i = 0; i < positions.Count; i++)
        {
            if (holds(positions[i]))
            {
                _next[positions[i].Key] = _since.TryGetValue(positions[i].Key, out var since) ? since : First(positions[i].Key, now);
            }
        }

        (_since, _next) = (_next, _since);
        _next.Clear();
        _stored = _stored.Clear();
    }

    /// <summary>How long it has held, in ticks; 0 when it does not.</summary>
    public long Age(PositionBook? position, long now) =>
        position is not null && _since.TryGetValue(position.Key, out var since) ? now - since : 0;

    public MeterState Capture() => new(
        _since.ToImmutableSortedDictionary(pair => pair.Key.Name, pair => (decimal)pair.Value, StringComparer.Ordinal), []);

    public void Restore(MeterState state) => _stored = state.Values;

    private long First(PositionKey key, long now) =>
        !_stored.IsEmpty && _stored.TryGetValue(key.Name, out var since) ? (long)since : now;
}
