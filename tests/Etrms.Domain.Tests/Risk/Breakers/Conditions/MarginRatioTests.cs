using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class MarginRatioTests
{
    private static readonly CircuitBreaker Ratio = Some.Watch("MARGIN_RATIO", 0.1m);

    [Fact]
    public void Maintenance_margin_over_balance_trips_at_the_threshold_and_clears_below_nine_tenths()
    {
        // 1 BTC at 96,000: maintenance 96,000 x 0.5 % - 50 = 430, balance 10,000 - 4,000 = 6,000.
        var desk = Holding().Mark("BTCUSDT", 96_000);
        Assert.Equal(430m / 6_000, desk.Breaker(Ratio).Value);

        desk.Mark("BTCUSDT", 94_000);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Ratio));
        Assert.Equal(420m / 4_000, desk.Snapshot.Book.MarginRatio);
        desk.Mark("BTCUSDT", 94_300);
        Assert.DoesNotContain(BreakerEventKind.Resolved, desk.Told(Ratio));
        desk.Mark("BTCUSDT", 95_500);

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Resolved, BreakerEventKind.Rearmed], desk.Told(Ratio));
    }

    [Fact]
    public void Without_a_margin_table_it_is_unknown_and_does_not_trip()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", 1, 100_000).Mark("BTCUSDT", 100_000).Configure(Ratio);

        desk.Mark("BTCUSDT", 90_500);

        Assert.Null(desk.Breaker(Ratio).Value);
        Assert.Equal("unknown: a margin table of the venue is not loaded", desk.Breaker(Ratio).Explanation);
        Assert.Empty(desk.Events);
    }

    [Fact]
    public void Equity_that_is_gone_trips()
    {
        var desk = Holding().Mark("BTCUSDT", 89_000);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Ratio));
    }

    [Fact]
    public void After_a_restart_it_goes_on_as_before()
    {
        var desk = Holding().Mark("BTCUSDT", 96_000).Restart();

        desk.Mark("BTCUSDT", 94_000);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Ratio));
    }

    private static Desk Holding() => new Desk()
        .Post(new RiskEvent.InstrumentsLoaded([Some.Margined("BTCUSDT")]) { Times = new(Desk.Start, Desk.Start, Desk.Start) })
        .Read().Hold("BTCUSDT", 1, 100_000).Mark("BTCUSDT", 100_000).Configure(Ratio);
}
