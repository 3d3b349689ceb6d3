using System.Text;
using Etrms.Venue.Binance.Streams;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class OutboxTests
{
    private readonly Outbox _outbox = new();

    [Fact]
    public void A_waiting_price_gives_way_to_a_newer_one_and_keeps_its_place()
    {
        _outbox.TryPost(Price("mark", "1"));
        _outbox.TryPost(Event("order"));
        _outbox.TryPost(Price("mark", "2"));
        _outbox.TryPost(Price("book", "3"));

        Assert.Equal(["2", "order", "3"], TakeAll());
    }

    [Fact]
    public void A_price_taken_does_not_swallow_the_next_one()
    {
        _outbox.TryPost(Price("mark", "1"));
        Assert.Equal(["1"], TakeAll());

        _outbox.TryPost(Price("mark", "2"));

        Assert.Equal(["2"], TakeAll());
    }

    [Fact]
    public void Account_events_are_never_dropped_but_the_box_can_be_full()
    {
        var posted = 0;
        while (_outbox.TryPost(Event(posted.ToString())))
        {
            posted++;
        }

        Assert.Equal(Enumerable.Range(0, posted).Select(number => number.ToString()), TakeAll());
    }

    [Fact]
    public void A_combined_frame_names_its_stream()
    {
        var frame = new Frame("btcusdt@markPrice@1s", Encoding.UTF8.GetBytes("{\"p\":\"1\"}"));

        Assert.Equal("{\"stream\":\"btcusdt@markPrice@1s\",\"data\":{\"p\":\"1\"}}", Encoding.UTF8.GetString(frame.Wrapped.Span));
    }

    private static Frame Price(string stream, string text) => new(stream, Encoding.UTF8.GetBytes(text)) { IsNewestWins = true };

    private static Frame Event(string text) => new("listen-key", Encoding.UTF8.GetBytes(text));

    private List<string> TakeAll()
    {
        var taken = new List<string>();
        while (_outbox.TryTake(out var frame))
        {
            taken.Add(Encoding.UTF8.GetString(frame.Payload.Span));
        }

        return taken;
    }
}
