using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Proofs;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Tests.Risk.Measures;

namespace Etrms.Domain.Tests.Backtesting.Traps;

/// <summary>The live engine at the table: what it sees, when it acts, and that it is the live one.</summary>
public sealed class BreakerTraps
{
    private static readonly Scene Scene = new();

    [Fact]
    public void Trap_30_A_breaker_sees_open_losses_and_its_peak_begins_at_the_initial_capital()
    {
        var run = Scene.With(Scene.DrawdownBreaker(0.05m)).Play(Scene.Still(100, 100, 97, 94, 94), Scripted.At(0, Scene.Buy(100)));

        var trip = Assert.Single(run.BreakerEvents, e => e.Kind == BreakerEventKind.Triggered);
        Assert.Equal((0.06m, Scene.Start.AddHours(4)), (trip.Value, trip.At));
    }

    [Fact]
    public void Trap_31_A_limit_of_ten_percent_ends_at_10_69_and_the_result_says_so()
    {
        var toll = Recorded("breaker_btc_2022_dd10_latched", new Rearm(RearmMode.Manual), out var golden);

        var trip = Assert.Single(toll.Trips);
        ReferenceFile.Near(golden.Number("metrics", "max_drawdown"), trip.DrawdownAfter!.Value, 1e-9);
        Assert.Equal(0.1069, Math.Round(trip.DrawdownAfter.Value, 4));
        Assert.InRange(trip.Overshoot!.Value, 0.0653m, 0.0654m);
    }

    [Fact]
    public void Trap_32_Fourteen_trips_of_ten_percent_compound_to_thirty_and_both_drawdowns_are_shown()
    {
        var rearm = new Rearm(RearmMode.AutoTime) { After = TimeSpan.FromHours(168), MaxAutoRearms = 100 };
        var toll = Recorded("breaker_btc_2022_dd10_resume168", rearm, out var golden);

        Assert.Equal(14, toll.Trips.Length);
        ReferenceFile.Near(golden.Number("metrics", "max_drawdown"), toll.TrueDrawdown, 1e-9);
        Assert.InRange(toll.RearmedDrawdown, 0.10, 0.125);
    }

    [Fact]
    public void Trap_33_Closing_cancels_resting_entries_and_pays_the_fees_and_slippage_of_the_next_open()
    {
        var scene = Scene.With(Scene.DrawdownBreaker(0.05m));
        scene = scene with { Settings = scene.Settings with { Costs = new Costs(0.001m, 0.001m, 0.01m) } };
        var run = scene.Play(
            Scene.Candles((100, 100, 100, 100), (100, 100, 100, 100), (93, 93, 93, 93), (90, 91, 80, 90)),
            Scripted.At(0, Scene.Buy(90), Scene.Buy(1, BarOrderKind.Limit, limit: 85), Scene.Buy(1, BarOrderKind.Stop, trigger: 120)));

        var trade = Assert.Single(run.Trades);
        Assert.Equal((ExitReason.Breaker, 89.1m, 90 * 89.1m * 0.001m), (trade.ExitReason, trade.ExitPrice, trade.ExitFee));
        Assert.Equal(2, run.Orders.Count(note => note.Kind == OrderNoteKind.Cancelled));
    }

    [Theory]
    [InlineData(100.05, 1)]
    [InlineData(100.3, 0)]
    public void Trap_34_A_streak_counts_what_is_left_of_closed_trades_after_fees(double exit, int refused)
    {
        // A unit bought at 100 and sold higher loses when the fees of 0.1 % twice are more than that.
        var price = (decimal)exit + 0.0001m;
        var scene = Scene.With(Scene.Breaker("CONSECUTIVE_LOSSES", 2, null, new BreakerAction(BreakerActionKind.ClosePositions)));
        scene = scene with { Settings = scene.Settings with { Costs = Costs.Flat(0.001m) } };
        var run = scene.Play(Scene.Still(100, 100, price, 100, price, 100, 100), bar =>
        {
            if (bar.Index is 0 or 2 or 4)
            {
                bar.Place(Scene.Buy(1));
            }
            else if (bar.Index is 1 or 3)
            {
                bar.Exit();
            }
        });

        Assert.Equal(refused, run.Refused);
    }

    [Fact]
    public void Trap_34_A_trade_without_profit_or_loss_neither_counts_nor_ends_a_streak()
    {
        var scene = Scene.With(Scene.Breaker("CONSECUTIVE_LOSSES", 2));
        var run = scene.Play(Scene.Still(100, 100, 99, 99, 99, 99, 98, 98, 98), bar =>
        {
            // Loses 1, then nothing, then 1.
            if (bar.Index is 0 or 2 or 4)
            {
                bar.Place(Scene.Buy(1));
            }
            else if (bar.Index is 1 or 3 or 5)
            {
                bar.Exit();
            }
        });

        Assert.Equal([-1m, 0m, -1m], run.Trades.Select(trade => trade.NetPnl));
        Assert.Equal(Scene.Start.AddHours(7), Assert.Single(run.BreakerEvents, e => e.Kind == BreakerEventKind.Triggered).At);
    }

    [Fact]
    public void Trap_35_Waiting_times_run_on_the_time_of_the_candles_and_nothing_leaves_a_run()
    {
        var rearm = new Rearm(RearmMode.AutoTime) { After = TimeSpan.FromHours(3), MaxAutoRearms = 5 };
        var run = Scene.With(Scene.DrawdownBreaker(0.05m, rearm)).Play(Scene.Still(100, 100, 94, 94, 94, 94, 94, 94), Scripted.At(0, Scene.Buy(100)));

        var trip = run.BreakerEvents.Single(e => e.Kind == BreakerEventKind.Triggered);
        Assert.Equal(trip.At.AddHours(3), run.BreakerEvents.Single(e => e.Kind == BreakerEventKind.Rearmed).At);
        Assert.All(run.BreakerEvents, e => Assert.Equal(e.At, e.ReceivedAt));

        // What could send an order or a message is in assemblies that the domain does not know.
        Assert.DoesNotContain(
            typeof(BacktestEngine).Assembly.GetReferencedAssemblies(),
            name => name.Name!.StartsWith("Etrms.", StringComparison.Ordinal) || name.Name.StartsWith("System.Net", StringComparison.Ordinal));
    }

    [Fact]
    public void Trap_36_The_live_engine_fed_with_the_same_facts_decides_the_same()
    {
        var breaker = Scene.DrawdownBreaker(0.05m, new Rearm(RearmMode.AutoTime) { After = TimeSpan.FromHours(5), MaxAutoRearms = 50 });
        var candles = Scene.Walk(600, seed: 36);
        var run = Scene.With(breaker).Play(candles, new MovingAverageCross(new MovingAverageCrossSettings(3, 12, TradeDirection.LongShort)));

        var live = LiveTwin.Follow(run, candles, breaker);

        var tripped = run.BreakerEvents.Where(e => e.Kind == BreakerEventKind.Triggered).ToList();
        Assert.True(tripped.Count > 2, $"{tripped.Count} trips prove little.");
        Assert.Equal(
            tripped.Select(e => (e.At, e.Value, e.Explanation)), live.Where(e => e.Kind == BreakerEventKind.Triggered).Select(e => (e.At, e.Value, e.Explanation)));
    }

    private static BreakerToll Recorded(string name, Rearm rearm, out System.Text.Json.JsonElement golden)
    {
        golden = ReferenceFile.ReadFrom("backtest", $"{name}.json");
        var candles = ReferenceCandles.Bitcoin2022();
        var settings = new BacktestSettings { InitialCapital = 10_000, Costs = Costs.Flat(0.0004m), Breakers = [Scene.DrawdownBreaker(0.1m, rearm)] };
        var run = new BacktestEngine(settings, [new BacktestMarket(Mutants.Contract, candles)], _ => Mutants.Cross(TradeDirection.LongShort)).Run();
        return BreakerToll.Of(run, candles.Step);
    }
}
