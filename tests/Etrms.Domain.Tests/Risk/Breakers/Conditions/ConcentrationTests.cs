using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class ConcentrationTests
{
    [Fact]
    public void Squared_shares_add_up_by_coin()
    {
        var breaker = Some.Watch("CONCENTRATION", 0.9m);

        Assert.Equal(0.625m, TwoCoins(breaker).Breaker(breaker).Value);
        Assert.Equal(0.75m, TwoCoins(breaker.With("measure", "LARGEST")).Breaker(breaker).Value);
    }

    [Fact]
    public void It_trips_with_the_clock_and_clears_when_spread_again()
    {
        var breaker = Some.Watch("CONCENTRATION", 0.625m);
        var desk = TwoCoins(breaker).Wait(0.25);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(breaker));
        desk.Hold("ETHUSDT", 12, 2_500);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(breaker)[^1]);
    }

    [Fact]
    public void One_position_alone_is_not_judged()
    {
        var breaker = Some.Watch("CONCENTRATION", 0.5m);
        var desk = new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker).Wait(1);

        Assert.Empty(desk.Events);
        Assert.Equal(0, desk.Breaker(breaker).Value);
        Assert.StartsWith("fewer than two", desk.Breaker(breaker).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stale_mark_makes_it_unknown()
    {
        var breaker = Some.Watch("CONCENTRATION", 0.5m);

        Assert.Null(TwoCoins(breaker).Wait(10).Breaker(breaker).Value);
    }

    [Fact]
    public void After_a_restart_it_measures_the_same()
    {
        var breaker = Some.Watch("CONCENTRATION", 0.9m);

        Assert.Equal(0.625m, TwoCoins(breaker).Restart().Breaker(breaker).Value);
    }

    /// <summary>Three quarters in BTC, one in ETH.</summary>
    private static Desk TwoCoins(CircuitBreaker breaker) => new Desk().Read()
        .Hold("BTCUSDT", 0.3m, 100_000).Hold("ETHUSDT", 4, 2_500).Mark("BTCUSDT", 100_000).Mark("ETHUSDT", 2_500).Configure(breaker);
}
