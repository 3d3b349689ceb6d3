using System.Collections.Immutable;
using System.Globalization;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Tests.Backtesting.Requests;

namespace Etrms.Domain.Tests.Backtesting.Strategies.Sets;

public sealed class SetRequestTests
{
    private static readonly StrategySets Two = SomeSets.Of(
        (SetRegime.Trending, new StrategySet { Parameters = SomeSets.Values(("slow", 60)) }),
        (SetRegime.Volatile, new StrategySet { Strategy = "donchian_breakout", Size = 0.5m }));

    [Fact]
    public void What_is_wrong_with_a_set_is_told_by_its_field()
    {
        var terms = SomeRequest.Terms(500) with
        {
            Sets = SomeSets.Of(
                (SetRegime.Trending, new StrategySet { Parameters = SomeSets.Values(("fasst", 3)) }),
                (SetRegime.Ranging, new StrategySet { Parameters = SomeSets.Values(("fast", 40)) }),
                (SetRegime.Volatile, new StrategySet { Size = 1.5m }),
                (SetRegime.Breakout, new StrategySet { Strategy = "nope" })) with
            {
                VolatilitySizes = ImmutableSortedDictionary<VolatilityRegime, decimal>.Empty.Add(VolatilityRegime.High, -1),
            },
        };

        var faults = SomeRequest.Faults(terms);

        Assert.Equal(
            ["strategy.regimes.trending.parameters.fasst", "strategy.regimes.ranging.parameters.fast", "strategy.regimes.volatile.size",
                "strategy.regimes.breakout.strategy", "strategy.size.volatility.high"],
            faults.Select(fault => fault.Field));
        Assert.Contains("has no parameter \"fasst\"", faults[0].Message, StringComparison.Ordinal);
        Assert.Contains("less than slow, which is 30", faults[1].Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1", faults[2].Message, StringComparison.Ordinal);
        Assert.Contains("There is no strategy \"nope\"", faults[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_takes_the_rest_of_its_parameters_from_the_base_and_of_another_strategy_the_defaults()
    {
        var roster = SomeRequest.Sound(SomeRequest.Terms(500) with { StrategyParameters = SomeSets.Values(("fast", 7)), Sets = Two }).Base.Roster!;
        var named = roster.Named.ToDictionary(each => each.Regime, each => each.Seat.Arguments.Values);

        Assert.Equal(("7", "60"), (named[SetRegime.Trending]["fast"].ToString(), named[SetRegime.Trending]["slow"].ToString()));
        Assert.Equal("48", named[SetRegime.Volatile]["entry"].ToString());
    }

    [Fact]
    public void Equal_sets_have_equal_fingerprints_however_they_are_written()
    {
        string Print(StrategySets sets) => SomeRequest.Sound(SomeRequest.Terms(500) with { Sets = sets }).Base.Roster!.Fingerprint;
        var spelled = Two with { Regimes = Two.Regimes.SetItem(SetRegime.Trending, new StrategySet { Strategy = "moving_average_cross", Parameters = SomeSets.Values(("fast", 10.0m), ("slow", 60)) }) };

        Assert.Equal(Print(Two), Print(spelled));
        Assert.NotEqual(Print(Two), Print(Two with { Regimes = Two.Regimes.Remove(SetRegime.Volatile) }));
    }

    [Fact]
    public void A_report_tells_the_shares_of_time_the_trades_and_the_changes()
    {
        var candles = SomeSets.Weather(2_000, seed: 20);
        var report = SomeRequest.Report(SomeRequest.Sound(SomeRequest.Terms(2_000) with { Sets = Two }), candles);
        var contract = Assert.Single(report.Sets!.Contracts);

        Assert.Equal(1, contract.ByRegime.Sum(figures => figures.Share), 9);
        Assert.Equal(1, contract.BySet.Sum(figures => figures.Share), 9);
        Assert.Equal(report.Detail.Report.ClosedTrades, contract.BySet.Sum(figures => figures.Trades));
        Assert.Equal(["base", "trending", "volatile"], contract.BySet.Select(figures => figures.Regime));
        Assert.NotEmpty(contract.Changes);
        Assert.Contains(SetReport.Convention, report.Assumptions);
        Assert.True(report.Lookahead!.IsClean, report.Lookahead.Finding?.Message);
    }

    [Fact]
    public void Parameters_of_a_set_are_searched_by_the_name_of_the_regime()
    {
        var request = SomeRequest.Sound(SomeRequest.Search(1_500, new ParameterRange("fast", 5, 10, 5), new ParameterRange("trending.slow", 20, 60, 20)) with { Sets = Two });

        var report = SomeRequest.Report(request, SomeSets.Weather(1_500, seed: 21));

        Assert.Equal(6, report.Optimization!.Trials.Length);
        Assert.True(report.Optimization.Trials.Select(trial => trial.Trial.Figures!.FinalEquity).Distinct().Count() > 3);
        var best = request.Grid[report.Optimization.Best!.Trial.Combination];
        Assert.Equal(best[1].ToString("0", CultureInfo.InvariantCulture), report.Detail.Setup.Roster!.Named.First().Seat.Arguments.Values["slow"].ToString());
    }

    [Fact]
    public void A_search_names_the_set_that_is_missing()
    {
        var fault = Assert.Single(SomeRequest.Faults(SomeRequest.Search(500, new ParameterRange("ranging.fast", 5, 10, 5)) with { Sets = Two }));

        Assert.Contains("no set of parameters for ranging", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_forward_run_chooses_by_candles_before_each_window_and_tells_all_of_it()
    {
        var request = SomeRequest.Sound(SomeRequest.Search(2_000, SomeRequest.Fast) with
        {
            Type = BacktestType.WalkForward,
            WalkForward = new WalkForwardTerms { TrainBars = 600, TestBars = 300, StepBars = 300 },
            Sets = Two,
        });
        var candles = SomeSets.Weather(2_000, seed: 22);

        var (report, again) = (SomeRequest.Report(request, candles), SomeRequest.Report(request, candles, order: [3, 2, 1, 0]));

        var steps = report.Detail.Run.SetSteps;
        Assert.Equal(steps.Select(step => step.At).Order(), steps.Select(step => step.At));
        Assert.Equal(steps.AsEnumerable(), again.Detail.Run.SetSteps);
        Assert.DoesNotContain(steps, step => step.Regime is null);
    }
}
