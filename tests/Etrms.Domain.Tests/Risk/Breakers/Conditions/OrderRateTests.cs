using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class OrderRateTests
{
    private static readonly CircuitBreaker Rate = Some.Watch("ORDER_RATE", 3);

    [Fact]
    public void New_orders_of_the_last_minute_count_once_each()
    {
        var desk = new Desk().Read().Configure(Rate);
        for (var i = 0; i < 2; i++)
        {
            desk.Hear(Order($"{i}")).Hear(Order($"{i}") with { Status = OrderStatus.Filled });
        }

        Assert.Equal(2, desk.Wait(1).Breaker(Rate).Value);
        desk.Hear(Order("x")).Wait(0.25);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Rate));
    }

    [Fact]
    public void After_a_quiet_minute_it_is_clear()
    {
        var desk = new Desk().Read().Configure(Rate).Hear(Order("1")).Hear(Order("2")).Hear(Order("3")).Wait(1);

        desk.Wait(59);

        Assert.Equal(0, desk.Breaker(Rate).Value);
        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(Rate)[^1]);
    }

    [Fact]
    public void What_a_reading_finds_resting_was_not_placed_just_now()
    {
        var desk = new Desk().Configure(Rate).Read(Order("1"), Order("2")).Hear(Order("1") with { Price = 99 }).Wait(0.25);

        Assert.Equal(0, desk.Breaker(Rate).Value);
    }

    [Fact]
    public void Refusals_and_failed_attempts_of_ours_can_be_counted_instead()
    {
        var refusals = Rate.With("counts", "REFUSALS");
        var desk = new Desk().Read().Configure(refusals).Hear(Order("1")).Hear(Order("2") with { Status = OrderStatus.Rejected });

        var report = new ActionReport(Guid.NewGuid(), Desk.Account, Some.Id("BTCUSDT"), PositionSide.Both, ActionOutcome.Retrying, null, "");
        desk.Post(new RiskEvent.ActionReported(report) { Times = desk.Times });

        Assert.Equal(2, desk.Wait(0.25).Breaker(refusals).Value);
    }

    [Fact]
    public void The_minute_goes_on_over_a_restart()
    {
        var desk = new Desk().Read().Configure(Rate).Hear(Order("1")).Hear(Order("2")).Wait(10).Restart();

        Assert.Equal(2, desk.Hear(Order("1")).Wait(10).Breaker(Rate).Value);
        Assert.Equal(0, desk.Wait(40).Breaker(Rate).Value);
    }

    private static Order Order(string id) => Some.Limit("BTCUSDT", 0.01m, 90_000, id);
}
