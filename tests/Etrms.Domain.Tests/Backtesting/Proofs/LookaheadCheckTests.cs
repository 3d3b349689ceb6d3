using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;

namespace Etrms.Domain.Tests.Backtesting.Proofs;

public sealed class LookaheadCheckTests
{
    private static readonly BacktestSettings Settings = new() { InitialCapital = 10_000 };

    [Fact]
    public void A_strategy_that_reads_the_next_candle_is_found()
    {
        var market = new BacktestMarket(Scene.Contract(), Scene.Walk(300, seed: 5));
        var plan = new BacktestPlan(Settings, [market], Peeking(market.Candles));

        var proof = LookaheadCheck.Of(plan, markets => Peeking(markets[0].Candles), warmUpBars: 2);

        Assert.False(proof.IsClean);
        Assert.Contains("without them: nothing", proof.Finding!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strategy_that_scales_by_the_whole_series_is_found()
    {
        var market = new BacktestMarket(Scene.Contract(), Scene.Walk(300, seed: 6));

        // The mean over all candles, later ones too: the way in which look-ahead hides in a normalisation.
        Func<InstrumentId, IStrategy> Normalising(CandleSeries all)
        {
            var mean = Enumerable.Range(0, all.Count).Average(i => all.Close(i));
            return _ => new Scripted(bar => bar.Enter(bar.Bar.Close > mean ? TradeSide.Long : TradeSide.Short));
        }

        var proof = LookaheadCheck.Of(new BacktestPlan(Settings, [market], Normalising(market.Candles)), markets => Normalising(markets[0].Candles), 1);

        Assert.NotNull(proof.Finding);
    }

    [Fact]
    public void A_strategy_that_depends_on_where_its_data_begins_never_settles()
    {
        var plan = new BacktestPlan(Settings, [new BacktestMarket(Scene.Contract(), Scene.Walk(600, seed: 7))], _ => new Scripted(bar =>
        {
            if (bar.Index % 7 == 0)
            {
                bar.Enter(bar.Held > 0 ? TradeSide.Short : TradeSide.Long);
            }
        }));

        var proof = LookaheadCheck.Of(plan, warmUpBars: 10);

        Assert.True(proof.IsClean);
        Assert.False(proof.IsSettled);
        Assert.Equal([10, 20, 40], proof.WarmUps.Select(warmUp => warmUp.Dropped));
    }

    [Fact]
    public void Without_an_order_nothing_is_proven()
    {
        var plan = new BacktestPlan(Settings, [new BacktestMarket(Scene.Contract(), Scene.Still(1, 1, 1))], _ => new Scripted(_ => { }));

        Assert.False(LookaheadCheck.Of(plan, 1).IsClean);
    }

    private static Func<InstrumentId, IStrategy> Peeking(CandleSeries all) => _ => new Scripted(bar =>
    {
        if (bar.Index + 1 < all.Count)
        {
            bar.Enter(all.Close(bar.Index + 1) > bar.Bar.Close ? TradeSide.Long : TradeSide.Short);
        }
    });
}
