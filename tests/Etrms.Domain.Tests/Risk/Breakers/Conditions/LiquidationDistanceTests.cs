using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class LiquidationDistanceTests
{
    private static readonly CircuitBreaker Distance = Some.Watch("LIQUIDATION_DISTANCE", 0.05m);

    [Fact]
    public void It_trips_at_or_below_the_threshold_and_clears_a_fifth_above_it()
    {
        // Liquidation of 1 BTC with 10,000: (10,000 + 50 - 100,000) / (0.005 - 1) = 90,402.01.
        var desk = Holding(Distance).Mark("BTCUSDT", 96_000);
        Assert.Equal((96_000 - 90_402.0100502m) / 96_000, desk.Breaker(Distance).Value!.Value, 9);
        Assert.Empty(desk.Events);

        desk.Mark("BTCUSDT", 95_100);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Distance));
        Assert.True(desk.Breaker(Distance).Progress >= 1);
        desk.Mark("BTCUSDT", 95_500);
        Assert.Single(desk.Events);
        desk.Mark("BTCUSDT", 96_500);

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Resolved, BreakerEventKind.Rearmed], desk.Told(Distance));
    }

    [Fact]
    public void An_earlier_stage_stands_at_a_larger_distance()
    {
        var staged = Distance with { Stages = Some.Stages((0.5m, BreakerActionKind.Notify), (1, BreakerActionKind.CancelOrders)) };
        var desk = Holding(staged).Mark("BTCUSDT", 99_900);

        Assert.Equal(0.5m, desk.Events.Single().StageAt);
        Assert.Contains("falls, at 10 % it will notify you and at 5 % it will cancel", BreakerSentence.Describe(staged), StringComparison.Ordinal);
    }

    [Fact]
    public void A_smaller_threshold_is_looser_and_a_larger_one_tighter()
    {
        Assert.Equal(BreakerChange.Looser, BreakerComparison.Compare(Distance, Distance with { Threshold = 0.02m }));
        Assert.Equal(BreakerChange.Tighter, BreakerComparison.Compare(Distance, Distance with { Threshold = 0.08m }));
    }

    [Fact]
    public void Without_table_and_venue_figure_it_is_unknown()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", 1, 100_000).Mark("BTCUSDT", 100_000).Configure(Distance).Mark("BTCUSDT", 90_100);

        Assert.Null(desk.Breaker(Distance).Value);
        Assert.Empty(desk.Events);
    }

    [Fact]
    public void Flat_is_far_from_liquidation() =>
        Assert.Equal(BreakerStatus.Armed, new Desk().Read().Configure(Distance).Wait(1).Breaker(Distance).Status);

    [Fact]
    public void Jointly_two_positions_are_nearer_than_each_alone_and_the_clock_finds_it()
    {
        var joint = Distance.With("of", "JOINT") with { Threshold = 0.04m };
        var desk = new Desk();
        desk.Post(new RiskEvent.InstrumentsLoaded([Some.Margined("BTCUSDT"), Some.Margined("ETHUSDT")]) { Times = desk.Times }).Read();
        desk.Hold("BTCUSDT", 1, 100_000).Hold("ETHUSDT", 40, 2_500).Mark("BTCUSDT", 100_000).Mark("ETHUSDT", 2_500).Configure(joint).Wait(0.25);

        // Both 100,000 with 10,000: 10,000 - 200,000 s = 900 - 1,000 s.
        Assert.Equal(9_100m / 199_000, desk.Breaker(joint).Value!.Value, 5);
        Assert.Empty(desk.Events);
        desk.Mark("BTCUSDT", 98_700).Wait(0.25);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(joint));
        desk.Hold("ETHUSDT", 0, 0);
        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(joint)[^1]);
    }

    [Fact]
    public void Jointly_it_is_unknown_without_a_margin_table()
    {
        var joint = Distance.With("of", "JOINT");
        var desk = new Desk().Read().Hold("BTCUSDT", 1, 100_000).Mark("BTCUSDT", 100_000).Configure(joint);

        Assert.Equal("unknown: a margin table of the venue is not loaded", desk.Breaker(joint).Explanation);
    }

    [Fact]
    public void After_a_restart_it_goes_on_as_before() =>
        Assert.Equal([BreakerEventKind.Triggered], Holding(Distance).Mark("BTCUSDT", 96_000).Restart().Mark("BTCUSDT", 95_000).Told(Distance));

    /// <summary>The quick bound must never hide a position that is near: every price down to the liquidation is tried.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_quick_bound_never_hides_a_position_that_is_near(int sign)
    {
        for (var move = 0m; move < 0.09m; move += 0.003m)
        {
            var desk = Holding(Distance, sign).Mark("BTCUSDT", 100_000 * (1 - (sign * move)));

            Assert.Equal(desk.Snapshot.Positions.Single().LiquidationDistance <= 0.05m, desk.Events.Any());
        }
    }

    private static Desk Holding(CircuitBreaker breaker, int quantity = 1) => new Desk()
        .Post(new RiskEvent.InstrumentsLoaded([Some.Margined("BTCUSDT")]) { Times = new(Desk.Start, Desk.Start, Desk.Start) })
        .Read().Hold("BTCUSDT", quantity, 100_000).Mark("BTCUSDT", 100_000).Configure(breaker);
}
