using Etrms.Venue.Binance.Streams;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class ListenKeyTests
{
    private readonly StandingClock _clock = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
    private readonly ListenKeys _keys;

    public ListenKeyTests() => _keys = new ListenKeys(_clock);

    [Fact]
    public void A_second_opening_gives_the_same_key_and_extends_it()
    {
        var key = _keys.Open("account");
        _clock.Advance(TimeSpan.FromMinutes(59));

        Assert.Equal(key, _keys.Open("account"));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(key, _keys.Find("account"));
        Assert.Equal(64, key.Length);
    }

    [Fact]
    public void A_key_lives_an_hour_from_its_last_extension()
    {
        var key = _keys.Open("account");
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(key, _keys.Extend("account"));

        _clock.Advance(TimeSpan.FromMinutes(60));

        Assert.Null(_keys.Extend("account"));
        Assert.Equal([("account", key)], _keys.TakeExpired());
        Assert.Empty(_keys.TakeExpired());
        Assert.NotEqual(key, _keys.Open("account"));
    }

    [Fact]
    public void A_closed_key_cannot_be_extended()
    {
        var key = _keys.Open("account");

        Assert.Equal(key, _keys.Close("account"));
        Assert.Null(_keys.Close("account"));
        Assert.Null(_keys.Extend("account"));
    }
}
