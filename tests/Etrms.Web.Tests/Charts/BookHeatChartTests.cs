using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Web.Charts;

namespace Etrms.Web.Tests.Charts;

/// <summary>Nothing that was not seen is drawn as nothing, and the picture can be read as a table.</summary>
public sealed class BookHeatChartTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_fewer_than_two_books_nothing_is_drawn()
    {
        Assert.Null(BookHeatChart.Draw(new BookHeatView(Exchange.Binance, "BTCUSDT", null, null, 0, [], "none")));
        Assert.Null(BookHeatChart.Draw(Heat([1m, 2m])));
    }

    [Fact]
    public void The_largest_is_fullest_and_the_unseen_is_left_out()
    {
        var chart = BookHeatChart.Draw(Heat([0m, 1m, 100m, null], [0m, 1m, 100m, null]))!;

        var marks = Assert.Single(chart.Panes).Marks;
        Assert.Contains("<path class=\"heat-8\" d=\"M0 25h1000v25h-1000z\"/>", marks, StringComparison.Ordinal);
        Assert.Contains("<path class=\"heat-0\" d=\"M0 75h1000v25h-1000zM0 50h1000v25h-1000z\"/>", marks, StringComparison.Ordinal);
        Assert.DoesNotContain("M0 0h", marks, StringComparison.Ordinal);
        Assert.Contains("class=\"middle\"", marks, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_table_names_where_most_stands_on_each_side_newest_first()
    {
        var chart = BookHeatChart.Draw(Heat([5m, 1m, 2m, 7m], [9m, 1m, 2m, 3m]))!;

        Assert.Equal(2, chart.Table.Rows.Count);
        Assert.Equal(["9", "100.5"], chart.Table.Rows[0].Cells.Skip(2).Take(2));
        Assert.Equal(["7", "103.5"], chart.Table.Rows[1].Cells.Skip(4).Take(2));
        Assert.Contains("2 books", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_in_which_nothing_stands_is_drawn_empty()
    {
        var chart = BookHeatChart.Draw(Heat([0m, 0m], [0m, 0m]))!;

        Assert.Contains("class=\"heat-0\"", chart.Panes[0].Marks, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", chart.Panes[0].Marks, StringComparison.Ordinal);
    }

    /// <summary>Rows of 1 from 100 on, with the middle between the second and the third.</summary>
    private static BookHeatView Heat(params decimal?[][] columns) => new(
        Exchange.Binance, "BTCUSDT", 1, 100, columns[0].Length,
        [.. columns.Select((sizes, place) => new BookHeatColumnView(Start + (place * TimeSpan.FromSeconds(10)), 102, sizes))], null);
}
