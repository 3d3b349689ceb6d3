using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

/// <summary>CORRELATED_EXPOSURE and BETA_EXPOSURE.</summary>
public sealed class ExposureByReturnsTests
{
    [Fact]
    public void Two_coins_that_move_as_one_weigh_as_one()
    {
        var breaker = Some.Watch("CORRELATED_EXPOSURE", 3.9m);
        var desk = Holding(4).Configure(breaker).Wait(1);

        Assert.Equal(4, desk.Breaker(breaker).Value!.Value, 3);
        Assert.Contains(BreakerEventKind.Triggered, desk.Told(breaker));
    }

    [Fact]
    public void Correlations_of_more_than_two_days_ago_give_way_to_a_crashs()
    {
        var breaker = Some.Watch("CORRELATED_EXPOSURE", 5);
        var desk = Holding(4).Configure(breaker).Wait(TimeSpan.FromHours(49)).Read().Mark("BTCUSDT", 100_000).Mark("ETHUSDT", 2_500).Wait(1);

        // 20,000 twice at 0.95 over 10,000 of equity.
        Assert.Equal(2 * Math.Sqrt(3.9), (double)desk.Breaker(breaker).Value!.Value, 6);
        Assert.Contains("0.95", desk.Breaker(breaker).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hedge_by_beta_has_no_beta_exposure_and_a_short_book_has_as_much_as_a_long_one()
    {
        var breaker = Some.Watch("BETA_EXPOSURE", 5);

        Assert.Equal(0, Holding(-4).Configure(breaker).Wait(1).Breaker(breaker).Value!.Value, 3);
        Assert.Equal(4, Holding(4).Configure(breaker).Wait(1).Breaker(breaker).Value!.Value, 3);
        Assert.Contains("short", Holding(-12).Configure(breaker).Wait(1).Breaker(breaker).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_hours_of_BTC_beta_is_unknown()
    {
        var breaker = Some.Watch("BETA_EXPOSURE", 1);
        var desk = new Desk().Read().Hold("ETHUSDT", 8, 2_500).Mark("ETHUSDT", 2_500).Past("ETHUSDT", Some.Wander(401, 2_500, seed: 1)).Configure(breaker).Wait(1);

        Assert.Null(desk.Breaker(breaker).Value);
        Assert.Contains("BTC", desk.Breaker(breaker).Explanation, StringComparison.Ordinal);
    }

    /// <summary>20,000 of BTC and some ETH at 2,500, which moves exactly alike, over 10,000 of equity.</summary>
    private static Desk Holding(decimal eth)
    {
        var btc = Some.Wander(401, 100_000, seed: 12);
        var quantity = eth * 2;
        return new Desk().Read().Hold("BTCUSDT", 0.2m, 100_000).Hold("ETHUSDT", quantity, 2_500).Mark("BTCUSDT", 100_000).Mark("ETHUSDT", 2_500)
            .Past("BTCUSDT", btc).Past("ETHUSDT", [.. btc.Select(close => close / 40)]);
    }
}
