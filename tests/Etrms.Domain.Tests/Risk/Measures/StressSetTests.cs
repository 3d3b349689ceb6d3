using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Tests.Risk.Measures;

public sealed class StressSetTests
{
    private static readonly StressPosition Bitcoin = new(Exchange.Binance, "BTC", 20_000, 500);
    private static readonly StressPosition Ether = new(Exchange.Hyperliquid, "ETH", -10_000, -200);

    [Theory]
    [InlineData("UNIFORM_-20", -2_000)]
    [InlineData("UNIFORM_30", 3_000)]
    [InlineData("ALTS_TWICE_-20", 0)]
    [InlineData("ALTS_TWICE_10", 0)]
    [InlineData("FROZEN_BINANCE", -2_000)]
    [InlineData("FROZEN_HYPERLIQUID", -1_000)]
    [InlineData("COLLATERAL_-35", -3_500)]
    [InlineData("DELEVERAGED_HEDGE", 0)]
    public void Each_bad_day_costs_what_it_says(string name, int profit)
    {
        var result = Result(name, Bitcoin, Ether);

        Assert.Equal(profit, result.Profit);
        Assert.Equal(10_300 + profit, result.EquityAfter);
    }

    [Fact]
    public void A_hedge_whose_winner_is_taken_away_loses_on_the_other_leg() =>
        Assert.Equal(-2_000, Result("DELEVERAGED_HEDGE", Bitcoin with { UnrealizedPnl = -100 }, Bitcoin with { Value = -20_000, UnrealizedPnl = 100 }).Profit);

    [Fact]
    public void At_a_correlation_of_95_two_longs_are_almost_one()
    {
        var result = Result("CORRELATION_95", Bitcoin, Ether with { Value = 20_000 });

        Assert.Equal(-0.1 * 20_000 * Math.Sqrt(2 + (2 * 0.95)), (double)result.Profit!, 6);
    }

    [Fact]
    public void In_a_thin_book_leaving_costs_a_share_of_every_notional()
    {
        var result = Result("THIN_BOOK", Bitcoin with { ThinCost = 0.02m }, Ether with { ThinCost = 0.05m });

        Assert.Equal(-(20_000 * 0.02m) - (10_000 * 0.05m), result.Profit);
        Assert.Equal(10_300 - 900, result.EquityAfter);
    }

    [Fact]
    public void A_thin_book_that_nobody_knows_costs_nobody_knows_what()
    {
        var result = Result("THIN_BOOK", Bitcoin with { ThinCost = 0.02m }, Ether);

        Assert.Null(result.Profit);
        Assert.Null(result.EquityAfter);
        Assert.Contains("LIQUIDITY", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coin_cannot_fall_by_more_than_all_of_it() =>
        Assert.DoesNotContain(StressSet.Run(10_000, 10_000, [Ether with { Value = 10_000 }]), result => result.Profit < -10_000);

    [Fact]
    public void Flat_only_the_collateral_can_lose()
    {
        var results = StressSet.Run(10_000, 10_000, []);

        Assert.All(results.Where(result => result.Profit != 0), result => Assert.StartsWith("COLLATERAL", result.Name, StringComparison.Ordinal));
    }

    private static StressResult Result(string name, params StressPosition[] positions) =>
        Assert.Single(StressSet.Run(10_300, 10_000, positions.ToImmutableArray()), result => result.Name == name);
}
