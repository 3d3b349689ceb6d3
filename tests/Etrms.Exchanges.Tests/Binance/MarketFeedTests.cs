using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

public sealed class MarketFeedTests : IAsyncLifetime
{
    private const long Wall = 1790000000000;
    private readonly CancellationTokenSource _stop = new();
    private readonly Sink _sink = new();
    private FakeBinance _venue = null!;
    private IMarketFeed _feed = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync() => _venue = await FakeBinance.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        await _venue.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Marks_and_book_tops_come_from_their_own_addresses()
    {
        Run();
        var (marks, tops) = (await _venue.AcceptAsync("/market/ws"), await _venue.AcceptAsync("/public/ws"));
        await Eventually.TrueAsync("both subscriptions", () => !marks.Heard.IsEmpty && !tops.Heard.IsEmpty);

        Assert.Equal("""{"method":"SUBSCRIBE","params":["btcusdt@markPrice@1s"],"id":1}""", marks.Heard.First());
        Assert.Equal("""{"method":"SUBSCRIBE","params":["btcusdt@bookTicker"],"id":1}""", tops.Heard.First());
    }

    [Fact]
    public async Task Contracts_watched_later_join_the_open_sockets_and_leave_them()
    {
        var eth = new InstrumentId(Exchange.Binance, "ETHUSDT");
        using var leave = new CancellationTokenSource();
        Run();
        var (marks, tops) = (await _venue.AcceptAsync("/market/ws"), await _venue.AcceptAsync("/public/ws"));
        await Eventually.TrueAsync("both subscriptions", () => !marks.Heard.IsEmpty && !tops.Heard.IsEmpty);

        var second = _feed.RunAsync([eth, Some.Btc], _sink.Post, leave.Token);
        await Eventually.TrueAsync("the second subscription", () => tops.Heard.Contains("""{"method":"SUBSCRIBE","params":["ethusdt@bookTicker"],"id":1}"""));
        await tops.SayAsync(Samples.Top("ETHUSDT", "3000", "3000.1", Wall, 1750000010000));
        await _sink.FirstAsync<RiskEvent.BookTopChanged>(top => top.Instrument == eth);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        await Eventually.TrueAsync("the leaving", () => tops.Heard.Contains("""{"method":"UNSUBSCRIBE","params":["ethusdt@bookTicker"],"id":1}"""));
        await tops.SayAsync(Samples.Top("BTCUSDT", "60000", "60000.1", Wall, 1750000011000));
        await _sink.FirstAsync<RiskEvent.BookTopChanged>(top => top.Instrument == Some.Btc);
    }

    [Fact]
    public async Task Frames_become_events_with_the_clocks_apart()
    {
        Run();
        var (marks, tops) = (await _venue.AcceptAsync("/market/ws"), await _venue.AcceptAsync("/public/ws"));

        await tops.SayAsync(Samples.Top("BTCUSDT", "60000.10", "60000.20", Wall, 1750000010000));
        var top = await _sink.FirstAsync<RiskEvent.BookTopChanged>();
        await marks.SayAsync(Samples.Mark("BTCUSDT", "60011.25", Wall + 5));
        var mark = await _sink.FirstAsync<RiskEvent.MarkPriced>();

        Assert.Equal((60000.10m, 3.5m, 60000.20m, 4.25m), (top.Bid, top.BidQuantity, top.Ask, top.AskQuantity));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1750000010000), top.Times.MarketAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Wall), top.Times.VenueAt);
        Assert.Equal((Some.Btc, 60011.25m, 60010.5m), (mark.Instrument, mark.Mark, mark.Index));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1750000010000), mark.Times.MarketAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Wall + 5), mark.Times.VenueAt);
    }

    [Fact]
    public async Task Answers_other_contracts_and_broken_frames_do_not_stop_the_stream()
    {
        Run();
        var marks = await _venue.AcceptAsync("/market/ws");

        await marks.SayAsync("""{"result":null,"id":1}""");
        await marks.SayAsync(Samples.Mark("ETHUSDT", "3000", Wall));
        await marks.SayAsync("""{"e":"markPriceUpdate","E":"one","s":"BTCUSDT","p":"60000"}""");
        await marks.SayAsync("{broken");
        await marks.SayAsync(Samples.Mark("BTCUSDT", "60011.25", Wall));

        Assert.Equal(60011.25m, (await _sink.FirstAsync<RiskEvent.MarkPriced>()).Mark);
        Assert.Single(_sink.All<RiskEvent.MarkPriced>());
    }

    [Fact]
    public async Task FC_01_A_mark_that_is_no_number_reaches_the_engine_as_none()
    {
        Run();
        var marks = await _venue.AcceptAsync("/market/ws");

        await marks.SayAsync(Samples.Mark("BTCUSDT", "NaN", Wall));
        await marks.SayAsync(Samples.Mark("BTCUSDT", "60011.25", Wall + 1));

        await _sink.FirstAsync<RiskEvent.MarkPriced>(mark => mark.Mark == 60011.25m);
        Assert.Equal([0, 60011.25m], _sink.All<RiskEvent.MarkPriced>().Select(mark => mark.Mark));
    }

    [Fact]
    public async Task A_dropped_stream_is_reported_and_subscribed_again()
    {
        Run();
        var first = await _venue.AcceptAsync("/market/ws");
        await Eventually.TrueAsync("the subscription", () => !first.Heard.IsEmpty);

        first.Drop();
        await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.Mark, IsAlive: false });
        var second = await _venue.AcceptAsync("/market/ws");

        await Eventually.TrueAsync("the subscription again", () => !second.Heard.IsEmpty);
        Assert.Equal(first.Heard.First(), second.Heard.First());
    }

    [Fact]
    public async Task A_stream_that_answers_no_ping_is_found_dead_within_five_seconds()
    {
        _venue.PlaysDead = true;
        Run();
        await _venue.AcceptAsync("/public/ws");
        var connected = await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.BookTop, IsAlive: true });

        var dead = await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.BookTop, IsAlive: false });

        Assert.InRange(dead.Times.ReceivedAt - connected.Times.ReceivedAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    /// <summary>The venue acknowledges a stream at the wrong address and never sends: pings are answered, prices do not come.</summary>
    [Fact]
    public async Task A_mark_stream_that_falls_silent_is_found_dead_within_five_seconds_though_pings_are_answered()
    {
        Run();
        await _venue.AcceptAsync("/market/ws");
        var connected = await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.Mark, IsAlive: true });

        var dead = await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.Mark, IsAlive: false });

        Assert.InRange(dead.Times.ReceivedAt - connected.Times.ReceivedAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await _venue.AcceptAsync("/market/ws");
    }

    [Fact]
    public async Task A_quiet_book_stays_alive_while_pings_are_answered()
    {
        Run();
        await _venue.AcceptAsync("/public/ws");

        await Eventually.TrueAsync("a second sign of life",
            () => _sink.All<RiskEvent.FeedChanged>().Count(change => change is { Feed: FeedKind.BookTop, IsAlive: true }) >= 2);

        Assert.DoesNotContain(_sink.All<RiskEvent.FeedChanged>(), change => change is { Feed: FeedKind.BookTop, IsAlive: false });
    }

    [Fact]
    public async Task Nothing_is_told_before_a_replaying_venue_has_told_its_market_time()
    {
        _venue.On("GET", "/fapi/v1/ticker/bookTicker", Answer.Json("[]"), Answer.Json("""[{"symbol":"BTCUSDT","time":1749999999000}]"""));
        Run();

        await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change.IsAlive);

        Assert.All(_sink.Events, riskEvent => Assert.Equal(2025, riskEvent.Times.MarketAt.Year));
    }

    private void Run()
    {
        _feed = _venue.Clients.MarketFeed(Exchange.Binance, VenueNetwork.Paper);
        _running = _feed.RunAsync([Some.Btc], _sink.Post, _stop.Token);
    }
}
