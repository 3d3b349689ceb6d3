using Etrms.Domain.Market;
using Etrms.Exchanges.Binance;

namespace Etrms.Exchanges.Tests.Binance;

public sealed class LocalBookTests
{
    private readonly LocalBook _book = new();

    [Fact]
    public void What_came_before_the_snapshot_is_dropped_and_what_followed_is_applied()
    {
        _book.Take(Diff(90, 95, 89, bid: (9, 1)));
        _book.Take(Diff(96, 101, 95, bid: (10, 2)));
        _book.Take(Diff(102, 103, 101, bid: (10, 3)));

        var isKnown = Load(100, bid: (10, 1), ask: (11, 1));

        Assert.True(isKnown);
        Assert.Equal([new BookLevel(10, 3)], _book.Top(5).Bids);
    }

    [Fact]
    public void Levels_are_replaced_taken_away_and_kept_in_order()
    {
        Load(100, bid: (10, 1), ask: (11, 1));

        _book.Take(Diff(101, 101, 100, bid: (10.5m, 4)));
        _book.Take(Diff(102, 102, 101, bid: (9.5m, 5)));
        _book.Take(Diff(103, 103, 102, bid: (10, 0)));
        _book.Take(Diff(104, 104, 103, ask: (10.9m, 6)));
        _book.Take(Diff(105, 105, 104, ask: (12, 7)));

        Assert.Equal([new BookLevel(10.5m, 4), new BookLevel(9.5m, 5)], _book.Top(5).Bids);
        Assert.Equal([new BookLevel(10.9m, 6), new BookLevel(11, 1), new BookLevel(12, 7)], _book.Top(5).Asks);
        Assert.Equal([new BookLevel(10.9m, 6)], _book.Top(1).Asks);
    }

    [Fact]
    public void A_dropped_change_is_a_gap_until_the_next_snapshot()
    {
        Load(100, bid: (10, 1), ask: (11, 1));
        Assert.Equal(BookStep.Applied, _book.Take(Diff(101, 102, 100)));

        Assert.Equal(BookStep.Gap, _book.Take(Diff(105, 106, 104, bid: (10, 9))));
        Assert.False(_book.IsKnown);
        Assert.Equal(BookStep.Held, _book.Take(Diff(107, 108, 106, bid: (10, 8))));

        Assert.True(Load(106, bid: (10, 9), ask: (11, 1)));
        Assert.Equal(8, _book.Top(1).Bids[0].Quantity);
    }

    [Fact]
    public void A_repeated_change_does_nothing()
    {
        Load(100, bid: (10, 1), ask: (11, 1));
        _book.Take(Diff(101, 102, 100, bid: (10, 2)));
        _book.Take(Diff(103, 104, 102, bid: (10, 3)));

        Assert.Equal(BookStep.Old, _book.Take(Diff(101, 102, 100, bid: (10, 2))));
        Assert.Equal(BookStep.Old, _book.Take(Diff(103, 104, 102, bid: (10, 3))));

        Assert.Equal(3, _book.Top(1).Bids[0].Quantity);
        Assert.Equal(BookStep.Applied, _book.Take(Diff(105, 106, 104)));
    }

    [Fact]
    public void A_change_that_overtook_another_is_a_gap_that_the_snapshot_closes()
    {
        Load(100, bid: (10, 1), ask: (11, 1));

        Assert.Equal(BookStep.Gap, _book.Take(Diff(103, 104, 102, bid: (10, 3))));
        Assert.Equal(BookStep.Held, _book.Take(Diff(101, 102, 100, bid: (10, 2))));

        Assert.True(Load(101, bid: (10, 1.5m), ask: (11, 1)));
        Assert.Equal(3, _book.Top(1).Bids[0].Quantity);
    }

    [Fact]
    public void A_snapshot_from_before_the_stream_is_not_enough()
    {
        _book.Take(Diff(110, 112, 109));

        Assert.False(Load(100, bid: (10, 1), ask: (11, 1)));
        Assert.False(_book.IsKnown);
    }

    [Fact]
    public void A_snapshot_newer_than_all_changes_waits_for_the_one_that_reaches_it()
    {
        _book.Take(Diff(90, 95, 89));
        Assert.True(Load(100, bid: (10, 1), ask: (11, 1)));

        Assert.Equal(BookStep.Old, _book.Take(Diff(96, 98, 95, bid: (10, 7))));
        Assert.Equal(BookStep.Applied, _book.Take(Diff(99, 102, 98, bid: (10, 2))));

        Assert.Equal(2, _book.Top(1).Bids[0].Quantity);
    }

    [Fact]
    public void A_change_that_names_the_snapshot_as_the_one_before_follows_it()
    {
        Load(100, bid: (10, 1), ask: (11, 1));

        Assert.Equal(BookStep.Applied, _book.Take(Diff(104, 105, 100)));
    }

    private static BookDiff Diff(long first, long last, long previous, (decimal, decimal)? bid = null, (decimal, decimal)? ask = null) =>
        new(first, last, previous, Levels(bid), Levels(ask), DateTimeOffset.UnixEpoch);

    private static BookLevel[] Levels((decimal Price, decimal Quantity)? level) =>
        level is { } given ? [new(given.Price, given.Quantity)] : [];

    private bool Load(long last, (decimal, decimal) bid, (decimal, decimal) ask) => _book.Load(last, Levels(bid), Levels(ask));
}
