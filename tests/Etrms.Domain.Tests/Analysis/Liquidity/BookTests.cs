using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Liquidity;

public sealed class BookTests
{
    private static readonly OrderBook Book = new([new(99.9m, 1), new(99.8m, 2), new(99.5m, 10)], [new(100.1m, 1), new(100.2m, 3), new(101m, 5)]);

    [Fact]
    public void A_walk_pays_level_by_level()
    {
        var walk = BookWalk.Of(Book, isBuy: true, WalkSize.Base(2.5m));

        Assert.Equal((250.4m, 100.16m, 100.2m, 2), (walk.Cost, walk.AveragePrice, walk.WorstPrice, walk.Levels));
        Assert.Equal(16m, walk.SlippageBps(100m));
        Assert.True(walk.IsComplete);
    }

    [Fact]
    public void What_the_book_does_not_hold_stays_unfilled_and_is_not_priced()
    {
        var walk = BookWalk.Of(Book, isBuy: true, WalkSize.Base(10));

        Assert.Equal((9m, 905.7m, 1m, false), (walk.Filled, walk.Cost, walk.Unfilled, walk.IsComplete));
    }

    [Fact]
    public void A_walk_by_notional_fills_what_the_same_quantity_costs()
    {
        var byQuantity = BookWalk.Of(Book, isBuy: false, WalkSize.Base(3));
        var byNotional = BookWalk.Of(Book, isBuy: false, WalkSize.Quote(299.5m));

        Assert.Equal(byQuantity, byNotional);
    }

    [Fact]
    public void A_walk_by_notional_within_one_level_slips_nothing_against_the_best_price()
    {
        var walk = BookWalk.Of(new OrderBook([], [new(61800.10m, 3.615m)]), isBuy: true, WalkSize.Quote(50_000));

        Assert.Equal((0m, 50_000m, true), (walk.SlippageBps(61800.10m), walk.Cost, walk.IsComplete));
    }

    [Fact]
    public void An_empty_side_fills_nothing_and_has_no_figures()
    {
        var walk = BookWalk.Of(OrderBook.Empty, isBuy: true, WalkSize.Base(1));

        Assert.Equal((0m, 1m, 0), (walk.Filled, walk.Unfilled, walk.Levels));
        Assert.Null(walk.AveragePrice);
        Assert.Null(walk.SlippageBps(100));
        Assert.Null(BookFigures.Of(OrderBook.Empty));
    }

    [Fact]
    public void The_microprice_leans_to_the_side_with_less_behind_it()
    {
        var figures = BookFigures.Of(new OrderBook([new(99, 3)], [new(101, 1)]))!;

        Assert.Equal((100m, 2m, 200m, 100.5m), (figures.Mid, figures.Spread, figures.SpreadBps, figures.Microprice));
    }

    [Fact]
    public void Depth_counts_what_stands_within_a_distance_of_the_middle_its_end_included()
    {
        var near = BookFigures.Of(Book)!.Within(20);

        Assert.Equal((3m, 4m, 299.5m, 400.7m), (near.Bid, near.Ask, near.BidNotional, near.AskNotional));
        Assert.Null(BookFigures.Of(Book)!.Within(1).Imbalance);
    }
}
