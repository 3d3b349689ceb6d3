namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>Median of the values of the newest stretch of time. Values come in the order of their instants.</summary>
internal sealed class RunningMedian(TimeSpan length)
{
    private readonly Queue<(DateTimeOffset At, double Value)> _newest = new();
    private readonly SortedValues _sorted = new();

    public int Count => _sorted.Count;

    /// <summary>Null before anything was seen.</summary>
    public double? Median => _sorted.Median;

    public void Add(DateTimeOffset at, double value)
    {
        _newest.Enqueue((at, value));
        _sorted.Add(value);
    }

    /// <summary>Forgets what is older than the stretch.</summary>
    public void MoveTo(DateTimeOffset now)
    {
        while (_newest.TryPeek(out var oldest) && now - oldest.At > length)
        {
            _newest.Dequeue();
            _sorted.Remove(oldest.Value);
        }
    }
}
