using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Breakers.Conditions;

public sealed class DisconnectedTests
{
    private static readonly CircuitBreaker Lost = Some.Watch("DISCONNECTED", 20);

    [Fact]
    public void While_every_feed_is_fresh_it_is_0() =>
        Assert.Equal(0, Holding().Live(TimeSpan.FromSeconds(20), "BTCUSDT", 100_000).Breaker(Lost).Value);

    [Fact]
    public void FC_04_A_private_stream_that_dies_silently_trips_while_prices_flow()
    {
        var desk = Holding().Live(TimeSpan.FromSeconds(28), "BTCUSDT", 100_000);
        Assert.Empty(desk.Events);

        desk.Live(TimeSpan.FromSeconds(4), "BTCUSDT", 100_000);
        Assert.Contains("private stream", desk.Events.Single().Explanation, StringComparison.Ordinal);
        desk.Stream(true).Live(TimeSpan.FromSeconds(12), "BTCUSDT", 100_000);

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Resolved, BreakerEventKind.Rearmed], desk.Told(Lost));
    }

    [Fact]
    public void A_stream_that_was_found_dead_counts_from_its_last_sign()
    {
        var desk = Holding().Mark("BTCUSDT", 100_000, 2).Stream(false).Wait(1);

        Assert.Equal(3.0m, desk.Breaker(Lost).Value);
    }

    [Fact]
    public void Prices_that_stop_are_the_worst_feed()
    {
        var desk = Holding().Wait(21);

        Assert.Contains("mark prices", desk.Events.Single().Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_clear_only_after_every_feed_was_fresh_for_ten_seconds()
    {
        var desk = Holding();
        desk.Wait(30);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Lost));

        desk.Stream(true).Live(TimeSpan.FromSeconds(8), "BTCUSDT", 100_000);
        Assert.Equal([BreakerEventKind.Triggered], desk.Told(Lost));
        desk.Live(TimeSpan.FromSeconds(8), "BTCUSDT", 100_000);

        Assert.Equal([BreakerEventKind.Triggered, BreakerEventKind.Resolved, BreakerEventKind.Rearmed], desk.Told(Lost));
    }

    [Fact]
    public void Flat_needs_no_feed() => Assert.Equal(0, new Desk().Read().Configure(Lost).Wait(100).Breaker(Lost).Value);

    [Fact]
    public void Silence_while_we_were_down_was_nobodys_fault()
    {
        var desk = Holding().Restart();

        desk.Wait(100);

        Assert.Equal(0, desk.Breaker(Lost).Value);
    }

    private static Desk Holding() =>
        new Desk().Stream(true).Read().Hold("BTCUSDT", 0.1m, 100_000).Mark("BTCUSDT", 100_000, 0).Configure(Lost);
}
