using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>Proofs about a run, its being stopped, and what it holds on to.</summary>
public sealed class ProofTraps
{
    private static readonly MovingAverageCrossSettings Cross = new(5, 20, TradeDirection.LongShort);

    [Fact]
    public void Trap_46_Cut_off_after_a_signal_a_run_is_the_same_and_a_strategy_that_peeks_is_caught()
    {
        var market = new BacktestMarket(Scene.Contract(), Scene.Walk(600, seed: 46));
        var plan = new BacktestPlan(new BacktestSettings { InitialCapital = 10_000 }, [market], _ => new MovingAverageCross(Cross));
        Func<InstrumentId, IStrategy> Peek(CandleSeries candles) => _ => new Scripted(bar =>
            bar.Enter(bar.Index + 1 < candles.Count && candles.Close(bar.Index + 1) < bar.Bar.Close ? TradeSide.Short : TradeSide.Long));

        var honest = LookaheadCheck.Of(plan, warmUpBars: 20);
        var peeking = LookaheadCheck.Of(plan with { Strategy = Peek(market.Candles) }, markets => Peek(markets[0].Candles), warmUpBars: 1);

        Assert.True(honest is { IsClean: true, IsSettled: true, Cuts: 8 }, honest.Finding?.Message);
        Assert.Equal(3, honest.WarmUps.Length);
        Assert.False(peeking.IsClean);
    }

    [Fact]
    public void Trap_48_A_run_that_is_stopped_stops_at_the_next_candle_and_what_it_has_is_marked_partial()
    {
        var market = new BacktestMarket(Scene.Contract(), Scene.Walk(500, seed: 48));
        var engine = new BacktestEngine(new BacktestSettings { InitialCapital = 10_000 }, [market], _ => new MovingAverageCross(Cross));
        var progress = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            Assert.True(engine.Advance(100));
            progress.Add(engine.Done);
        }

        var partial = engine.Result();

        Assert.Equal([100, 200, 300, 400], progress);
        Assert.Equal((500, 400, false), (engine.Total, partial.Equity.Count, partial.IsComplete));
        Assert.False(engine.Advance(int.MaxValue));
        Assert.True(engine.Result().IsComplete);
    }

    [Fact]
    public void Trap_48_A_strategy_that_breaks_ends_its_own_run_alone()
    {
        var market = new BacktestMarket(Scene.Contract(), Scene.Walk(100, seed: 49));
        var broken = new BacktestPlan(
            new BacktestSettings { InitialCapital = 10_000 }, [market], _ => new Scripted(bar => throw new InvalidOperationException($"at {bar.Index}")));

        Assert.Equal("at 0", Assert.Throws<InvalidOperationException>(broken.Run).Message);
        Assert.True((broken with { Strategy = _ => new MovingAverageCross(Cross) }).Run().IsComplete);
    }

    [Fact]
    public void Trap_49_A_run_keeps_no_log_unless_asked_and_little_beside_its_curve()
    {
        var market = new BacktestMarket(Scene.Contract(), Scene.Walk(8_760, seed: 50));
        var plan = new BacktestPlan(new BacktestSettings { InitialCapital = 10_000 }, [market], _ => new MovingAverageCross(new MovingAverageCrossSettings(50, 200, TradeDirection.LongShort)));
        plan.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var run = plan.Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Empty(run.Orders);
        Assert.True(allocated < 1_000_000, $"{allocated:N0} bytes for {run.Trades.Length} trades over {run.Equity.Count} candles.");
    }
}
