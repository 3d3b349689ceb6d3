using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class UnprotectedPositionTests
{
    private static readonly CircuitBreaker Bare = Some.Watch("UNPROTECTED_POSITION", 30);

    [Fact]
    public void A_position_without_a_stop_trips_after_its_time_and_clears_once_protected()
    {
        var desk = Holding().Live(TimeSpan.FromSeconds(29), "BTCUSDT", 100_000);
        Assert.Empty(desk.Events);

        desk.Wait(1);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Bare));
        desk.Hear(Some.Stop("BTCUSDT", 0.1m, 95_000)).Wait(0.25);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(Bare)[^1]);
    }

    [Theory]
    [InlineData(0.099, OrderType.StopMarket, true)]
    [InlineData(0.098, OrderType.StopMarket, false)]
    [InlineData(0.1, OrderType.TrailingStopMarket, true)]
    [InlineData(0.1, OrderType.TakeProfitMarket, false)]
    [InlineData(-0.1, OrderType.StopMarket, false)]
    public void Stops_of_the_right_side_must_cover_99_percent(double quantity, OrderType type, bool isProtected)
    {
        var desk = Holding().Hear(Some.Stop("BTCUSDT", (decimal)quantity, 95_000, type: type)).Wait(1).Wait(1);

        Assert.Equal(isProtected, desk.Breaker(Bare).Value == 0);
    }

    [Fact]
    public void Several_stops_add_up_and_one_that_closes_everything_covers_all()
    {
        var two = Holding().Hear(Some.Stop("BTCUSDT", 0.05m, 95_000)).Hear(Some.Stop("BTCUSDT", 0.05m, 94_000, "s2")).Wait(1).Wait(1);
        var all = Holding().Hear(Some.Stop("BTCUSDT", 0, 95_000) with { Side = OrderSide.Sell, ClosePosition = true }).Wait(1).Wait(1);

        Assert.Equal(0, two.Breaker(Bare).Value);
        Assert.Equal(0, all.Breaker(Bare).Value);
    }

    [Fact]
    public void FC_63_A_stop_that_is_cancelled_starts_the_clock()
    {
        var stop = Some.Stop("BTCUSDT", 0.1m, 95_000);
        var desk = Holding().Hear(stop).Live(TimeSpan.FromSeconds(20), "BTCUSDT", 100_000, stop);

        desk.Hear(stop with { Status = OrderStatus.Canceled }).Wait(0.25).Live(TimeSpan.FromSeconds(31), "BTCUSDT", 100_000);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Bare));
    }

    [Fact]
    public void FC_17_A_flat_symbol_is_not_unprotected()
    {
        var desk = Holding().Wait(20).Hold("BTCUSDT", 0, 0).Wait(20);

        Assert.Empty(desk.Events);
    }

    [Fact]
    public void Before_the_account_is_confirmed_it_is_unknown()
    {
        var desk = Holding().Wait(70);

        Assert.Null(desk.Breaker(Bare).Value);
        Assert.DoesNotContain(BreakerEventKind.Triggered, desk.Told(Bare));
    }

    [Fact]
    public void The_time_goes_on_over_a_restart()
    {
        var desk = Holding().Wait(1).Wait(20).Restart();

        desk.Wait(9.5);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Bare));
    }

    private static Desk Holding() => new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Read().Configure(Bare);
}
