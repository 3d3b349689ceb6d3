using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Domain.Tests.Analysis.Liquidity;

public sealed class OrderFlowWatchTests
{
    private readonly OrderFlowWatch _watch = new(new LargeOrderRules());
    private readonly List<LargeOrderNotice> _told = [];
    private double _seconds;

    public OrderFlowWatchTests()
    {
        for (var id = 1; id <= 40; id++)
        {
            See(0.1, OrderChange.Added, id, isBid: id % 2 == 0, 100, 1);
        }
    }

    [Fact]
    public void Three_large_orders_that_come_and_go_on_one_side_are_suspected_once()
    {
        foreach (var id in new long[] { 101, 102, 103, 104 })
        {
            See(0.1, OrderChange.Added, id, isBid: true, 99.95, 20);
        }

        See(0.1, OrderChange.Added, 105, isBid: false, 100, 2);
        See(0.1, OrderChange.Filled, 105, isBid: false, 100, 2);
        foreach (var id in new long[] { 101, 102, 103, 104 })
        {
            See(0.1, OrderChange.Cancelled, id, isBid: true, 99.95, 20);
        }

        var notice = Assert.Single(_told);
        Assert.Equal((LargeOrderKind.SuspectedSpoof, true, true), (notice.Kind, notice.IsBid, notice.HasOppositeFill));
        Assert.Equal([101L, 102L, 103L], notice.Orders.ToArray());
    }

    [Theory]
    [InlineData(99.0, 20, 1.0)]
    [InlineData(99.95, 7, 1.0)]
    [InlineData(99.95, 20, 6.0)]
    public void Orders_far_away_not_large_or_slow_to_go_are_not_suspected(double price, double size, double seconds)
    {
        for (var id = 101; id <= 104; id++)
        {
            See(0.1, OrderChange.Added, id, isBid: true, price, size);
        }

        for (var id = 101; id <= 104; id++)
        {
            See(seconds, OrderChange.Cancelled, id, isBid: true, price, size);
        }

        Assert.Empty(_told);
    }

    [Fact]
    public void A_large_order_that_is_filled_or_stays_is_a_whale_told_once()
    {
        See(1, OrderChange.Added, 101, isBid: true, 99.95, 20);
        See(1, OrderChange.Filled, 101, isBid: true, 99.95, 20);
        See(1, OrderChange.Added, 102, isBid: false, 100.05, 20);
        See(29, OrderChange.Added, 103, isBid: true, 100, 1);
        var before = _told.Count;
        See(2, OrderChange.Added, 104, isBid: true, 100, 1);
        See(1, OrderChange.Filled, 102, isBid: false, 100.05, 20);

        Assert.Equal(1, before);
        Assert.Equal([101L, 102L], _told.Select(notice => notice.Orders[0]).ToArray());
        Assert.All(_told, notice => Assert.Equal(LargeOrderKind.Whale, notice.Kind));
    }

    private void See(double secondsLater, OrderChange change, long id, bool isBid, double price, double size)
    {
        _seconds += secondsLater;
        _told.AddRange(_watch.Next(new OrderTrace(DateTimeOffset.UnixEpoch.AddSeconds(_seconds), change, id, isBid, price, size)));
    }
}
