using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Tests.Backtesting.Requests;

public sealed class BacktestRequestTests
{
    [Fact]
    public void Every_fault_is_named_at_once_with_its_field()
    {
        var terms = SomeRequest.Terms(500) with
        {
            Range = new TimeRange(Scene.Start, Scene.Start.AddDays(-1)),
            InitialCapital = 0,
            Strategy = "nope",
            Leverage = 200,
            RiskPerTrade = 2,
            Costs = new Costs(4, 0, 1),
        };

        Assert.Equal(
            ["end_date", "initial_capital", "parameters.leverage", "parameters.risk_per_trade", "costs.taker_fee", "costs.slippage", "strategy.name"],
            SomeRequest.Faults(terms).Select(fault => fault.Field));
    }

    [Fact]
    public void An_inverted_range_of_a_parameter_is_refused()
    {
        var fault = Assert.Single(SomeRequest.Faults(SomeRequest.Search(500, new ParameterRange("fast", 20, 5, 1))));

        Assert.Equal("parameters.parameters_to_optimize.fast", fault.Field);
        Assert.Contains("inverted", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_million_combinations_are_refused_and_the_number_is_named()
    {
        var terms = SomeRequest.Search(
            500, new ParameterRange("fast", 1, 1_000, 1), new ParameterRange("slow", 2, 1_001, 1), new ParameterRange("stop_loss", 0.0010m, 0.1009m, 0.0001m));

        Assert.Contains("1,000,000,000", Assert.Single(SomeRequest.Faults(terms)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_combinations_than_can_be_counted_are_refused_too()
    {
        var terms = SomeRequest.Search(500, new ParameterRange("stop_loss", 0.001m, 0.5m, 0.0000000000000000001m)) is var asked
            ? asked with { Search = asked.Search! with { Method = OptimizationMethod.Random } } : null!;

        Assert.Contains("or more", Assert.Single(SomeRequest.Faults(terms)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_that_is_too_short_for_the_strategy_is_told_as_a_run_without_trades()
    {
        var fault = Assert.Single(SomeRequest.Faults(SomeRequest.Terms(25)));

        Assert.Equal("start_date", fault.Field);
        Assert.Contains("no trade", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_beyond_the_calendar_are_refused_and_do_not_overflow()
    {
        var terms = SomeRequest.Terms(500) with { Range = new TimeRange(Scene.Start, DateTimeOffset.MaxValue) };

        Assert.Contains(SomeRequest.Faults(terms), fault => fault.Field == "start_date");
    }

    [Fact]
    public void A_search_in_which_no_combination_makes_a_strategy_is_refused()
    {
        var terms = SomeRequest.Search(500, new ParameterRange("fast", 50, 60, 5), new ParameterRange("slow", 20, 40, 10));

        Assert.Contains("None of the 9 combinations", Assert.Single(SomeRequest.Faults(terms)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_of_a_breaker_can_be_optimised_and_one_that_is_not_there_cannot()
    {
        var terms = SomeRequest.Search(500, new ParameterRange("circuit_breakers[0].threshold", 0.05m, 0.2m, 0.05m)) with
        {
            Breakers = [Scene.DrawdownBreaker(0.1m)],
        };

        Assert.Empty(SomeRequest.Faults(terms));
        Assert.Contains("counted from 0", Assert.Single(SomeRequest.Faults(terms with { Breakers = [] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_forward_that_does_not_fit_into_the_range_is_refused()
    {
        var terms = SomeRequest.Search(500, SomeRequest.Fast, SomeRequest.Slow) with
        {
            Type = BacktestType.WalkForward,
            WalkForward = new WalkForwardTerms { TrainBars = 400, TestBars = 100, StepBars = 100, PurgeBars = 10 },
        };

        Assert.Contains("510", Assert.Single(SomeRequest.Faults(terms)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_candles_are_told_before_the_work_begins()
    {
        var request = SomeRequest.Sound(SomeRequest.Terms(500));
        var faults = DataChecks.Of(request, [SomeRequest.Market(Scene.Walk(100, seed: 1))]).ToList();

        Assert.Equal("end_date", Assert.Single(faults).Field);
        Assert.Equal("symbols", Assert.Single(DataChecks.Of(request, [])).Field);
        Assert.Equal("start_date", Assert.Single(DataChecks.Of(request, [SomeRequest.Market(Scene.Walk(100, 1, start: Scene.Start.AddYears(1)))])).Field);
    }

    [Fact]
    public void Gaps_of_more_than_one_candle_in_a_hundred_need_permission()
    {
        var whole = Scene.Walk(500, seed: 2);
        var holes = new CandleSeriesBuilder(whole.Instrument, whole.Step);
        foreach (var index in Enumerable.Range(0, whole.Count).Where(index => index is < 200 or > 210))
        {
            holes.Add(whole[index]);
        }

        var markets = SomeRequest.Market(holes.Build());

        Assert.Equal("data", Assert.Single(DataChecks.Of(SomeRequest.Sound(SomeRequest.Terms(500)), [markets])).Field);
        Assert.Empty(DataChecks.Of(SomeRequest.Sound(SomeRequest.Terms(500) with { AllowGaps = true }), [markets]));
    }

    [Fact]
    public void Too_few_trades_to_draw_from_are_told_before_the_paths_are_made()
    {
        var request = SomeRequest.Sound(SomeRequest.Terms(60, BacktestType.MonteCarlo) with
        {
            MonteCarlo = new MonteCarloTerms { Method = MonteCarloMethod.TradeBootstrap },
        });

        var faults = new RequestWork(request).Check([SomeRequest.Market(Scene.Walk(60, seed: 3))]).Run().Faults;

        Assert.Contains("closed trades", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Risk_per_trade_sizes_an_entry_by_its_stop_and_without_one_by_its_margin()
    {
        BacktestTerms Terms(decimal? stop) => SomeRequest.Terms(400) with
        {
            Leverage = 3,
            RiskPerTrade = 0.02m,
            Costs = Costs.Flat(0),
            StrategyParameters = stop is { } distance
                ? SomeRequest.Terms(1).StrategyParameters.Add("stop_loss", distance) : SomeRequest.Terms(1).StrategyParameters,
        };
        decimal Notional(decimal? stop)
        {
            var trade = SomeRequest.Report(SomeRequest.Sound(Terms(stop)), Scene.Walk(400, seed: 4)).Detail.Run.Trades[0];
            return trade.Quantity * trade.EntryPrice;
        }

        Assert.InRange(Notional(0.05m), 3_990, 4_010);
        Assert.InRange(Notional(null), 590, 610);
        Assert.InRange(Notional(0.001m), 29_900, 30_000);
    }
}
