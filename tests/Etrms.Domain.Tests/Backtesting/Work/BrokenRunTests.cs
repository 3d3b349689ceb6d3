using System.Collections.Concurrent;
using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.WalkForward;
using Etrms.Domain.Backtesting.Work;
using Etrms.Domain.Tests.Backtesting.Requests;

namespace Etrms.Domain.Tests.Backtesting.Work;

/// <summary>A strategy that throws fails the run that it throws in, with a reason that the report shows; trap 49.</summary>
public sealed class BrokenRunTests
{
    private const int Bars = 600;

    private static readonly ParameterRange Lookbacks = new("lookback", 1, 20, 1);

    private static readonly StrategyCatalog Whole = BrittleDefinition.Throwing((_, _) => false);

    /// <summary>Every fifth parameter breaks at the 121st candle.</summary>
    private static readonly StrategyCatalog Broken = BrittleDefinition.Throwing((lookback, bar) => lookback % 5 == 0 && bar.Index == 120);

    [Theory]
    [InlineData(OptimizationMethod.Grid)]
    [InlineData(OptimizationMethod.Random)]
    [InlineData(OptimizationMethod.Genetic)]
    public void A_combination_that_throws_fails_alone_and_says_why(OptimizationMethod method)
    {
        var terms = Search(method);
        var (report, whole) = (Report(terms, Broken), Report(terms, Whole));

        var (failed, sound) = (report.Optimization!.Trials.Where(IsFifth).ToList(), report.Optimization.Trials.Where(trial => !IsFifth(trial)).ToList());
        Assert.NotEmpty(failed);
        Assert.All(failed, trial => Assert.Equal($"It broke off after 120 candles with NotSupportedException: {BrittleDefinition.Fault}", trial.Trial.Fault));
        Assert.Equal(failed.Count, report.Optimization.Failed);
        var figures = whole.Optimization!.Trials.ToDictionary(trial => trial.Trial.Combination, trial => trial.Trial.Figures);
        Assert.All(sound, trial => Assert.Equal(figures.GetValueOrDefault(trial.Trial.Combination, trial.Trial.Figures), trial.Trial.Figures));
        Assert.Contains(report.Warnings, warning => warning.Contains($"{failed.Count} combinations could not be run", StringComparison.Ordinal)
            && warning.Contains(BrittleDefinition.Fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_whose_choice_throws_on_the_test_slice_fails_alone()
    {
        var terms = Search(OptimizationMethod.Grid) with
        {
            Type = BacktestType.WalkForward,
            WalkForward = new WalkForwardTerms { TrainBars = 200, TestBars = 100, StepBars = 100, PurgeBars = 0 },
        };
        var last = WalkForwardWindows.At(terms, 3);
        var broken = BrittleDefinition.Throwing((_, bar) => bar.ClosedAt == last.Test.Start.AddHours(50));

        var (report, whole) = (Report(terms, broken).WalkForward!, Report(terms, Whole).WalkForward!);

        Assert.Equal(4, report.Windows.Length);
        Assert.Equal(whole.Windows.Take(3).Select(window => window.OutOfSample), report.Windows.Take(3).Select(window => window.OutOfSample));
        Assert.Equal((whole.Windows[3].Combination, whole.Windows[3].InSample, null), (report.Windows[3].Combination, report.Windows[3].InSample, report.Windows[3].OutOfSample));
        Assert.Contains(BrittleDefinition.Fault, report.Windows[3].Fault, StringComparison.Ordinal);
        Assert.Equal(300, Report(terms, broken).Detail.Run.Equity.Count);
    }

    [Fact]
    public void Combinations_that_throw_in_training_are_counted_and_never_chosen()
    {
        var terms = Search(OptimizationMethod.Grid) with
        {
            Type = BacktestType.WalkForward,
            WalkForward = new WalkForwardTerms { TrainBars = 200, TestBars = 100, StepBars = 100, PurgeBars = 0 },
        };

        var report = Report(terms, Broken);

        Assert.All(report.WalkForward!.Windows, window => Assert.Equal((4, null), (window.Failed, window.Fault)));
        Assert.All(report.WalkForward.Windows, window => Assert.NotEqual(0, (window.Combination + 1) % 5));
        Assert.Contains(report.Warnings, warning => warning.Contains("In training 16 combinations could not be run", StringComparison.Ordinal)
            && warning.Contains(BrittleDefinition.Fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_path_that_throws_fails_alone()
    {
        var (report, whole) = (Report(Noise, Broken).MonteCarlo!, Report(Noise, Whole).MonteCarlo!);

        Assert.Equal((40, 0), (whole.Paths, whole.PathsFailed));
        Assert.InRange(report.PathsFailed, 1, 39);
        Assert.Equal(40, report.Paths + report.PathsFailed);
        Assert.Contains(BrittleDefinition.Fault, report.FirstFailure, StringComparison.Ordinal);
        Assert.Contains(Report(Noise, Broken).Warnings, warning => warning.Contains(BrittleDefinition.Fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BacktestType.Standard)]
    [InlineData(BacktestType.MonteCarlo)]
    public void A_run_that_everything_rests_on_says_where_it_broke_off(BacktestType type)
    {
        var terms = (type == BacktestType.Standard ? Terms : Noise) with { StrategyParameters = Terms.StrategyParameters.SetItem("lookback", 10m) };

        var failure = Assert.Throws<BrokenRunException>(() => Report(terms, Broken));

        Assert.Equal($"It broke off after 120 candles with NotSupportedException: {BrittleDefinition.Fault}", failure.Message);
    }

    [Fact]
    public void A_run_beside_the_shown_one_that_throws_leaves_the_report()
    {
        // With its breaker it is stopped out of the market before it could break; without it never rests so long.
        var broken = BrittleDefinition.Throwing((_, bar) => bar.Index == 400 && bar.Refused == 0);
        var terms = Terms with { Breakers = [Scene.Breaker("MAX_DRAWDOWN", 0.01m)] };

        var report = Report(terms, broken);

        Assert.NotEmpty(report.Detail.Run.BreakerEvents);
        Assert.Null(report.Detail.Counterfactual);
        Assert.Contains(report.Warnings, warning => warning.StartsWith("A run beside the one that is shown failed.", StringComparison.Ordinal)
            && warning.Contains(BrittleDefinition.Fault, StringComparison.Ordinal));
    }

    [Fact]
    public void What_failed_and_what_did_not_are_the_same_on_one_thread_and_on_two()
    {
        var terms = Noise with { MonteCarlo = Noise.MonteCarlo! with { Paths = 30_000 } };
        var request = SomeRequest.Sound(terms, BrittleDefinition.Throwing((lookback, bar) => lookback % 5 == 0 && bar.Index == 20));
        var work = new RequestWork(request);
        ImmutableArray<Domain.Backtesting.Engine.BacktestMarket> markets = [SomeRequest.Market(Scene.Walk(40, seed: 40))];
        Assert.True(work.Pieces > 2);

        PieceResult[] Worked(int threads)
        {
            var pieces = new ConcurrentDictionary<int, PieceResult>();
            Parallel.For(0, 3, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece => pieces[piece] = work.Piece(piece, markets).Run());
            return [.. pieces.OrderBy(piece => piece.Key).Select(piece => piece.Value)];
        }

        var (one, two) = (Worked(1), Worked(2));
        Assert.Equal(one.SelectMany(piece => piece.Paths).Select(Text), two.SelectMany(piece => piece.Paths).Select(Text));
        Assert.Contains(one, piece => piece.Paths.Any(path => path.Fault is not null) && piece.Paths.Any(path => path.Fault is null));
    }

    private static BacktestTerms Terms => SomeRequest.Terms(Bars) with { Strategy = "brittle" };

    private static BacktestTerms Noise => Terms with
    {
        Type = BacktestType.MonteCarlo,
        Seed = 3,
        MonteCarlo = new MonteCarloTerms { Method = MonteCarloMethod.ParameterNoise, Paths = 40, Parameters = [new RandomRange("lookback", 2, 12)] },
    };

    private static BacktestTerms Search(OptimizationMethod method) => SomeRequest.Search(Bars, Lookbacks) with
    {
        Strategy = "brittle",
        Search = new SearchTerms { Objective = BacktestObjective.NetProfit, Ranges = [Lookbacks], Method = method, Trials = 15, Population = 12, Generations = 3 },
    };

    private static bool IsFifth(NumberedTrial trial) => (trial.Trial.Combination + 1) % 5 == 0;

    private static string Text(Domain.Backtesting.MonteCarlo.PathResult path) => $"{path.Number} {path.Fault} {path.Final:R} {path.Lowest:R}";

    private static BacktestReport Report(BacktestTerms terms, StrategyCatalog strategies) =>
        SomeRequest.Report(SomeRequest.Sound(terms, strategies), Scene.Walk(Bars, seed: 40));
}
