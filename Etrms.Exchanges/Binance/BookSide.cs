using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>One side of a book, best price last: nearly all changes are near the best price, where a list changes cheaply.</summary>
internal sealed class BookSide(bool isBid)
{
    /// <summary>Levels beyond are cut off now and then; a diff stream never says that far ones are gone.</summary>
    private const int MostLevels = 4000;
    private const int KeptLevels = 2000;

    private readonly List<BookLevel> _levels = [];

    public void Clear() => _levels.Clear();

    public void Set(BookLevel level)
    {
        var index = Find(level.Price);
        var exists = index < _levels.Count && _levels[index].Price == level.Price;
        switch (exists, level.Quantity)
        {
            case (true, 0):
                _levels.RemoveAt(index);
                break;
            case (true, _):
                _levels[index] = level;
                break;
            case (false, not 0):
                _levels.Insert(index, level);
                break;
        }

        if (_levels.Count > MostLevels)
        {
            _levels.RemoveRange(0, _levels.Count - KeptLevels);
        }
    }

    /// <summary>The best levels, best first.</summary>
    public ImmutableArray<BookLevel> Best(int count)
    {
        var best = CollectionsMarshal.AsSpan(_levels)[Math.Max(0, _levels.Count - count)..].ToArray();
        Array.Reverse(best);
        return ImmutableCollectionsMarshal.AsImmutableArray(best);
    }

    /// <summary>Where a price is or would be inserted.</summary>
    private int Find(decimal price)
    {
        var (low, high) = (0, _levels.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isBid ? _levels[middle].Price < price : _levels[middle].Price > price)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
