using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>What a change did to the book.</summary>
internal enum BookStep
{
    /// <summary>Kept for the snapshot that is awaited.</summary>
    Held,

    /// <summary>Known already.</summary>
    Old,

    Applied,

    /// <summary>Something between was missed: the book is unknown and needs a snapshot.</summary>
    Gap,
}

/// <summary>
/// A book made of a snapshot and the changes since (PROTOCOL A7). A change must say that it follows the one before; after a gap only a new
/// snapshot helps. Not thread-safe: guarded by its owner.
/// </summary>
internal sealed class LocalBook
{
    private const int MostHeld = 4096;

    private readonly BookSide _bids = new(isBid: true);
    private readonly BookSide _asks = new(isBid: false);
    private readonly SortedDictionary<long, BookDiff> _held = [];
    private long _last;
    private bool _followsSnapshot;

    /// <summary>False while the book is unknown.</summary>
    public bool IsKnown { get; private set; }

    public BookStep Take(BookDiff diff)
    {
        if (!IsKnown)
        {
            Hold(diff);
            return BookStep.Held;
        }

        if (_followsSnapshot ? diff.Last < _last : diff.Last <= _last)
        {
            return BookStep.Old;
        }

        var follows = diff.Previous == _last || (_followsSnapshot && diff.First <= _last);
        if (!follows)
        {
            Forget();
            Hold(diff);
            return BookStep.Gap;
        }

        Apply(diff);
        return BookStep.Applied;
    }

    /// <summary>Begins anew from a snapshot and what was held; false when the snapshot is older than what was held.</summary>
    public bool Load(long lastUpdate, IEnumerable<BookLevel> bids, IEnumerable<BookLevel> asks)
    {
        Fill(_bids, bids);
        Fill(_asks, asks);
        (_last, _followsSnapshot, IsKnown) = (lastUpdate, true, true);
        var held = _held.Values.ToArray();
        _held.Clear();
        foreach (var diff in held)
        {
            Take(diff);
        }

        return IsKnown;
    }

    public void Forget()
    {
        IsKnown = false;
        _held.Clear();
    }

    public OrderBook Top(int depth) => new(_bids.Best(depth), _asks.Best(depth));

    private static void Fill(BookSide side, IEnumerable<BookLevel> levels)
    {
        side.Clear();
        foreach (var level in levels)
        {
            side.Set(level);
        }
    }

    /// <summary>Sorted by number, so that what overtook another on the way is put right.</summary>
    private void Hold(BookDiff diff)
    {
        if (_held.Count == MostHeld)
        {
            _held.Remove(_held.Keys.First());
        }

        _held[diff.Last] = diff;
    }

    private void Apply(BookDiff diff)
    {
        foreach (var level in diff.Bids)
        {
            _bids.Set(level);
        }

        foreach (var level in diff.Asks)
        {
            _asks.Set(level);
        }

        (_last, _followsSnapshot) = (diff.Last, false);
    }
}
