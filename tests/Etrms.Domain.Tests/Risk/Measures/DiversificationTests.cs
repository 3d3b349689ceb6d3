using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Tests.Risk.Measures;

public sealed class DiversificationTests
{
    [Fact]
    public void Shares_are_counted_by_coin_over_venues_and_sides()
    {
        var sum = Diversification.Herfindahl([("BTC", 20_000), ("BTC", -10_000), ("ETH", 10_000)]);

        Assert.Equal(0.625m, sum);
        Assert.Equal(1.6m, Diversification.EffectiveNumber(sum));
        Assert.Null(Diversification.Herfindahl([]));
    }

    [Fact]
    public void Perfect_correlation_adds_up_and_none_adds_like_a_right_angle()
    {
        double[] book = [3, 4];

        Assert.Equal(7, Diversification.CorrelationAdjusted(book, Diversification.Uniform(2, 1)), 12);
        Assert.Equal(5, Diversification.CorrelationAdjusted(book, Diversification.Uniform(2, 0)), 12);
        Assert.Equal(5.0 / 7, Diversification.Ratio(book, Diversification.Uniform(2, 0))!.Value, 12);
    }

    [Fact]
    public void A_perfect_hedge_weighs_nothing_and_flat_has_no_ratio()
    {
        Assert.Equal(0, Diversification.CorrelationAdjusted([5, -5], Diversification.Uniform(2, 1)), 12);
        Assert.Null(Diversification.Ratio([], new double[0, 0]));
    }

    [Fact]
    public void A_coin_that_moves_twice_as_far_has_a_beta_a_third_of_the_way_back_to_1()
    {
        double[] market = [0.01, -0.02, 0.005, 0.03];
        double[] coin = [.. market.Select(move => 2 * move)];

        Assert.Equal(2, MarketBeta.Of(coin, market, shrinkage: 0)!.Value, 12);
        Assert.Equal(5.0 / 3, MarketBeta.Of(coin, market)!.Value, 12);
        Assert.Null(MarketBeta.Of([0, 0], [0, 0]));
        Assert.Equal(-50, Diversification.BetaWeighted([100, -75], [1, 2]));
    }

    [Fact]
    public void The_newest_returns_count_most()
    {
        double[] market = [.. Enumerable.Repeat(0.01, 480)];
        double[] coin = [.. Enumerable.Repeat(0.01, 240), .. Enumerable.Repeat(0.02, 240)];

        // The newer half has weight 1 - 1/2, the older 1/2 - 1/4: (2 x 2 + 1) / 3.
        Assert.Equal(5.0 / 3, MarketBeta.Of(coin, market, shrinkage: 0)!.Value, 9);
    }

    [Fact]
    public void Funding_carry_is_what_longs_pay_and_shorts_earn()
    {
        var hourly = new FundingForecast(0.0001m, default, TimeSpan.FromHours(1));
        var usual = new FundingForecast(0.0002m, default, FundingForecast.Usual(Exchange.Binance));

        Assert.Equal(-0.018m, FundingCarry.PerDay([(10_000, hourly), (-10_000, usual)], 1_000));
        Assert.Null(FundingCarry.PerDay([(10_000, hourly)], 0));
    }
}
