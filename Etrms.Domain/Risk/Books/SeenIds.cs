using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Books;

/// <summary>The newest ids of a kind, so that a repeated message is a no-op. Bounded: the oldest are forgotten.</summary>
internal sealed class SeenIds(int capacity)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>True when the id is new.</summary>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _ids.Remove(_order.Dequeue());
        }

        return true;
    }

    public ImmutableArray<string> Capture() => [.. _order];

    public void Restore(ImmutableArray<string> ids)
    {
        foreach (var id in ids)
        {
            Add(id);
        }
    }
}
