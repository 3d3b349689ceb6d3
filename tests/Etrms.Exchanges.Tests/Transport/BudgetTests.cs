using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Tests.Transport;

public sealed class BudgetTests
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_fifth_of_the_weight_is_kept_for_protective_calls()
    {
        var budget = new RequestBudget(_clock, 2400);
        Assert.Null(budget.Start(1900, CallUrgency.Ordinary));
        budget.Finish(1900, used: 1915);

        Assert.Equal(TimeSpan.FromMinutes(1), budget.Start(10, CallUrgency.Ordinary));
        Assert.Null(budget.Start(10, CallUrgency.Protective));
    }

    [Fact]
    public void Half_of_the_weight_is_kept_from_reading_the_past()
    {
        var budget = new RequestBudget(_clock, 2400);
        Assert.Null(budget.Start(1200, CallUrgency.History));
        budget.Finish(1200, used: 1200);

        Assert.Equal(TimeSpan.FromMinutes(1), budget.Start(1, CallUrgency.History));
        Assert.Null(budget.Start(1, CallUrgency.Ordinary));
    }

    [Fact]
    public void A_new_minute_brings_new_weight()
    {
        var budget = new RequestBudget(_clock, 2400);
        budget.Start(2400, CallUrgency.Protective);
        budget.Finish(2400, used: 2400);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(budget.Start(100, CallUrgency.Ordinary));
    }

    [Fact]
    public void What_is_on_the_wire_counts_before_it_is_answered()
    {
        var budget = new RequestBudget(_clock, 2400);

        Assert.Null(budget.Start(1900, CallUrgency.Ordinary));

        Assert.NotNull(budget.Start(100, CallUrgency.Ordinary));
    }

    [Fact]
    public void Weight_that_shows_only_with_the_answer_counts_too()
    {
        var budget = new RequestBudget(_clock, 1200);
        Assert.Null(budget.Start(20, CallUrgency.Ordinary));
        budget.Finish(20, used: null);

        budget.Charge(940);

        Assert.NotNull(budget.Start(20, CallUrgency.Ordinary));
        Assert.Null(budget.Start(20, CallUrgency.Protective));
    }

    [Fact]
    public void A_pause_stops_ordinary_calls_and_lets_protective_ones_go()
    {
        var budget = new RequestBudget(_clock, 2400);

        budget.Pause(TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), budget.Start(1, CallUrgency.Ordinary));
        Assert.Null(budget.Start(1, CallUrgency.Protective));
    }

    [Fact]
    public void A_ban_stops_everything_until_it_ends()
    {
        var budget = new RequestBudget(_clock, 2400);

        budget.Ban(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(2), budget.Start(1, CallUrgency.Protective));
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(budget.Start(1, CallUrgency.Protective));
    }

    [Fact]
    public void Reducing_orders_may_use_the_last_fifth_of_the_order_count()
    {
        var budget = new OrderBudget(_clock);
        budget.Start(isReducing: false);
        budget.Finish(usedInTenSeconds: 240, usedInMinute: 240);

        Assert.Equal(TimeSpan.FromSeconds(10), budget.Start(isReducing: false));
        Assert.Null(budget.Start(isReducing: true));
    }

    [Fact]
    public void The_venue_clock_survives_a_jump_of_the_local_clock()
    {
        var clock = new VenueClock(_clock);
        var venueAt = _clock.GetUtcNow().AddSeconds(3);
        clock.Set(venueAt, _clock.GetTimestamp(), _clock.GetTimestamp());

        _clock.JumpWall(TimeSpan.FromHours(-1));
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(venueAt.AddSeconds(5), clock.Now);
    }

    [Fact]
    public void The_venue_clock_takes_the_answer_for_the_middle_of_the_round_trip()
    {
        var clock = new VenueClock(_clock);
        var sent = _clock.GetTimestamp();
        var venueAt = _clock.GetUtcNow().AddMilliseconds(40);
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        clock.Set(venueAt, sent, _clock.GetTimestamp());

        Assert.Equal(venueAt.AddMilliseconds(50), clock.Now);
    }
}

/// <summary>A clock that moves when told; its wall can jump without its timer.</summary>
internal sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _wall = start;
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _wall;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan by)
    {
        _wall += by;
        _ticks += by.Ticks;
    }

    public void JumpWall(TimeSpan by) => _wall += by;
}
