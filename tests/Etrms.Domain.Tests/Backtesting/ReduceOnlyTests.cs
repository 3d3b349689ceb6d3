using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace Etrms.Domain.Tests.Backtesting;

public sealed class ReduceOnlyTests
{
    [Fact]
    public void A_reduce_only_order_larger_than_the_position_closes_it_and_expires()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 1);

        var order = bench.Market(OrderSide.Sell, 5, reduceOnly: true).Value!;

        Assert.Equal((OrderStatus.Expired, 1m), (order.Status, order.FilledQuantity));
        Assert.Null(bench.Position());
    }

    [Fact]
    public void Reduce_only_without_a_position_or_on_its_own_side_is_refused()
    {
        var bench = new Bench().At(100);

        var flat = bench.Market(OrderSide.Sell, 1, reduceOnly: true);
        bench.Market(OrderSide.Buy, 1);
        var wrongSide = bench.Market(OrderSide.Buy, 1, reduceOnly: true);

        Assert.Equal(RefusalReason.ReduceOnlyRejected, flat.Refusal);
        Assert.Equal(RefusalReason.ReduceOnlyRejected, wrongSide.Refusal);
    }

    [Fact]
    public void A_resting_reduce_only_order_over_the_whole_position_blocks_another()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 1);
        bench.Limit(OrderSide.Sell, 1, 110, reduceOnly: true);

        var second = bench.Market(OrderSide.Sell, 1, reduceOnly: true);

        Assert.Equal(RefusalReason.ReduceOnlyConflict, second.Refusal);
    }

    [Fact]
    public void Resting_reduce_only_orders_expire_with_the_position()
    {
        var bench = new Bench().At(100);
        bench.Market(OrderSide.Buy, 1);
        bench.Limit(OrderSide.Sell, 0.5m, 110, reduceOnly: true);

        bench.Market(OrderSide.Sell, 1);

        Assert.Empty(bench.Exchange.OpenOrders(Bench.Account, null));
        Assert.Equal(ExecutionKind.Expired, bench.Heard<ExchangeEvent.OrderChanged>().Last().Execution);
    }

    [Fact]
    public void Whatever_comes_before_a_reduce_only_fill_never_opens_or_flips_a_position() =>
        Prop.ForAll(RandomWalk.Commands, commands =>
        {
            var walk = new RandomWalk(commands);
            walk.Run();
            return walk.ReduceOnlyFills.TrueForAll(fill => Math.Abs(fill.After) < Math.Abs(fill.Before) && fill.After * fill.Before >= 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(200));
}
