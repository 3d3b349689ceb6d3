using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;
using Etrms.Domain.Tests.Backtesting.Requests;

namespace Etrms.Domain.Tests.Backtesting.Optimization;

public sealed class SearchTests
{
    private static readonly BacktestTerms Grid = SomeRequest.Search(600, SomeRequest.Fast, SomeRequest.Slow);

    [Fact]
    public void A_grid_tries_every_combination_once_and_the_last_parameter_changes_first()
    {
        var report = SomeRequest.Report(SomeRequest.Sound(Grid), Scene.Walk(600, seed: 5)).Optimization!;

        Assert.Equal(36, report.Trials.Length);
        Assert.Equal(Enumerable.Range(1, 36), report.Trials.Select(trial => trial.Number).Order());
        Assert.Equal([2m, 20m], new ParameterGrid(Grid.Search!.Ranges)[1]);
        Assert.Equal(report.Trials.Max(trial => trial.Trial.Figures!.NetProfit), report.Best!.Trial.Figures!.NetProfit);
    }

    [Fact]
    public void The_report_shows_the_best_run_whole()
    {
        var report = SomeRequest.Report(SomeRequest.Sound(Grid), Scene.Walk(600, seed: 5));

        Assert.Equal(report.Optimization!.Best!.Trial.Figures!.NetProfit, (double)(report.Detail.Run.FinalEquity - 10_000), 6);
        Assert.Equal(36, report.Overfitting.TrialsOfRun);
        Assert.NotNull(report.Overfitting.ProbabilityOfOverfitting);
        Assert.True(report.Lookahead!.IsClean);
    }

    [Fact]
    public void Random_trials_are_different_ones_and_the_same_for_the_same_seed()
    {
        BacktestTerms Asked(long seed) => Grid with { Seed = seed, Search = Grid.Search! with { Method = OptimizationMethod.Random, Trials = 20 } };
        long[] Tried(long seed) => [.. new RequestWork(SomeRequest.Sound(Asked(seed))).Piece(0, [SomeRequest.Market(Scene.Walk(600, seed: 6))]).Run().Trials.Select(trial => trial.Combination)];

        var first = Tried(7);

        Assert.Equal(20, first.Distinct().Count());
        Assert.Equal(first, Tried(7));
        Assert.NotEqual(first, Tried(8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    [InlineData(100_003)]
    public void A_shuffled_order_visits_every_place_once(int count)
    {
        var order = new Permutation(count, seed: 9);

        Assert.Equal(count, Enumerable.Range(0, count).Select(place => order[place]).Where(place => place >= 0 && place < count).Distinct().Count());
    }

    [Fact]
    public void Evolution_is_repeatable_and_finds_better_than_its_first_generation()
    {
        var wide = SomeRequest.Search(400, new ParameterRange("fast", 2, 60, 1), new ParameterRange("slow", 61, 160, 1));
        var request = SomeRequest.Sound(wide with { Search = wide.Search! with { Method = OptimizationMethod.Genetic, Population = 24, Generations = 8 } });
        var candles = Scene.Walk(400, seed: 10);

        var (first, second) = (SomeRequest.Report(request, candles).Optimization!, SomeRequest.Report(request, candles).Optimization!);

        Assert.Equal(first.Trials.Select(trial => trial.Trial.Combination), second.Trials.Select(trial => trial.Trial.Combination));
        var pioneers = first.Trials.Where(trial => trial.Number <= 6).Max(trial => trial.Trial.Figures!.NetProfit);
        Assert.True(first.Best!.Trial.Figures!.NetProfit > pioneers);
    }

    [Fact]
    public void A_combination_that_makes_no_strategy_fails_alone_and_says_why()
    {
        var terms = SomeRequest.Search(400, new ParameterRange("fast", 10, 30, 10), new ParameterRange("slow", 20, 40, 10));
        var report = SomeRequest.Report(SomeRequest.Sound(terms), Scene.Walk(400, seed: 11));

        Assert.Equal((9, 3), (report.Optimization!.Trials.Length, report.Optimization.Failed));
        Assert.All(report.Optimization.Trials.TakeLast(3), trial => Assert.Contains("fast", trial.Trial.Fault, StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.Contains("3 combinations", StringComparison.Ordinal));
    }

    [Fact]
    public void Pieces_done_in_another_order_make_the_same_report_and_a_missing_one_a_partial_report()
    {
        // So many candles that every combination is a piece of its own.
        var request = SomeRequest.Sound(Grid with { Timeframe = SomeRequest.Minute, Range = new(Scene.Start, Scene.Start.AddMinutes(11_000_000)), AllowGaps = true });
        var candles = Scene.Walk(600, seed: 12);
        var count = new RequestWork(request).Pieces;

        var forth = SomeRequest.Report(request, candles);
        var back = SomeRequest.Report(request, candles, Enumerable.Range(0, count).Reverse());
        var half = SomeRequest.Report(request, candles, Enumerable.Range(0, count / 2));

        Assert.Equal(36, count);
        Assert.Equal(forth.Optimization!.Trials.AsEnumerable(), back.Optimization!.Trials, EqualityComparer<NumberedTrial>.Create((x, y) =>
            x!.Number == y!.Number && x.Trial.Combination == y.Trial.Combination && x.Trial.Figures == y.Trial.Figures));
        Assert.Equal(forth.Overfitting, back.Overfitting);
        Assert.True(half.IsPartial);
        Assert.Equal(18, half.Optimization!.Trials.Length);
    }

    [Fact]
    public void Trials_that_trade_too_seldom_are_not_chosen()
    {
        var candles = Scene.Walk(600, seed: 13);
        var free = SomeRequest.Report(SomeRequest.Sound(Grid), candles).Optimization!;
        var most = free.Trials.Max(trial => trial.Trial.Figures!.ClosedTrades);

        var bound = SomeRequest.Report(SomeRequest.Sound(Grid with { Search = Grid.Search! with { MinimumTrades = most } }), candles).Optimization!;

        Assert.Equal(most, bound.Best!.Trial.Figures!.ClosedTrades);
    }

    [Fact]
    public void A_heat_map_holds_the_best_over_what_it_does_not_show()
    {
        var terms = SomeRequest.Search(400, SomeRequest.Fast, SomeRequest.Slow, new ParameterRange("leverage", 1, 2, 1)) is var asked
            ? asked with { Search = asked.Search! with { HeatMap = ("leverage", "fast") } } : null!;
        var report = SomeRequest.Report(SomeRequest.Sound(terms), Scene.Walk(400, seed: 14)).Optimization!;
        var map = report.HeatMap!;

        Assert.Equal(("leverage", "fast"), (map.X, map.Y));
        Assert.Equal((2, 6), (map.XValues.Length, map.Cells.Length));
        Assert.Equal(report.Best!.Trial.Figures!.NetProfit, map.Cells.SelectMany(row => row).Max());
    }
}
