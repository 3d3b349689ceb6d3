using System.Globalization;
using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Liquidity;

/// <summary>Nothing that stands is lost or moved on the way into rows, and what was not seen stays unknown.</summary>
public sealed class BookColumnTests
{
    [Theory]
    [InlineData("0.01234", "0.00001")]
    [InlineData("100", "0.01")]
    [InlineData("105432.1", "0.1")]
    public void A_book_is_gathered_in_some_dozens_of_rows_that_hold_all_of_it(string middle, string tick)
    {
        var (mid, step) = (decimal.Parse(middle, CultureInfo.InvariantCulture), decimal.Parse(tick, CultureInfo.InvariantCulture));
        var book = Book(mid, step, 100);

        var column = BookColumn.Of(book)!;

        Assert.InRange(column.Sizes.Length, 1, 49);
        Assert.Equal(book.Bids.Concat(book.Asks).Where(level => Math.Abs(level.Price - column.Mid) <= 0.005m * column.Mid).Sum(level => level.Quantity), column.Sizes.Sum());
        Assert.True(column.First * column.Step <= book.BestBid!.Value.Price);
    }

    [Fact]
    public void Higher_rows_hold_the_same_at_the_same_prices()
    {
        var column = BookColumn.Of(Book(100, 0.01m, 50))!;

        var coarse = column.Coarser(column.Step * 8);

        Assert.Equal(column.Sizes.Sum(), coarse.Sizes.Sum());
        Assert.True(coarse.First * coarse.Step <= column.First * column.Step);
        Assert.True((coarse.First + coarse.Sizes.Length) * coarse.Step >= (column.First + column.Sizes.Length) * column.Step);
        Assert.Equal(column, column.Coarser(column.Step));
    }

    [Fact]
    public void A_level_stands_in_the_row_of_its_price()
    {
        var column = BookColumn.Of(new OrderBook([new BookLevel(99.9m, 1), new BookLevel(99.6m, 7)], [new BookLevel(100.1m, 2)]))!;

        Assert.Equal((7m, 1m, 2m), (SizeAt(99.6m), SizeAt(99.9m), SizeAt(100.1m)));
        Assert.Equal(10, column.Sizes.Sum());

        decimal SizeAt(decimal price) => column.Sizes[(int)(Math.Floor(price / column.Step) - column.First)];
    }

    [Fact]
    public void Books_that_lie_apart_share_their_rows_and_are_unknown_where_they_did_not_reach()
    {
        var columns = new[] { BookColumn.Of(Book(100, 0.01m, 20))!, BookColumn.Of(Book(103, 0.01m, 40))! };

        var heat = BookHeat.Of(columns)!;

        Assert.InRange(heat.Rows, 2, 64);
        Assert.All(heat.Sizes, column => Assert.Equal(heat.Rows, column.Length));
        Assert.Equal(columns.Select(column => column.Sizes.Sum()), heat.Sizes.Select(column => column.Sum() ?? 0));
        Assert.Null(heat.Sizes[0][^1]);
        Assert.Null(heat.Sizes[1][0]);
        Assert.NotNull(heat.Sizes[0][0]);
    }

    [Fact]
    public void Of_no_book_a_one_sided_an_empty_and_a_crossed_one_there_is_no_column()
    {
        Assert.Null(BookHeat.Of([]));
        Assert.Null(BookColumn.Of(OrderBook.Empty));
        Assert.Null(BookColumn.Of(new OrderBook([new BookLevel(99, 1)], [])));
        Assert.Null(BookColumn.Of(new OrderBook([new BookLevel(99, 0)], [new BookLevel(101, 1)])));
        Assert.Null(BookColumn.Of(new OrderBook([new BookLevel(102, 1)], [new BookLevel(101, 1)])));
    }

    [Fact]
    public void A_book_of_one_price_on_each_side_has_a_column_too()
    {
        var column = BookColumn.Of(new OrderBook([new BookLevel(100, 3)], [new BookLevel(100, 4)]))!;

        Assert.Equal([7m], column.Sizes.ToArray());
    }

    private static OrderBook Book(decimal mid, decimal tick, int levels) => new(
        [.. Enumerable.Range(1, levels).Select(i => new BookLevel(mid - (i * tick), i))],
        [.. Enumerable.Range(1, levels).Select(i => new BookLevel(mid + (i * tick), i))]);
}
