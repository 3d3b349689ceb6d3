using Etrms.Domain.Backtesting.Reports;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Work;
using Etrms.Domain.Tests.Backtesting.Requests;

namespace Etrms.Domain.Tests.Backtesting.MonteCarlo;

public sealed class MonteCarloTests
{
    [Theory]
    [InlineData(MonteCarloMethod.TradeBootstrap)]
    [InlineData(MonteCarloMethod.BlockBootstrap)]
    [InlineData(MonteCarloMethod.ParameterNoise)]
    [InlineData(MonteCarloMethod.Slippage)]
    public void Paths_follow_from_the_seed_alone(MonteCarloMethod method)
    {
        var (first, again, other) = (Run(method, seed: 1), Run(method, seed: 1), Run(method, seed: 2));

        Assert.Equal(40, first.MonteCarlo!.Paths);
        Assert.Equal(first.MonteCarlo.FinalEquity.AsEnumerable(), again.MonteCarlo!.FinalEquity);
        Assert.NotEqual(first.MonteCarlo.FinalEquity.AsEnumerable(), other.MonteCarlo!.FinalEquity);
        Assert.Equal(1, first.Terms.Seed);
    }

    [Fact]
    public void The_fan_begins_at_the_capital_widens_and_its_bands_do_not_cross()
    {
        var fan = Run(MonteCarloMethod.BlockBootstrap, seed: 3).MonteCarlo!.Fan;

        Assert.Equal((0, 799), (fan.Steps[0], fan.Steps[^1]));
        Assert.All(fan.Bands, band => Assert.Equal(10_000, band[0]));
        Assert.All(fan.Bands.Zip(fan.Bands.Skip(1)), pair => Assert.All(pair.First.Zip(pair.Second), each => Assert.True(each.First <= each.Second)));
        Assert.True(fan.Bands[^1][^1] > fan.Bands[0][^1]);
    }

    [Fact]
    public void A_wanted_win_rate_is_told_as_a_condition_and_more_winners_end_higher()
    {
        BacktestReport With(decimal rate) => Run(MonteCarloMethod.TradeBootstrap, 4, terms => terms with { WinRate = new RandomRange("win_rate", rate, rate) });
        var (few, many) = (With(0.1m), With(0.9m));

        Assert.NotNull(few.MonteCarlo!.Condition);
        Assert.Contains(few.MonteCarlo.Condition, few.Assumptions);
        Assert.True(many.MonteCarlo!.FinalEquity[3].Value > few.MonteCarlo.FinalEquity[3].Value);
        Assert.Null(Run(MonteCarloMethod.TradeBootstrap, 4).MonteCarlo!.Condition);
    }

    [Fact]
    public void Slippage_costs_on_drawn_trades_too()
    {
        var free = Run(MonteCarloMethod.TradeBootstrap, 5);
        var dear = Run(MonteCarloMethod.TradeBootstrap, 5, terms => terms with { Slippage = new RandomRange("slippage", 0.001m, 0.001m) });

        Assert.True(dear.MonteCarlo!.FinalEquity[3].Value < free.MonteCarlo!.FinalEquity[3].Value);
    }

    [Fact]
    public void Ruin_counts_paths_that_ever_fell_so_far_and_not_only_their_ends()
    {
        var near = Run(MonteCarloMethod.BlockBootstrap, 6, terms => terms with { RuinAt = 0.01m }).MonteCarlo!;
        var far = Run(MonteCarloMethod.BlockBootstrap, 6, terms => terms with { RuinAt = 1 }).MonteCarlo!;

        Assert.True(near.RiskOfRuin >= near.ProbabilityOfLoss);
        Assert.Equal(0, far.RiskOfRuin);
    }

    [Fact]
    public void Progress_never_goes_back_and_ends_whole()
    {
        var work = new RequestWork(SomeRequest.Sound(Terms(MonteCarloMethod.Slippage, 7)));
        var piece = work.Piece(0, [SomeRequest.Market(Scene.Walk(800, seed: 30))]);
        var seen = new List<long> { 0 };
        while (piece.Advance())
        {
            seen.Add(piece.Done);
        }

        Assert.Equal(seen.Order(), seen);
        Assert.Equal(piece.Total, piece.Done);
        Assert.True(seen.Count > 10);
    }

    private static BacktestTerms Terms(MonteCarloMethod method, long seed) => SomeRequest.Terms(800, BacktestType.MonteCarlo) with
    {
        Seed = seed,
        MonteCarlo = new MonteCarloTerms
        {
            Method = method,
            Paths = 40,
            Parameters = method == MonteCarloMethod.ParameterNoise ? [new RandomRange("fast", 5, 15)] : [],
            Slippage = method == MonteCarloMethod.Slippage ? new RandomRange("slippage", 0, 0.001m) : null,
        },
    };

    private static BacktestReport Run(MonteCarloMethod method, long seed, Func<MonteCarloTerms, MonteCarloTerms>? change = null)
    {
        var terms = Terms(method, seed);
        var request = SomeRequest.Sound(terms with { MonteCarlo = change is null ? terms.MonteCarlo : change(terms.MonteCarlo!) });
        return SomeRequest.Report(request, Scene.Walk(800, seed: 30));
    }
}
