using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class TrailingStopTests
{
    private static readonly CircuitBreaker Trail = Some.Watch("TRAILING_STOP", 0.05m);

    [Fact]
    public void A_long_trips_when_it_has_given_back_the_share_of_its_best_price_and_not_a_tick_before()
    {
        var desk = Long(Trail).Marks("BTCUSDT", 110_000, 104_500.1m);
        Assert.Empty(desk.Events);

        desk.Mark("BTCUSDT", 104_500);

        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Trail));
        Assert.Contains("best 110000, now 104500", desk.Events[0].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_measures_from_its_lowest_price()
    {
        var desk = new Desk().Read().Hold("BTCUSDT", -0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(Trail);

        desk.Marks("BTCUSDT", 80_000, 83_999);
        Assert.Empty(desk.Events);
        desk.Mark("BTCUSDT", 84_000);

        Assert.Equal(0.05m, desk.Events.Single().Value);
    }

    [Fact]
    public void Adding_keeps_the_best_price_and_a_new_side_starts_anew()
    {
        var desk = Long(Trail).Mark("BTCUSDT", 104_000);

        desk.Hold("BTCUSDT", 0.2m, 102_000).Mark("BTCUSDT", 99_900);
        Assert.Equal(1 - (99_900m / 104_000), desk.Breaker(Trail).Value);
        desk.Hold("BTCUSDT", -0.2m, 99_900).Mark("BTCUSDT", 99_900);

        Assert.Equal(0, desk.Breaker(Trail).Value);
    }

    [Fact]
    public void It_waits_for_the_profit_that_activates_it()
    {
        var trail = Trail.With("activate_at", "0.1");
        var desk = Long(trail).Marks("BTCUSDT", 109_000, 90_000);
        Assert.Empty(desk.Events);

        desk.Marks("BTCUSDT", 110_000, 104_000);

        Assert.Single(desk.Events);
    }

    [Fact]
    public void In_R_it_is_unknown_until_a_stop_was_seen_and_then_counts_in_what_that_stop_risked()
    {
        var trail = Some.Watch("TRAILING_STOP", 2).With("unit", "R");
        var desk = Long(trail).Mark("BTCUSDT", 103_000);
        Assert.Null(desk.Breaker(trail).Value);
        Assert.Contains("R is not known", desk.Breaker(trail).Explanation, StringComparison.Ordinal);

        desk.Hear(Some.Stop("BTCUSDT", 0.1m, 99_000)).Hear(Some.Stop("BTCUSDT", 0.1m, 101_000, "s2")).Marks("BTCUSDT", 103_000, 101_000);

        Assert.Equal(2, desk.Events[^1].Value);
        Assert.Equal(BreakerEventKind.Triggered, desk.Events[^1].Kind);
    }

    [Fact]
    public void The_best_price_and_R_survive_a_restart()
    {
        var trail = Some.Watch("TRAILING_STOP", 4).With("unit", "R");
        var desk = Long(Trail, trail with { Id = Guid.NewGuid() }).Hear(Some.Stop("BTCUSDT", 0.1m, 99_000)).Mark("BTCUSDT", 104_000);

        desk.Restart().Marks("BTCUSDT", 101_000);

        Assert.Equal([1 - (101_000m / 104_000), 3], desk.Snapshot.Breakers.Select(breaker => breaker.Value!.Value).Order());
    }

    [Fact]
    public void Another_contracts_unknown_R_does_not_blind_the_watch_over_this_one()
    {
        var trail = Some.Watch("TRAILING_STOP", 2).With("unit", "R");
        var desk = Long(trail).Hear(Some.Stop("BTCUSDT", 0.1m, 99_000)).Hold("ETHUSDT", 1, 2_500).Mark("ETHUSDT", 2_500);

        desk.Marks("BTCUSDT", 103_000, 101_000);

        Assert.Contains(desk.Events, e => e.Kind == BreakerEventKind.Triggered);
    }

    [Fact]
    public void In_ATR_it_is_unknown_without_hours_and_then_counts_in_what_a_usual_hour_moves()
    {
        var trail = Some.Watch("TRAILING_STOP", 2).With("unit", "ATR");
        var desk = Long(trail).Mark("BTCUSDT", 103_000);
        Assert.Contains("true range", desk.Breaker(trail).Explanation, StringComparison.Ordinal);

        // Every hour moves by 500.
        desk.Past("BTCUSDT", [.. Enumerable.Range(0, 30).Select(hour => 100_000m + (500 * (hour % 2)))]).Mark("BTCUSDT", 102_500);
        Assert.Equal(1, desk.Breaker(trail).Value);
        desk.Restart().Mark("BTCUSDT", 102_000);

        Assert.Equal(2, desk.Events[^1].Value);
        Assert.Equal(BreakerEventKind.Triggered, desk.Events[^1].Kind);
    }

    private static Desk Long(params CircuitBreaker[] breakers) =>
        new Desk().Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000).Configure(breakers);
}
