using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class VolatilityTests
{
    private static readonly CircuitBreaker Ratio = Some.Watch("VOLATILITY", 2.5m).With("short_minutes", "1").With("long_minutes", "20") with
    {
        MeasureScope = new() { Symbols = ["BTCUSDT"] },
    };

    [Fact]
    public void While_warming_up_it_is_unknown_and_then_calm()
    {
        var desk = new Desk().Configure(Ratio).Read();
        Minutes(desk, 21);
        Assert.Null(desk.Breaker(Ratio).Value);

        Minutes(desk, 1);

        Assert.InRange(desk.Breaker(Ratio).Value!.Value, 0.9m, 1.1m);
    }

    [Fact]
    public void A_violent_minute_trips_and_calm_clears()
    {
        var desk = Minutes(new Desk().Configure(Ratio).Read(), 25);

        desk.Mark("BTCUSDT", 103_000, 60).Mark("BTCUSDT", 103_000, 60).Wait(0);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Ratio));
        desk.Mark("BTCUSDT", 103_050, 60).Mark("BTCUSDT", 103_000, 60).Wait(0);

        Assert.Equal(BreakerEventKind.Rearmed, desk.Told(Ratio)[^1]);
    }

    [Fact]
    public void The_absolute_figure_is_annualised()
    {
        // Every minute moves by ln(1.001), up and down: 0.0009995 x sqrt(525,600).
        var breaker = Ratio.With("measure", "ABSOLUTE") with { Threshold = 9 };
        var desk = Minutes(new Desk().Configure(breaker).Read(), 25);

        Assert.Equal(Math.Log(1.001) * Math.Sqrt(525_600), (double)desk.Breaker(breaker).Value!.Value, 7);
    }

    [Fact]
    public void The_last_move_in_standard_deviations_ignores_its_direction()
    {
        var breaker = Ratio.With("measure", "Z_SCORE") with { Threshold = 4 };
        var desk = Minutes(new Desk().Configure(breaker).Read(), 25);

        desk.Mark("BTCUSDT", 95_000, 60).Mark("BTCUSDT", 95_000, 60).Wait(0);

        // One of twenty moves is large: (1 - 1/20) / (1/sqrt(20)) = 4.2485.
        Assert.Equal(4.2485, (double)desk.Breaker(breaker).Value!.Value, 0.001);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(breaker));
    }

    [Fact]
    public void Without_names_it_watches_what_is_held()
    {
        var breaker = Ratio with { MeasureScope = Etrms.Domain.Risk.Scope.Global };
        var desk = Minutes(new Desk().Configure(breaker).Read(), 25);
        Assert.Equal(0, desk.Breaker(breaker).Value);

        desk.Hold("BTCUSDT", 0.1m, 100_000).Wait(0);

        Assert.True(desk.Breaker(breaker).Value > 0.9m);
    }

    [Fact]
    public void A_gap_is_no_return()
    {
        var desk = Minutes(new Desk().Configure(Ratio).Read(), 25);

        desk.Mark("BTCUSDT", 150_000, 600).Mark("BTCUSDT", 150_000, 60).Wait(0);

        Assert.Empty(desk.Events);
    }

    [Fact]
    public void What_was_seen_survives_a_restart()
    {
        var desk = Minutes(new Desk().Configure(Ratio).Read(), 25);
        var before = desk.Breaker(Ratio).Value;

        desk.Restart();

        Assert.NotNull(before);
        Assert.Equal(before, desk.Breaker(Ratio).Value);
    }

    [Fact]
    public void The_long_window_must_be_20_times_the_short_one() =>
        Assert.Contains(BreakerValidation.Validate(Ratio.With("short_minutes", "2")), fault => fault.Field == "settings.long_minutes");

    /// <summary>Minutes that move up and down by a thousandth.</summary>
    private static Desk Minutes(Desk desk, int count)
    {
        for (var i = 0; i < count; i++)
        {
            desk.Mark("BTCUSDT", desk.Now.Minute % 2 == 0 ? 100_000 : 100_100, 60).Wait(0);
        }

        return desk;
    }
}
