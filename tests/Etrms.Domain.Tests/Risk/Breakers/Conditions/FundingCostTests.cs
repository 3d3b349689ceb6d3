using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class FundingCostTests
{
    private static readonly CircuitBreaker Cost = Some.Watch("FUNDING_COST", 0.01m);
    private static readonly DateTimeOffset Next = Desk.Start.AddHours(4);

    [Fact]
    public void A_day_of_the_present_rate_over_equity_trips_at_the_threshold_and_clears_when_it_falls()
    {
        var desk = Holding(0.3m).Foretell("BTCUSDT", 100_000, 0.001m, Next).Wait(0);
        Assert.Equal(0.009m, desk.Breaker(Cost).Value);
        Assert.Empty(desk.Events);

        desk.Foretell("BTCUSDT", 100_000, 0.00112m, Next).Wait(0);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Cost));
        desk.Foretell("BTCUSDT", 100_000, 0.0001m, Next).Wait(0);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(Cost)[^1]);
    }

    [Fact]
    public void A_short_earns_what_a_long_pays()
    {
        var desk = Holding(-0.3m).Foretell("BTCUSDT", 100_000, 0.002m, Next).Wait(0);

        Assert.Equal(0, desk.Breaker(Cost).Value);
        Assert.Contains("earns 180.00", desk.Breaker(Cost).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_is_learned_from_two_fundings()
    {
        var desk = Holding(0.3m).Foretell("BTCUSDT", 100_000, 0.001m, Next).Foretell("BTCUSDT", 100_000, 0.0001m, Next.AddHours(1)).Wait(0);

        Assert.Equal(0.0072m, desk.Breaker(Cost).Value);
    }

    [Fact]
    public void Without_a_rate_or_with_an_old_one_it_is_unknown()
    {
        var desk = Holding(0.3m).Wait(0);
        Assert.Equal("unknown: a funding rate has not been told yet", desk.Breaker(Cost).Explanation);

        desk.Foretell("BTCUSDT", 100_000, 0.001m, Next).Live(TimeSpan.FromMinutes(61), "BTCUSDT", 100_000);

        Assert.Equal("unknown: a funding rate is stale", desk.Breaker(Cost).Explanation);
    }

    [Fact]
    public void What_was_foretold_survives_a_restart() =>
        Assert.Equal(0.009m, Holding(0.3m).Foretell("BTCUSDT", 100_000, 0.001m, Next).Restart().Breaker(Cost).Value);

    private static Desk Holding(decimal quantity) =>
        new Desk().Read().Hold("BTCUSDT", quantity, 100_000).Mark("BTCUSDT", 100_000).Configure(Cost);
}
