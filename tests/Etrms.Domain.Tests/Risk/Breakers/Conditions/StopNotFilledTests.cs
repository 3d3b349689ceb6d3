using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class StopNotFilledTests
{
    private static readonly CircuitBreaker Passed = Some.Watch("STOP_NOT_FILLED", 5);
    private static readonly Order Stop = Some.Stop("BTCUSDT", 0.1m, 95_000, type: OrderType.Stop) with { Price = 94_900 };

    [Fact]
    public void FC_40_A_passed_stop_that_still_rests_trips_after_its_grace_and_clears_when_filled()
    {
        var desk = Holding().Live(TimeSpan.FromSeconds(10), "BTCUSDT", 95_100, Stop).Mark("BTCUSDT", 94_000).Wait(0);
        Assert.Empty(desk.Events);

        desk.Live(TimeSpan.FromSeconds(5), "BTCUSDT", 94_000, Stop);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Passed));
        desk.Hear(Stop with { Status = OrderStatus.Filled }).Wait(0.25);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(Passed)[^1]);
    }

    [Theory]
    [InlineData("77", "its-own")]
    [InlineData(null, "s1")]
    public void FC_40_a_released_stop_that_no_reading_lists_counts_while_the_order_it_became_waits(string? told, string clientOrderId)
    {
        var child = Some.Limit("BTCUSDT", -0.1m, 94_900, "77") with { ClientOrderId = clientOrderId, ReduceOnly = true };
        var desk = Holding().Mark("BTCUSDT", 94_000).Hear(Stop with { ReleasedOrderId = told }).Hear(child).Wait(0);

        desk.Live(TimeSpan.FromSeconds(6), "BTCUSDT", 94_000, child);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Passed));
        desk.Read().Wait(0.25);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(Passed)[^1]);
    }

    [Fact]
    public void A_stop_that_is_gone_does_not_live_on_in_another_order()
    {
        var target = Some.Limit("BTCUSDT", -0.1m, 94_900, "78") with { ReduceOnly = true };

        var desk = Holding().Mark("BTCUSDT", 94_000).Wait(0).Live(TimeSpan.FromSeconds(6), "BTCUSDT", 94_000, target);

        Assert.Empty(desk.Events);
        Assert.Equal(0, desk.Breaker(Passed).Value);
    }

    [Fact]
    public void A_short_is_passed_from_below()
    {
        var stop = Some.Stop("BTCUSDT", -0.1m, 105_000);
        var desk = new Desk().Read().Hold("BTCUSDT", -0.1m, 100_000).Mark("BTCUSDT", 100_000).Read(stop).Configure(Passed);

        desk.Mark("BTCUSDT", 105_000).Wait(1).Wait(1);

        Assert.Equal(1, desk.Breaker(Passed).Value);
    }

    [Fact]
    public void Without_a_fresh_mark_it_is_unknown() => Assert.Null(Holding().Wait(20).Breaker(Passed).Value);

    [Fact]
    public void The_time_goes_on_over_a_restart()
    {
        var desk = Holding().Mark("BTCUSDT", 94_000).Wait(0).Wait(3).Restart();

        desk.Wait(2);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Passed));
    }

    private static Desk Holding() => new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Read(Stop).Configure(Passed);
}
