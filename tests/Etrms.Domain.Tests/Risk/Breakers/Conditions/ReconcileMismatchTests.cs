using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class ReconcileMismatchTests
{
    private static readonly CircuitBreaker Off = Some.Watch("RECONCILE_MISMATCH", 10);

    [Fact]
    public void A_quantity_that_no_fill_explains_trips_after_its_time_and_clears_with_the_fill()
    {
        var desk = new Desk().Read().Configure(Off).Hold("BTCUSDT", 0.1m, 100_000).Wait(9);
        Assert.Empty(desk.Events);

        desk.Wait(1);
        Assert.Contains("BTCUSDT by fills differs", desk.Events.Single().Explanation, StringComparison.Ordinal);
        desk.Fill("BTCUSDT", 0.1m, 100_000);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(Off)[^1]);
    }

    [Fact]
    public void A_difference_of_a_lot_is_none() =>
        Assert.Equal(0, new Desk().Read().Configure(Off).Hold("BTCUSDT", 0.001m, 100_000).Wait(20).Breaker(Off).Value);

    [Fact]
    public void A_balance_that_nothing_explains_trips()
    {
        var desk = new Desk().Read().Configure(Off).Balance(9_000).Wait(10);

        Assert.Contains("-1,000.00 of the balance has no booking", desk.Events.Single().Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_reading_it_is_unknown() => Assert.Null(new Desk().Configure(Off).Wait(1).Breaker(Off).Value);

    [Fact]
    public void The_time_goes_on_over_a_restart()
    {
        var desk = new Desk().Read().Configure(Off).Balance(9_000).Wait(6).Restart();

        desk.Wait(4);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Off));
    }
}
