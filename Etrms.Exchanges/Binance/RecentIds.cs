namespace Etrms.Exchanges.Binance;

/// <summary>Numbers seen lately, so that what comes twice counts once although it may come late.</summary>
internal sealed class RecentIds
{
    private const int Remembered = 4096;

    private readonly HashSet<long> _seen = [];
    private readonly Queue<long> _order = new();

    /// <summary>The highest so far; null before the first.</summary>
    public long? Highest { get; private set; }

    /// <summary>False when it was seen before.</summary>
    public bool Add(long id)
    {
        if (!_seen.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > Remembered)
        {
            _seen.Remove(_order.Dequeue());
        }

        Highest = Math.Max(Highest ?? id, id);
        return true;
    }
}
