using Etrms.Venue.Binance.Limits;
using Microsoft.Extensions.Options;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class LimitTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private readonly StandingClock _clock = new(Noon.AddSeconds(20));

    [Fact]
    public void Past_the_weight_every_call_is_429_until_the_minute_ends()
    {
        var weights = Weights(new LimitOptions { WeightPerMinute = 10 });

        Assert.Null(weights.Book("a", 10, out var used));
        var refused = weights.Book("a", 1, out _);
        Assert.Null(weights.Book("b", 1, out _));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(weights.Book("a", 1, out var usedLater));

        Assert.Equal((10, 1), (used, usedLater));
        Assert.Equal((429, -1003, 40), (refused!.Value.Status, refused.Value.Code, refused.Value.RetryAfter));
    }

    [Fact]
    public void Who_goes_on_regardless_is_banned_for_two_minutes_and_then_for_four()
    {
        var weights = Weights(new LimitOptions { WeightPerMinute = 1, RefusalsBeforeBan = 2 });

        Exceed(weights, 3);
        var banned = weights.Book("a", 1, out _);
        _clock.Advance(TimeSpan.FromSeconds(121));
        Exceed(weights, 3);
        var again = weights.Book("a", 1, out _);

        Assert.Equal((418, 120), (banned!.Value.Status, banned.Value.RetryAfter));
        Assert.Equal((418, 240), (again!.Value.Status, again.Value.RetryAfter));
    }

    [Fact]
    public void Orders_are_counted_per_account_in_ten_seconds_and_in_a_minute()
    {
        var counts = new OrderCounts(Options.Create(new LimitOptions { OrdersPerTenSeconds = 2, OrdersPerMinute = 3 }), _clock);

        Assert.True(counts.TryBook("a", 2, out _));
        Assert.False(counts.TryBook("a", 1, out var full));
        Assert.True(counts.TryBook("b", 1, out _));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(counts.TryBook("a", 1, out var next));
        Assert.False(counts.TryBook("a", 1, out _));

        Assert.Equal(new OrderCount(2, 2), full);
        Assert.Equal(new OrderCount(1, 3), next);
    }

    private static void Exceed(RequestWeights weights, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            weights.Book("a", 1, out _);
        }
    }

    private RequestWeights Weights(LimitOptions options) => new(Options.Create(options), _clock);
}
