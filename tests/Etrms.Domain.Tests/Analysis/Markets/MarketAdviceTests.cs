using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Domain.Tests.Analysis.Markets;

public sealed class MarketAdviceTests
{
    private static readonly decimal[] Cuts = [0, 0.1m, 0.35m, 0.9m, 1, 7];

    private static readonly bool[] Either = [true, false];

    private static IEnumerable<MarketAssessment> Every =>
        from state in Of<MarketState>()
        from volatility in Of<VolatilityRegime>()
        from liquidity in Of<LiquidityRegime>()
        from correlation in Of<CorrelationRegime>()
        from isBreakout in Either
        select new MarketAssessment { State = state, Volatility = volatility, Liquidity = liquidity, Correlation = correlation, IsBreakout = isBreakout };

    [Fact]
    public void No_assessment_widens_a_limit_and_a_wider_stop_risks_no_more_money()
    {
        foreach (var assessment in Every)
        {
            foreach (var cut in Cuts)
            {
                foreach (var widening in Cuts)
                {
                    var advice = MarketAdvice.Of(assessment).Within(cut, cut, widening);
                    Assert.InRange(advice.Size, Math.Min(Math.Max(0, 1 - cut), 1 / (1 + widening)), 1);
                    Assert.InRange(advice.Drawdown, Math.Max(0, 1 - cut), 1);
                    Assert.InRange(advice.Stop, 1, 1 + widening);
                    Assert.True(advice.Stop * advice.Size <= 1.0000000001m, $"{assessment} within {cut} and {widening}: {advice}");
                }
            }
        }
    }

    [Fact]
    public void Whatever_calls_for_less_has_a_reason_and_nothing_known_calls_for_nothing()
    {
        Assert.All(Every.Select(MarketAdvice.Of), advice => Assert.Equal(advice == MarketAdvice.None, advice.Reason is null));
        Assert.Equal(MarketAdvice.None, MarketAdvice.Of(MarketAssessment.Unknown));
    }

    [Fact]
    public void A_gap_is_filled_by_what_was_known_and_nothing_else_is()
    {
        var known = new MarketAssessment { State = MarketState.Turbulent, IsBreakout = true, Liquidity = LiquidityRegime.Low };

        var held = new MarketAssessment { Volatility = VolatilityRegime.Low, Liquidity = LiquidityRegime.High }.Over(known);

        Assert.Equal(known with { Volatility = VolatilityRegime.Low, Liquidity = LiquidityRegime.High }, held);
        Assert.False(new MarketAssessment { State = MarketState.Range }.Over(known).IsBreakout);
    }

    private static T?[] Of<T>()
        where T : struct, Enum => [null, .. Enum.GetValues<T>().Cast<T?>()];
}
