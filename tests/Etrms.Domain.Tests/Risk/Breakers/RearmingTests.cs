using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers;

/// <summary>How a tripped breaker comes to be armed again, and what keeps it from it.</summary>
public sealed class RearmingTests
{
    private static readonly Qualification AtOnce = new(TimeSpan.Zero, 1);

    [Fact]
    public void FC_26_The_fourth_automatic_rearm_of_a_day_latches()
    {
        var breaker = Guard(BreakerActionKind.PauseTrading) with { Rearm = new(RearmMode.AutoTime) { After = TimeSpan.FromMinutes(1) } };
        var desk = new Desk().Read().Configure(breaker).Wait(1);

        for (var trip = 1; trip <= 4; trip++)
        {
            desk.Trade(-0.06m * desk.Wallet);
            Assert.Equal(trip, desk.Breaker(breaker).TripCount);
            desk.Wait(30).Read().Wait(31).Read();
        }

        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
        Assert.Equal(3, desk.Events.Count(e => e.Kind == BreakerEventKind.Rearmed));
    }

    [Fact]
    public void What_has_latched_stays_so_at_a_later_stage_and_on_the_next_day()
    {
        var breaker = Some.Drawdown(0.1m, BreakerActionKind.PauseTrading) with
        {
            Qualify = AtOnce,
            Stages = [new Stage(0.5m, [new(BreakerActionKind.PauseTrading)]), new Stage(1, [new(BreakerActionKind.PauseTrading) { PauseMode = PauseMode.NoOrders }])],
            Rearm = new(RearmMode.AutoTime) { After = TimeSpan.FromMinutes(1), MaxAutoRearms = 1 },
        };
        var desk = new Desk().Read().Configure(breaker).Wait(1);
        for (var trip = 1; trip <= 2; trip++)
        {
            desk.Trade(-0.06m * desk.Wallet).Wait(30).Read().Wait(31).Read();
        }

        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
        desk.Trade(-0.06m * desk.Wallet);
        Assert.Equal(BreakerEventKind.Stage, desk.Told(breaker)[^1]);
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
        desk.Wait(TimeSpan.FromDays(1)).Read().Wait(61).Read();

        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
        Assert.Single(desk.Told(breaker), BreakerEventKind.Rearmed);
    }

    [Fact]
    public void Time_in_the_dark_does_not_count_as_clear()
    {
        var breaker = Some.Breaker("LEVERAGE", 4, BreakerActionKind.PauseTrading) with
        {
            Qualify = AtOnce,
            Rearm = new(RearmMode.AutoRecover) { ClearFor = TimeSpan.FromSeconds(8) },
        };
        var desk = Long(breaker).Hold("BTCUSDT", 0.45m, 100_000).Hold("BTCUSDT", 0.2m, 100_000).Mark("BTCUSDT", 100_001);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);

        for (var second = 0; second < 7; second++)
        {
            desk.Wait(1);
        }

        desk.Live(TimeSpan.FromSeconds(4), "BTCUSDT", 100_000);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);
        desk.Live(TimeSpan.FromSeconds(9), "BTCUSDT", 100_000);

        Assert.Equal(BreakerStatus.Armed, desk.Breaker(breaker).Status);
    }

    [Theory]
    [InlineData(RearmMode.AutoTime, BreakerStatus.Armed)]
    [InlineData(RearmMode.Manual, BreakerStatus.CoolingDown)]
    public void A_trip_whose_breaker_is_set_to_manual_meanwhile_waits_for_the_trader(RearmMode mode, BreakerStatus afterwards)
    {
        var breaker = Guard(BreakerActionKind.PauseTrading) with { Rearm = new(RearmMode.AutoTime) { After = TimeSpan.FromMinutes(1) } };
        var desk = new Desk().Read().Configure(breaker).Wait(1).Trade(-600).Wait(1);
        Assert.Equal(BreakerStatus.CoolingDown, desk.Breaker(breaker).Status);

        desk.Configure(breaker with { Revision = breaker.Revision + 1, Rearm = breaker.Rearm with { Mode = mode } }).Wait(30).Read().Wait(31).Read().Wait(31).Read();

        Assert.Equal(afterwards, desk.Breaker(breaker).Status);
    }

    private static CircuitBreaker Guard(params BreakerActionKind[] actions) => Some.Drawdown(0.05m, actions) with { Qualify = AtOnce };

    private static Desk Long(params CircuitBreaker[] breakers) =>
        new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers).Mark("BTCUSDT", 100_000);
}
