using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Web.Pages.Backtests;

namespace Etrms.Web.Tests.Backtests;

/// <summary>The form of a backtest says what the Api's body says: nothing is lost on the way there and back.</summary>
public sealed class BacktestInputTests
{
    [Theory]
    [InlineData(BacktestType.Standard)]
    [InlineData(BacktestType.Optimization)]
    [InlineData(BacktestType.WalkForward)]
    [InlineData(BacktestType.MonteCarlo)]
    public void A_body_that_went_through_the_form_is_the_same(BacktestType type)
    {
        var body = Body(type);

        var again = BacktestInput.From(body).ToBody([]);

        Assert.Equal(JsonSerializer.Serialize(body, EtrmsJson.Options), JsonSerializer.Serialize(again, EtrmsJson.Options));
    }

    [Fact]
    public void Ratios_are_typed_in_percent_and_symbols_as_a_list()
    {
        var input = BacktestInput.From(Body(BacktestType.Optimization));

        Assert.Equal(0.05m, input.Costs.TakerFee);
        Assert.Equal(2m, input.Parameters.StopLossPercent);
        Assert.Equal(1m, input.Ranges["stop_loss_percent"].Start);
        Assert.Equal(5m, input.Ranges["fast"].Start);
        Assert.Equal("BTCUSDT, ETHUSDT", input.Symbols);
    }

    [Fact]
    public void Sets_are_typed_as_pairs_and_percent_and_come_back_as_they_were()
    {
        var strategy = new StrategyInput { Name = "moving_average_cross" };
        strategy.Regimes["trending"] = new SetInput { Parameters = "fast = 5, slow: 60 , oops" };
        strategy.Regimes["volatile"] = new SetInput { Strategy = "donchian_breakout", Size = 40 };
        strategy.Regimes["ranging"] = new SetInput();
        strategy.Size.Volatility["high"] = 50;

        var body = strategy.ToBody();

        Assert.Equal(["trending", "volatile"], body.Regimes!.Keys.Order());
        Assert.Equal(
            new Dictionary<string, string> { ["fast"] = "5", ["slow"] = "60", ["oops"] = "" }, body.Regimes["trending"].Parameters);
        Assert.Equal(("donchian_breakout", 0.4m, 1m), (body.Regimes["volatile"].Strategy, body.Regimes["volatile"].Size, body.Regimes["trending"].Size));
        Assert.Equal(0.5m, Assert.Single(body.Size!.Volatility!).Value);
        Assert.Equal(JsonSerializer.Serialize(body, EtrmsJson.Options), JsonSerializer.Serialize(StrategyInput.From(body).ToBody(), EtrmsJson.Options));
    }

    [Fact]
    public void A_reason_against_a_parameter_of_a_set_stands_beside_the_field_of_all_of_them() => Assert.Equal(
        ("strategy.regimes.trending.parameters", "fasst: Is none."), SetInput.Placed("strategy.regimes.trending.parameters.fasst", "Is none."));

    [Fact]
    public void A_rule_that_is_ticked_takes_part_with_its_own_limit()
    {
        var input = new BacktestInput();
        input.CircuitBreakers.New["drawdown"] = new NewBreakerInput { Armed = true, Threshold = 8 };
        input.CircuitBreakers.New["leverage"] = new NewBreakerInput { Armed = false, Threshold = 2 };

        var breaker = Assert.Single(input.ToBody([]).CircuitBreakers);

        Assert.Equal(("MAX_DRAWDOWN", 0.08m), (breaker.Type, breaker.Threshold));
    }

    [Fact]
    public void A_limit_that_is_searched_goes_by_the_place_of_its_breaker_and_comes_back_with_it()
    {
        var input = new BacktestInput { Type = BacktestType.Optimization };
        input.CircuitBreakers.New["leverage"] = new NewBreakerInput { Armed = true, Threshold = 2, Limits = new RangeInput { Start = 1, End = 3, Step = 1 } };
        input.CircuitBreakers.New["drawdown"] = new NewBreakerInput { Armed = true, Threshold = 8, Limits = new RangeInput { Start = 5, End = 15, Step = 5 } };

        var body = input.ToBody([]);
        var again = BacktestInput.From(body).ToBody([]);

        var place = body.CircuitBreakers.ToList().FindIndex(breaker => breaker.Type == "MAX_DRAWDOWN");
        Assert.Equal(2, body.Parameters!.ParametersToOptimize!.Count);
        Assert.Equal(new ParameterRangeBody { Start = 0.05m, End = 0.15m, Step = 0.05m }, body.Parameters.ParametersToOptimize[$"circuit_breakers[{place}].threshold"]);
        Assert.Equal($"circuit_breakers[{place}].threshold", input.CircuitBreakers.PlaceOf("drawdown", []));
        Assert.Equal(JsonSerializer.Serialize(body.Parameters, EtrmsJson.Options), JsonSerializer.Serialize(again.Parameters, EtrmsJson.Options));
    }

    [Theory]
    [InlineData("Input.InitialCapital", "initial_capital")]
    [InlineData("Input.Ranges[fast].Start", "parameters.parameters_to_optimize.fast.start")]
    [InlineData("Input.Noise[win_rate].Max", "parameters.randomize_parameters.win_rate.max")]
    [InlineData("Input.Strategy.Parameters[slow]", "strategy.parameters.slow")]
    [InlineData("Input.Strategy.Regimes[trending].Size", "strategy.regimes.trending.size")]
    [InlineData("Input.Strategy.Size.Volatility[high]", "strategy.size.volatility.high")]
    [InlineData("Input.WalkForward.TrainBars", "walk_forward.train_bars")]
    public void A_field_has_the_name_that_the_Api_gives_its_reasons_by(string typed, string named) =>
        Assert.Equal(named, BacktestFields.Of(typed));

    [Fact]
    public void What_is_no_field_of_the_form_has_no_name() => Assert.Null(BacktestFields.Of("Fetching"));

    private static BacktestBody Body(BacktestType type)
    {
        var searches = type is BacktestType.Optimization or BacktestType.WalkForward;
        var shakes = type == BacktestType.MonteCarlo;
        return new BacktestBody
        {
            Name = "Cross",
            Description = "a note",
            Type = type,
            StartDate = new DateTimeOffset(2024, 1, 1, 6, 30, 0, TimeSpan.Zero),
            EndDate = new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero),
            Exchanges = [Exchange.Binance],
            Symbols = ["BTCUSDT", "ETHUSDT"],
            Timeframe = "4h",
            InitialCapital = 25_000,
            Parameters = new BacktestParametersBody
            {
                RiskPerTrade = 0.01m,
                Leverage = 3,
                StopLossPercent = 0.02m,
                OptimizationTarget = searches ? BacktestObjective.CalmarRatio : null,
                ParametersToOptimize = searches
                    ? new Dictionary<string, ParameterRangeBody>
                    {
                        ["fast"] = new() { Start = 5, End = 25, Step = 5 },
                        ["stop_loss_percent"] = new() { Start = 0.01m, End = 0.05m, Step = 0.01m },
                    }
                    : null,
                NumSimulations = shakes ? 500 : null,
                RandomizeParameters = shakes ? new Dictionary<string, RandomRangeBody> { ["slippage"] = new() { Min = 0.0001m, Max = 0.001m } } : null,
            },
            Strategy = new BacktestStrategyBody { Name = "moving_average_cross", Parameters = new Dictionary<string, string> { ["fast"] = "10", ["slow"] = "30" } },
            Data = new BacktestDataBody { AllowGaps = true },
            Costs = new BacktestCostsBody { TakerFee = 0.0005m, MakerFee = -0.0001m, Slippage = 0.0002m, Funding = true },
            Margin = new BacktestMarginBody { Mode = MarginMode.Isolated, ExchangeRules = true },
            Optimization = searches ? new OptimizationBody { Method = OptimizationMethod.Genetic, Population = 60, MinimumTrades = 20 } : null,
            WalkForward = type == BacktestType.WalkForward ? new WalkForwardBody { Scheme = WalkForwardScheme.Anchored, TrainBars = 900, TestBars = 300, PurgeBars = 4, Warm = false } : null,
            MonteCarlo = shakes ? new MonteCarloBody { Method = MonteCarloMethod.Slippage, BlockLength = 12, RuinAt = 0.3m } : null,
            CircuitBreakers = [new BreakerBody { Name = "Limit", Type = "LEVERAGE", Threshold = 4, Action = Domain.Risk.Breakers.BreakerActionKind.PauseTrading }],
            WarmUpBars = 50,
            ClosesAtEnd = true,
            Counterfactual = false,
            Seed = 7,
        };
    }
}
