using Etrms.Domain.Analysis.Liquidity;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Analysis.Liquidity;

/// <summary>Whole books and trades in, walls out; what cannot be known from them is not said.</summary>
public sealed class WallWatchTests
{
    private readonly WallWatch _watch = new(new WallRules());
    private readonly List<WallNotice> _told = [];
    private readonly Dictionary<decimal, decimal> _large = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public WallWatchTests()
    {
        for (var i = 0; i < 40; i++)
        {
            See(1);
        }
    }

    [Fact]
    public void A_level_far_larger_than_the_others_is_a_wall_and_told_once_when_it_lasts()
    {
        Put(99.95m, 20);
        See(0.1);

        var wall = Assert.Single(_watch.Standing);
        Assert.Equal((true, 99.95m, 20m, true), (wall.IsBid, wall.Price, wall.Size, wall.IsSeenToCome));

        for (var i = 0; i < 40; i++)
        {
            See(1);
        }

        var notice = Assert.Single(_told);
        Assert.Equal((WallTurn.Lasting, 99.95m), (notice.Turn, notice.Wall.Price));
    }

    [Theory]
    [InlineData(99.95, 5)]
    [InlineData(99.2, 20)]
    public void What_is_not_large_or_not_near_is_no_wall(double price, double size)
    {
        Put((decimal)price, (decimal)size);

        See(0.1);

        Assert.Empty(_watch.Standing);
    }

    [Fact]
    public void A_wall_that_was_traded_away_is_executed_even_where_the_trades_come_late()
    {
        Put(99.95m, 20);
        See(1);
        _large.Clear();
        See(0.1);
        Trade(99.95m, 18, buyerIsMaker: true);
        See(2);

        var notice = Assert.Single(_told);
        Assert.Equal((WallTurn.Executed, 18m), (notice.Turn, notice.Wall.Executed));
    }

    [Fact]
    public void A_wall_that_goes_untraded_is_pulled_and_one_alone_is_no_spoof()
    {
        Put(100.05m, 20);
        See(1);
        _large.Clear();
        See(0.1);
        See(2);

        var notice = Assert.Single(_told);
        Assert.Equal((WallTurn.Pulled, false, 0m), (notice.Turn, notice.Wall.IsBid, notice.Wall.Executed));
    }

    [Fact]
    public void Three_walls_of_a_side_that_come_and_go_untraded_are_suspected_once()
    {
        Flash(99.99m, 99.98m, 99.97m, 99.96m);

        Assert.Equal(4, _told.Count(notice => notice.Turn == WallTurn.Pulled));
        var suspicion = Assert.Single(_told, notice => notice.Turn == WallTurn.SuspectedSpoof);
        Assert.Equal((true, 3, true), (suspicion.Wall.IsBid, suspicion.Levels, suspicion.HasOppositeFill));
    }

    [Fact]
    public void Two_layers_slow_ones_and_those_that_stood_before_anybody_looked_are_not_suspected()
    {
        Flash(99.99m, 99.98m);
        See(20);
        Flash(seconds: 8, 99.99m, 99.98m, 99.97m);
        _watch.Lose();
        Put(99.99m, 20);
        Put(99.98m, 20);
        Put(99.97m, 20);
        Flash();

        Assert.DoesNotContain(_told, notice => notice.Turn == WallTurn.SuspectedSpoof);
    }

    [Fact]
    public void Without_trades_nobody_knows_what_became_of_a_wall_and_nothing_is_said()
    {
        for (var i = 0; i < 70; i++)
        {
            See(1, trades: false);
        }

        Put(99.95m, 20);
        See(1, trades: false);
        Assert.Null(Assert.Single(_watch.Standing).Executed);
        _large.Clear();
        See(1, trades: false);
        See(2, trades: false);

        Assert.Empty(_told);
    }

    [Fact]
    public void A_lost_a_one_sided_and_a_crossed_book_end_what_was_followed()
    {
        Action[] breaks =
        [
            _watch.Lose,
            () => Assert.Empty(_watch.Take(OrderBook.Empty, _now)),
            () => Assert.Empty(_watch.Take(new OrderBook([new BookLevel(99, 1)], []), _now)),
            () => Assert.Empty(_watch.Take(new OrderBook([new BookLevel(101, 1)], [new BookLevel(99, 1)]), _now)),
        ];
        foreach (var broken in breaks)
        {
            Put(99.95m, 20);
            See(1);
            Assert.Single(_watch.Standing);

            broken();

            Assert.Empty(_watch.Standing);
            See(1);
            Assert.False(Assert.Single(_watch.Standing).IsSeenToCome);
            _large.Clear();
            See(40);
            See(2);
        }
    }

    [Fact]
    public void A_wall_that_the_book_no_longer_reaches_is_out_of_sight_and_not_pulled()
    {
        Put(99.95m, 20);
        See(1);

        _told.AddRange(_watch.Take(new OrderBook([new BookLevel(99.99m, 1), new BookLevel(99.98m, 1)], [new BookLevel(100.01m, 1)]), _now));
        _now += TimeSpan.FromSeconds(3);
        _told.AddRange(_watch.Take(new OrderBook([new BookLevel(99.99m, 1), new BookLevel(99.98m, 1)], [new BookLevel(100.01m, 1)]), _now));

        Assert.Empty(_told);
        Assert.Empty(_watch.Standing);
    }

    [Fact]
    public void Levels_and_trades_without_a_quantity_are_none()
    {
        Put(99.95m, 0);
        See(1);
        Trade(99.95m, 0, buyerIsMaker: true);
        See(1);

        Assert.Empty(_watch.Standing);
        Assert.Empty(_told);
    }

    [Fact]
    public void Before_enough_books_were_seen_nothing_is_a_wall()
    {
        var watch = new WallWatch(new WallRules());
        Put(99.95m, 1_000);

        for (var i = 0; i < 20; i++)
        {
            Assert.Empty(watch.Take(Book(), _now + TimeSpan.FromSeconds(i)));
        }

        Assert.Empty(watch.Standing);
    }

    private void Flash(params decimal[] prices) => Flash(1, prices);

    private void Flash(double seconds, params decimal[] prices)
    {
        foreach (var price in prices)
        {
            Put(price, 20);
        }

        See(0.1);
        See(seconds);
        _large.Clear();
        See(0.1);
        See(2);
    }

    private void Put(decimal price, decimal size) => _large[price] = size;

    private void See(double secondsLater, bool trades = true)
    {
        _now += TimeSpan.FromSeconds(secondsLater);
        if (trades)
        {
            Trade(100.01m, 0.1m, buyerIsMaker: false);
        }

        _told.AddRange(_watch.Take(Book(), _now));
    }

    private void Trade(decimal price, decimal quantity, bool buyerIsMaker) => _watch.Take(new MarketTrade(1, price, quantity, buyerIsMaker, _now), _now);

    /// <summary>A hundred levels of 1 about 100, but for the large ones.</summary>
    private OrderBook Book() => new(
        [.. Enumerable.Range(1, 100).Select(i => 100 - (i * 0.01m)).Select(price => new BookLevel(price, _large.GetValueOrDefault(price, 1)))],
        [.. Enumerable.Range(1, 100).Select(i => 100 + (i * 0.01m)).Select(price => new BookLevel(price, _large.GetValueOrDefault(price, 1)))]);
}
