using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class ExposureTests
{
    [Theory]
    [InlineData("GROSS", 3.5)]
    [InlineData("NET", 0.5)]
    [InlineData("LONG", 2)]
    [InlineData("SHORT", 1.5)]
    public void Each_side_is_its_notional_over_equity(string side, double expected)
    {
        var breaker = Some.Watch("EXPOSURE", 9).With("side", side);

        Assert.Equal((decimal)expected, Hedged(breaker).Breaker(breaker).Value);
    }

    [Fact]
    public void By_coin_the_largest_counts()
    {
        var breaker = Some.Watch("EXPOSURE", 2).With("side", "NET").With("by", "UNDERLYING");
        var desk = Hedged(breaker);

        Assert.Equal(2, desk.Breaker(breaker).Value);
        Assert.Contains("in BTC", desk.Events.Single().Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void It_trips_at_the_threshold_and_clears_below_it()
    {
        var breaker = Some.Watch("EXPOSURE", 3.6m);
        var desk = Hedged(breaker).Hold("ETHUSDT", -6.4m, 2_500);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(breaker));
        desk.Hold("ETHUSDT", -6, 2_500);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(breaker)[^1]);
    }

    [Fact]
    public void Stale_prices_make_it_unknown_and_never_clear_it()
    {
        var breaker = Some.Watch("EXPOSURE", 3);
        var desk = Hedged(breaker).Wait(10);

        desk.Hold("ETHUSDT", -1, 2_500);

        Assert.Null(desk.Breaker(breaker).Value);
        Assert.DoesNotContain(BreakerEventKind.Rearmed, desk.Told(breaker));
    }

    [Fact]
    public void After_a_restart_it_measures_the_same()
    {
        var breaker = Some.Watch("EXPOSURE", 9).With("side", "NET");

        Assert.Equal(0.5m, Hedged(breaker).Restart().Breaker(breaker).Value);
    }

    /// <summary>10,000 of equity, 20,000 long in BTC and 15,000 short in ETH.</summary>
    private static Desk Hedged(CircuitBreaker breaker) => new Desk().Read()
        .Hold("BTCUSDT", 0.2m, 100_000).Hold("ETHUSDT", -6, 2_500).Marks("BTCUSDT", 100_000).Marks("ETHUSDT", 2_500).Configure(breaker);
}
