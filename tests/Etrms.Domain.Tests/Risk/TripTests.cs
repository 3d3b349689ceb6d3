using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk;

public sealed class TripTests
{
    [Fact]
    public void Drawdown_past_the_limit_trips_the_breaker_and_closes_every_position()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };
        var desk = new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker);

        desk.Mark("BTCUSDT", 98_000);

        var reduction = Assert.Single(desk.Reductions);
        Assert.Equal((Some.Id("BTCUSDT"), 0m), (reduction.Instrument, reduction.Target));
        var e = Assert.Single(desk.Events);
        Assert.Equal((BreakerEventKind.Triggered, 0.06m), (e.Kind, e.Value));
        Assert.Equal(BreakerStatus.Acting, desk.Breaker(breaker).Status);
        Assert.Equal(Posture.Flatten, desk.Snapshot.Posture);
    }

    [Fact]
    public void When_the_targets_are_met_the_breaker_latches_and_refuses_new_risk()
    {
        var breaker = Some.Drawdown(0.05m) with { Qualify = new(TimeSpan.Zero, 1) };
        var desk = new Desk().Read().Hold("BTCUSDT", 0.3m, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker).Mark("BTCUSDT", 98_000);

        desk.Execute();

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Acted], desk.Events.Select(e => e.Kind));
        Assert.Equal(BreakerStatus.Latched, desk.Breaker(breaker).Status);
        Assert.Equal(Posture.NoNewRisk, desk.Snapshot.Posture);
    }
}
