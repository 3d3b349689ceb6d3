using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.WalkForward;
using Etrms.Domain.Market.History;
using Etrms.Domain.Tests.Backtesting.Requests;
using Etrms.Domain.Tests.Risk.Measures;

namespace Etrms.Domain.Tests.Backtesting.WalkForward;

public sealed class WalkForwardTests
{
    private static readonly BacktestTerms Terms = SomeRequest.Search(1_000, SomeRequest.Fast, SomeRequest.Slow) with
    {
        Type = BacktestType.WalkForward,
        WalkForward = new WalkForwardTerms { TrainBars = 300, TestBars = 100, StepBars = 100, PurgeBars = 20 },
    };

    [Fact]
    public void Rolling_windows_move_on_and_anchored_ones_grow_with_the_purge_between_training_and_test()
    {
        var rolling = WalkForwardWindows.At(Terms, 2);
        var anchored = WalkForwardWindows.At(Terms with { WalkForward = Terms.WalkForward! with { Scheme = WalkForwardScheme.Anchored } }, 2);

        Assert.Equal(6, WalkForwardWindows.CountOf(1_000, Terms.WalkForward!));
        Assert.Equal((Scene.Start.AddHours(200), Scene.Start.AddHours(500)), (rolling.Train.Start, rolling.Train.End));
        Assert.Equal((Scene.Start.AddHours(520), Scene.Start.AddHours(620)), (rolling.Test.Start, rolling.Test.End));
        Assert.Equal((Scene.Start, rolling.Train.End), (anchored.Train.Start, anchored.Train.End));
        Assert.Equal(rolling.Test, anchored.Test);
    }

    [Fact]
    public void The_windows_in_a_row_compound_and_their_trades_add_up_to_the_end()
    {
        var report = SomeRequest.Report(SomeRequest.Sound(Terms), Scene.Walk(1_000, seed: 20));
        var (run, windows) = (report.Detail.Run, report.WalkForward!.Windows);

        Assert.Equal(6, windows.Length);
        Assert.Equal(windows.Aggregate(10_000.0, (equity, window) => equity * window.OutOfSample!.FinalEquity / 10_000), (double)run.FinalEquity, 6);
        Assert.Equal(run.FinalEquity, 10_000 + run.Trades.Sum(trade => trade.NetPnl!.Value), 6);
        Assert.Equal(600, run.Equity.Count);
        Assert.Equal((double)run.FinalEquity, run.Equity.Values[^1], 6);
        Assert.Equal(6 * 36, report.Overfitting.TrialsOfRun);
    }

    [Fact]
    public void Trades_lie_inside_the_test_windows()
    {
        var report = SomeRequest.Report(SomeRequest.Sound(Terms), Scene.Walk(1_000, seed: 21));
        var tests = Enumerable.Range(0, 6).Select(number => WalkForwardWindows.At(Terms, number).Test).ToList();

        Assert.NotEmpty(report.Detail.Run.Trades);
        Assert.All(report.Detail.Run.Trades, trade => Assert.Contains(tests, test => trade.EntryAt >= test.Start && trade.ExitAt <= test.End));
    }

    [Fact]
    public void Parameters_are_chosen_on_training_candles_alone()
    {
        var candles = Scene.Walk(1_000, seed: 22);
        var window = WalkForwardWindows.At(Terms, 1);
        var untouched = new WindowWork(SomeRequest.Sound(Terms), [SomeRequest.Market(candles)]).Choose(window);
        var cut = new WindowWork(SomeRequest.Sound(Terms), [SomeRequest.Market(candles.Between(window.Train.Start, window.Train.End))]).Choose(window);

        Assert.Equal((untouched!.Combination, untouched.Figures), (cut!.Combination, cut.Figures));
    }

    [Fact]
    public void A_window_without_candles_fails_alone()
    {
        var whole = Scene.Walk(1_000, seed: 23);
        var request = SomeRequest.Sound(Terms with { AllowGaps = true });
        var report = SomeRequest.Report(request, whole.Between(Scene.Start.AddHours(450), Scene.Start.AddHours(1_000)));

        Assert.Contains(report.WalkForward!.Windows, window => window.Fault is not null);
        Assert.Contains(report.WalkForward.Windows, window => window.OutOfSample is not null);
        Assert.Contains(report.Warnings, warning => warning.Contains("windows could not be traded", StringComparison.Ordinal));
    }

    [Fact]
    public void The_recorded_walk_forward_over_two_years_of_bitcoin_comes_out_in_one_report()
    {
        var golden = ReferenceFile.ReadFrom("backtest", "walkforward_btc_2021_2022.json");
        var candles = ReferenceCandles.Hours("BTCUSDT-1h.csv.gz", SeriesKind.Perpetual);
        var start = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ParameterRange Values(string name) => new(name, 0, 0, 0) { Values = [.. golden.Numbers("grid", name).Select(value => (decimal)value)] };
        var report = SomeRequest.Report(SomeRequest.Sound(Terms with
        {
            Range = new TimeRange(start, start.AddYears(2)),
            Instruments = [candles.Instrument],
            StrategyParameters = Terms.StrategyParameters.Add("direction", "long_only"),
            Search = Terms.Search! with { Ranges = [Values("fast"), Values("slow")] },
            WalkForward = new WalkForwardTerms { TrainBars = 2_160, TestBars = 720, StepBars = 720 },
        }), candles);

        Assert.Equal(golden.At("windows").GetArrayLength(), report.WalkForward!.Windows.Length);
        ReferenceFile.Near(golden.Number("compounded_warm"), (double)report.Detail.Run.FinalEquity, 1e-9);
        ReferenceFile.Near(golden.Number("walk_forward_efficiency_per_bar_warm"), report.WalkForward.Efficiency!.Value, 1e-9);
    }

    [Fact]
    public void A_position_at_the_edge_of_a_window_ends_there_at_its_value()
    {
        var report = SomeRequest.Report(SomeRequest.Sound(Terms), Scene.Walk(1_000, seed: 24));

        var edges = report.Detail.Run.Trades.Where(trade => trade.ExitReason == ExitReason.EndOfRun).ToList();
        Assert.NotEmpty(edges);
        Assert.All(edges, trade => Assert.Equal(0, trade.ExitFee));
    }
}
