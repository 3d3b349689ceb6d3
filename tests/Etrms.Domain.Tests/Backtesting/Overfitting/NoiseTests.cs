using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Optimization;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Risk.Measures.Tail;
using Etrms.Domain.Tests.Backtesting.Requests;

namespace Etrms.Domain.Tests.Backtesting.Overfitting;

/// <summary>What an optimisation makes of strategies that toss coins.</summary>
public sealed class NoiseTests
{
    private const int Seeds = 50;
    private const int Strategies = 500;

    [Fact]
    public void Noise_strategies_look_overfit_as_often_as_not_and_are_refused()
    {
        var reports = Enumerable.Range(0, Seeds).Select(Optimise).ToList();

        Assert.InRange(reports.Average(report => report.ProbabilityOfOverfitting!.Value), 0.45, 0.55);
        Assert.InRange(reports.Count(report => !ApplyToLive.Judge(report, null).IsAllowed), 0.95 * Seeds, Seeds);
        Assert.All(reports, report => Assert.Equal(Strategies, report.TrialsOfRun));
    }

    [Fact]
    public void Skill_among_noise_passes()
    {
        var report = Optimise(0) with { ProbabilityOfOverfitting = 0.05, DeflatedSharpe = 0.99, MinBacktestYears = 0.5, YearsTested = 2, ClosedTrades = 200 };

        Assert.Equal(BacktestVerdict.Sound, report.Verdict);
        Assert.True(ApplyToLive.Judge(report, null).IsAllowed);
    }

    [Fact]
    public void A_reason_overrides_luck_but_not_a_strategy_that_looks_ahead()
    {
        var report = Optimise(1);

        Assert.False(ApplyToLive.Judge(report, "because").IsAllowed);
        Assert.True(ApplyToLive.Judge(report, "Small size, watched by hand for a month") is { IsAllowed: true, IsOverridden: true });
        Assert.False(ApplyToLive.Judge(report with { IsFreeOfLookahead = false }, "Small size, watched by hand for a month").IsAllowed);
    }

    private static OverfittingReport Optimise(int seed)
    {
        var terms = SomeRequest.Search(150, new ParameterRange("coin", 1, Strategies, 1)) with { Strategy = "coin_toss", Costs = Costs.Flat(0) };
        var asked = terms with { Search = terms.Search! with { Objective = BacktestObjective.SharpeRatio } };
        var request = SomeRequest.Sound(asked, StrategyCatalog.BuiltIn.With([new CoinTossDefinition()]));
        return SomeRequest.Report(request, Scene.Walk(150, 1_000 + seed)).Overfitting;
    }

    private sealed class CoinTossDefinition : StrategyDefinition
    {
        public override string Name => "coin_toss";

        public override string Title => "Coin toss";

        public override string Meaning => "Takes a side at random now and then.";

        public override ImmutableArray<StrategyParameter> Parameters { get; } = [StrategyParameter.Candles("coin", 1, (1, 1_000_000), "Which coin.")];

        public override int WarmUpBars(StrategyArguments arguments) => 0;

        public override IStrategy Create(StrategyArguments arguments) => new CoinToss((ulong)arguments.Integer("coin"));
    }

    private sealed class CoinToss(ulong coin) : IStrategy
    {
        private SplitMix _random = new(SplitMix.SeedOf(coin, 0));

        public void OnBar(StrategyBar bar)
        {
            if (_random.Below(6) == 0)
            {
                bar.Enter(_random.Below(2) == 0 ? TradeSide.Long : TradeSide.Short);
            }
        }
    }
}
