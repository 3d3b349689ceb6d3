using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>
/// A book gathered in rows of equal height, small enough to keep many of them. Heights are powers of two, so that columns of different heights fit
/// into each other exactly.
/// </summary>
/// <param name="Step">Height of a row in price.</param>
/// <param name="First">Place of the lowest row: its lower end is so many steps above a price of 0.</param>
/// <param name="Sizes">Base units resting in each row of the visible book, lowest price first.</param>
public sealed record BookColumn(decimal Mid, decimal Step, long First, ImmutableArray<decimal> Sizes)
{
    /// <summary>Rows that a book is gathered in, at most one more, and at least half as many.</summary>
    private const int Rows = 48;

    /// <summary>What lies farther from the middle is not shown.</summary>
    private const decimal Reach = 0.005m;

    /// <summary>Finer steps would not be exact in decimals, nor is any price.</summary>
    private const int FinestPower = -24;

    /// <summary>Null of a book without two sides, or with crossed ones.</summary>
    public static BookColumn? Of(OrderBook book)
    {
        if (BookFigures.Of(book) is not { Spread: >= 0 } figures)
        {
            return null;
        }

        var mid = figures.Mid;
        var levels = book.Bids.Concat(book.Asks).Where(level => level.Quantity > 0 && Math.Abs(level.Price - mid) <= Reach * mid).ToList();
        if (levels.Count == 0)
        {
            return null;
        }

        var (low, high) = (levels.Min(level => level.Price), levels.Max(level => level.Price));
        var step = StepOver(Math.Max(high - low, mid / 1_000_000));
        var first = RowOf(low, step);
        var sizes = new decimal[RowOf(high, step) - first + 1];
        foreach (var level in levels)
        {
            sizes[RowOf(level.Price, step) - first] += level.Quantity;
        }

        return new BookColumn(mid, step, first, [.. sizes]);
    }

    /// <summary>The same in higher rows.</summary>
    /// <param name="step">A power of two that is not lower than the own step.</param>
    public BookColumn Coarser(decimal step)
    {
        if (step == Step)
        {
            return this;
        }

        var times = (long)(step / Step);
        var first = Floor(First, times);
        var sizes = new decimal[Floor(First + Sizes.Length - 1, times) - first + 1];
        for (var row = 0; row < Sizes.Length; row++)
        {
            sizes[Floor(First + row, times) - first] += Sizes[row];
        }

        return new BookColumn(Mid, step, first, [.. sizes]);
    }

    public bool Equals(BookColumn? other) =>
        other is not null && (Mid, Step, First) == (other.Mid, other.Step, other.First) && Sizes.SequenceEqual(other.Sizes);

    public override int GetHashCode() => HashCode.Combine(Mid, Step, First, Sizes.Length);

    private static long Floor(long row, long times) => (long)Math.Floor((decimal)row / times);

    private static long RowOf(decimal price, decimal step) => (long)Math.Floor(price / step);

    private static decimal StepOver(decimal range)
    {
        var power = Math.Max((int)Math.Ceiling(Math.Log2((double)range / Rows)), FinestPower);
        return power >= 0 ? 1L << power : 1m / (1L << -power);
    }
}

/// <summary>Columns brought into the same rows.</summary>
/// <param name="Bottom">Lower end of the lowest row.</param>
/// <param name="Sizes">By column and row, lowest price first; null where a book did not reach.</param>
public sealed record BookHeat(decimal Step, decimal Bottom, int Rows, ImmutableArray<ImmutableArray<decimal?>> Sizes)
{
    private const int MostRows = 64;

    /// <summary>Null of no columns. Rows are as high as it takes for not more than 64 of them.</summary>
    public static BookHeat? Of(IReadOnlyCollection<BookColumn> columns)
    {
        if (columns.Count == 0)
        {
            return null;
        }

        var step = columns.Max(column => column.Step);
        var same = columns.Select(column => column.Coarser(step)).ToList();
        while (Top(same) - Bottommost(same) > MostRows)
        {
            step *= 2;
            same = [.. same.Select(column => column.Coarser(step))];
        }

        var (bottom, rows) = (Bottommost(same), (int)(Top(same) - Bottommost(same)));
        return new BookHeat(step, bottom * step, rows, [.. same.Select(column => RowsOf(column, bottom, rows))]);
    }

    private static ImmutableArray<decimal?> RowsOf(BookColumn column, long bottom, int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => bottom + row - column.First)
            .Select(place => place >= 0 && place < column.Sizes.Length ? column.Sizes[(int)place] : (decimal?)null)];

    private static long Bottommost(List<BookColumn> columns) => columns.Min(column => column.First);

    private static long Top(List<BookColumn> columns) => columns.Max(column => column.First + column.Sizes.Length);
}
