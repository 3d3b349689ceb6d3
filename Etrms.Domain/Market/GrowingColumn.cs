namespace Etrms.Domain.Market;

/// <summary>A column whose length is not known yet, in pages: years of minutes grow without ever being copied while twice the room is held.</summary>
internal sealed class GrowingColumn<T>
    where T : struct
{
    private const int PageSize = 8 * 1024;

    private readonly List<T[]> _pages = [];

    public int Count { get; private set; }

    /// <summary>The newest value.</summary>
    public T Last => _pages[(Count - 1) / PageSize][(Count - 1) % PageSize];

    public void Add(T value)
    {
        if (Count % PageSize == 0)
        {
            _pages.Add(new T[PageSize]);
        }

        _pages[^1][Count % PageSize] = value;
        Count++;
    }

    public void Change(Func<T, T> change)
    {
        for (var i = 0; i < Count; i++)
        {
            ref var value = ref _pages[i / PageSize][i % PageSize];
            value = change(value);
        }
    }

    /// <summary>All values in one piece; the column is empty afterwards.</summary>
    public T[] Take()
    {
        var all = GC.AllocateUninitializedArray<T>(Count);
        for (var i = 0; i < _pages.Count; i++)
        {
            var start = i * PageSize;
            _pages[i].AsSpan(0, Math.Min(PageSize, Count - start)).CopyTo(all.AsSpan(start));
            _pages[i] = [];
        }

        _pages.Clear();
        Count = 0;
        return all;
    }
}
