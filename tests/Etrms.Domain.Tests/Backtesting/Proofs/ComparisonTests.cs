using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Backtesting.Proofs;

public sealed class ComparisonTests
{
    private static readonly BacktestMarket Ambiguous = new(
        Scene.Contract(), Scene.Candles((100, 101, 99, 100), (100, 101, 99, 100), (100, 115, 85, 105), (105, 106, 104, 105)));

    [Fact]
    public void The_band_holds_the_run_with_the_stop_first_and_the_run_with_the_target_first()
    {
        var plan = new BacktestPlan(
            new BacktestSettings { InitialCapital = 10_000, Costs = Costs.Flat(0) }, [Ambiguous], _ => Scripted.At(0, Scene.Buy(10) with { Protection = new Bracket(90, 110) }));
        var run = plan.Run();

        var band = IntrabarBand.Of(plan, run)!;

        Assert.Equal((1, 1), (run.AmbiguousBars, band.AmbiguousBars));
        Assert.Equal((9_900m, 10_100m), (band.WorstFinalEquity, band.BestFinalEquity));
        Assert.Equal([10_000, 10_000, 9_900, 9_900], band.Worst.AsEnumerable());
        Assert.Equal([10_000, 10_000, 10_100, 10_100], band.Best.AsEnumerable());
        Assert.True(Assert.Single(band.TargetFirst.Trades).IsAmbiguous);
    }

    [Fact]
    public void Orders_of_ones_own_that_stand_for_each_other_have_a_band_too()
    {
        var plan = new BacktestPlan(
            new BacktestSettings { InitialCapital = 10_000, Costs = Costs.Flat(0) }, [Ambiguous],
            _ => Scripted.At(
                0,
                Scene.Buy(10),
                Scene.Sell(10, BarOrderKind.Stop, trigger: 90) with { ReduceOnly = true },
                Scene.Sell(10, BarOrderKind.Limit, limit: 110) with { ReduceOnly = true }));

        var band = IntrabarBand.Of(plan, plan.Run())!;

        Assert.Equal((9_900m, 10_100m), (band.StopFirst.FinalEquity, band.TargetFirst.FinalEquity));
        Assert.Equal(1, band.StopFirst.Unfilled.Expired);
    }

    [Fact]
    public void A_target_that_a_candle_reaches_before_or_after_its_entry_has_a_band_too()
    {
        var order = Scene.Buy(10, BarOrderKind.Limit, limit: 98) with { Protection = new Bracket(80, 110) };
        var plan = new BacktestPlan(new BacktestSettings { InitialCapital = 10_000, Costs = Costs.Flat(0) }, [Ambiguous], _ => Scripted.At(1, order));

        var band = IntrabarBand.Of(plan, plan.Run())!;

        Assert.True(Assert.Single(band.StopFirst.Trades).IsOpen);
        Assert.Equal(110m, Assert.Single(band.TargetFirst.Trades).ExitPrice);
    }

    [Fact]
    public void Without_an_ambiguous_candle_there_is_no_band()
    {
        var plan = new BacktestPlan(new BacktestSettings { InitialCapital = 10_000 }, [Ambiguous], _ => Scripted.At(0, Scene.Buy(10)));

        Assert.Null(IntrabarBand.Of(plan, plan.Run()));
    }

    [Fact]
    public void The_counterfactual_is_the_same_run_without_its_breakers()
    {
        var settings = new Scene().With(Scene.DrawdownBreaker(0.05m)).Settings;
        var plan = new BacktestPlan(
            settings, [new BacktestMarket(Scene.Contract(), Scene.Still(100, 100, 94, 94, 50, 110))], _ => Scripted.At(0, Scene.Buy(100)));
        var run = plan.Run();

        var other = Counterfactual.Of(plan, run)!;

        Assert.Equal((9_400m, 11_000m, -1_600m), (other.With.FinalEquity, other.Without.FinalEquity, other.Difference));
        Assert.Equal(0.06, other.DrawdownWith, 12);
        Assert.Equal(0.5, other.DrawdownWithout, 12);
        Assert.Empty(other.Without.BreakerEvents);
    }

    [Fact]
    public void A_trip_tells_its_overshoot_at_the_close_and_after_the_fill()
    {
        var candles = Scene.Candles((100, 100, 100, 100), (100, 100, 94, 94), (92, 93, 91, 93), (93, 93, 93, 93));
        var run = new Scene().With(Scene.DrawdownBreaker(0.05m)).Play(candles, Scripted.At(0, Scene.Buy(100)));

        var toll = BreakerToll.Of(run, Scene.Hour);

        var trip = Assert.Single(toll.Trips);
        Assert.Equal((Scene.Start.AddHours(1), 0.06m, 0.2m), (trip.Candle, trip.Value, trip.Overshoot));
        Assert.Equal((9_400, 9_200), (trip.Equity, trip.EquityAfter));
        Assert.Equal(0.08, trip.DrawdownAfter!.Value, 12);
        Assert.Equal(0.08, toll.TrueDrawdown, 12);
    }

    [Fact]
    public void A_drawdown_breaker_that_rearms_shows_the_true_drawdown_beside_its_own()
    {
        var breaker = Scene.DrawdownBreaker(0.05m, new Rearm(RearmMode.AutoTime) { After = Scene.Hour, MaxAutoRearms = 100 });
        var run = new Scene().With(breaker).Play(
            Scene.Still(100, 100, 94, 94, 94, 94, 88, 88, 88), bar =>
            {
                if (bar.Held == 0)
                {
                    bar.Enter(TradeSide.Long);
                }
            });

        var toll = BreakerToll.Of(run, Scene.Hour);

        Assert.Equal(2, toll.Trips.Length);
        Assert.InRange(toll.TrueDrawdown, 0.11, 0.13);
        Assert.InRange(toll.RearmedDrawdown, 0.05, 0.07);
        Assert.Equal(OrderSide.Sell, run.Orders.Last(note => note.Kind == OrderNoteKind.Filled && note.Order is null).Side);
    }
}
