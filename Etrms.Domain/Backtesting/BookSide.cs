using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting;

/// <summary>What is left of one side of the visible book after orders took from it; the next book shown makes it whole.</summary>
internal sealed class BookSide(bool isAsk)
{
    private IReadOnlyList<BookLevel> _levels = [];
    private int _index;
    private decimal _taken;

    public void Show(IReadOnlyList<BookLevel> levels) => (_levels, _index, _taken) = (levels, 0, 0);

    /// <summary>Best level with the quantity that is left; null when the side is empty.</summary>
    public BookLevel? Best =>
        _index < _levels.Count ? _levels[_index] with { Quantity = _levels[_index].Quantity - _taken } : null;

    /// <summary>Price of the nth level that is left, counted from 1; null when the side is shorter.</summary>
    public decimal? PriceOf(int rank) => _index + rank <= _levels.Count ? _levels[_index + rank - 1].Price : null;

    /// <summary>True when a level at the price may be taken by an order limited to <paramref name="limit"/>.</summary>
    public bool Reaches(decimal price, decimal limit) => isAsk ? price <= limit : price >= limit;

    public void Take(decimal quantity)
    {
        _taken += quantity;
        if (_taken >= _levels[_index].Quantity)
        {
            (_index, _taken) = (_index + 1, 0);
        }
    }

    /// <summary>Whether at least a quantity stands within a limit.</summary>
    public bool Holds(decimal quantity, decimal limit)
    {
        var left = quantity + _taken;
        for (var i = _index; i < _levels.Count && left > 0 && Reaches(_levels[i].Price, limit); i++)
        {
            left -= _levels[i].Quantity;
        }

        return left <= 0;
    }
}
