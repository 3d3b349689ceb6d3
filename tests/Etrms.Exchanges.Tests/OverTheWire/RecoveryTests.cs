using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>Everything that a wire can do to a client, one fault at a time; afterwards the client knows what the venue knows.</summary>
public sealed class RecoveryTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    private static readonly TimeSpan DeadWithin = TimeSpan.FromSeconds(5);

    public async ValueTask InitializeAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 60_100m);
        await venue.MovePriceAsync("BTCUSDT", 60_000m);
    }

    public async ValueTask DisposeAsync()
    {
        await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");
        await venue.ControlAsync("pause", new { });
    }

    [Theory]
    [InlineData("drop", true)]
    [InlineData("reorder", true)]
    [InlineData("duplicate", false)]
    [InlineData("delay", null)]
    public async Task A_book_whose_frames_are_spoiled_ends_as_the_venues(string kind, bool? losesBook)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var sink = account.Listen(new MarketTopic(Some.Btc, MarketTopicKind.Book));
        await sink.FirstAsync<MarketUpdate.BookChanged>();
        await MoveUntilToldAsync(sink, 60_010m);
        await venue.ControlAsync("faults", new { kind, stream = "btcusdt@depth@100ms", delay_ms = 300, count = 3 });

        var price = 60_020m;
        while (await venue.FaultsStruckAsync() < 3)
        {
            await venue.MovePriceAsync("BTCUSDT", price += 0.5m);
        }

        await MoveUntilToldAsync(sink, 60_500m);
        await MatchesVenueAsync(account, sink);
        Assert.Equal(losesBook ?? sink.All<MarketUpdate.BookLost>().Length > 0, sink.All<MarketUpdate.BookLost>().Length > 0);
    }

    [Theory]
    [InlineData("disconnect")]
    [InlineData("silence")]
    public async Task A_book_whose_socket_dies_is_unknown_within_five_seconds_and_then_the_venues(string action)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var sink = account.Listen(new MarketTopic(Some.Btc, MarketTopicKind.Book));
        await sink.FirstAsync<MarketUpdate.BookChanged>();
        var started = TimeProvider.System.GetTimestamp();

        await venue.ControlAsync("sockets", new { action, route = "public" });
        await sink.FirstAsync<MarketUpdate.BookLost>();
        var took = TimeProvider.System.GetElapsedTime(started);
        await venue.MovePriceAsync("BTCUSDT", 60_300m);

        await MatchesVenueAsync(account, sink);
        Assert.InRange(took, TimeSpan.Zero, DeadWithin);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("reorder")]
    [InlineData("duplicate")]
    [InlineData("delay")]
    public async Task An_account_whose_frames_are_spoiled_ends_as_the_venues(string kind)
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        await venue.ControlAsync("faults", new { kind, stream = "userData@*", delay_ms = 200, count = 4 });

        await TradeAsync(account);
        if (kind is "drop" or "reorder")
        {
            // What a stream swallows, or holds back at its end, shows in nothing but a reading; every new connection begins with one.
            await venue.ControlAsync("sockets", new { action = "disconnect", route = "private" });
        }

        await MatchesVenueAsync(account);
    }

    [Theory]
    [InlineData("disconnect")]
    [InlineData("silence")]
    public async Task An_account_whose_socket_dies_is_found_dead_within_five_seconds_and_then_the_venues(string action)
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        var started = TimeProvider.System.GetTimestamp();

        await venue.ControlAsync("sockets", new { action, route = "private" });
        await account.Sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.UserStream, IsAlive: false });
        var took = TimeProvider.System.GetElapsedTime(started);
        await TradeAsync(account);

        await MatchesVenueAsync(account);
        Assert.InRange(took, TimeSpan.Zero, DeadWithin);
    }

    [Theory]
    [InlineData("too_many_requests", 1)]
    [InlineData("unavailable", 2)]
    [InlineData("internal_error", 2)]
    [InlineData("execution_unknown", 2)]
    public async Task An_account_that_cannot_be_read_at_once_is_read_later(string error, int count)
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        await venue.ControlAsync("faults", new { kind = "refuse", method = "GET", path = "/fapi/v3/positionRisk", error, retry_after_seconds = 1, count });
        await venue.ControlAsync("sockets", new { action = "disconnect", route = "private" });
        await account.Sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.UserStream, IsAlive: false });
        await Eventually.TrueAsync("a second reading", () => account.Sink.All<RiskEvent.AccountSnapshotTaken>().Length == 2);

        await TradeAsync(account);

        await MatchesVenueAsync(account);
        Assert.Equal(count, await venue.FaultsStruckAsync());
    }

    [Fact]
    public async Task A_venue_whose_clock_jumps_is_followed()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        await venue.ControlAsync("clock", new { offset_ms = -40_000 });

        await TradeAsync(account);
        await venue.ControlAsync("sockets", new { action = "disconnect", route = "private" });

        await MatchesVenueAsync(account);
    }

    [Fact]
    public async Task FC_08_Signed_requests_pass_with_the_venues_clock_three_seconds_ahead_and_ours_an_hour_back()
    {
        var ours = new ShiftedClock();
        await using var account = await (await WireAccount.OpenAsync(venue, time: ours)).ListeningAsync();

        await venue.ControlAsync("clock", new { offset_ms = 3_000 });
        ours.Advance(TimeSpan.FromHours(-1));

        await TradeAsync(account);
        await MatchesVenueAsync(account);
    }

    [Fact]
    public async Task An_expired_listen_key_is_replaced()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();

        await account.ExpireListenKeyAsync(venue);
        await Eventually.TrueAsync("a second reading", () => account.Sink.All<RiskEvent.AccountSnapshotTaken>().Length == 2);
        await TradeAsync(account);

        await MatchesVenueAsync(account);
        Assert.NotEmpty(account.Sink.All<RiskEvent.Filled>());
    }

    [Theory]
    [InlineData("timeout_before", null, false, true)]
    [InlineData("timeout_after", null, false, true)]
    [InlineData("refuse", "execution_unknown", true, true)]
    [InlineData("refuse", "execution_unknown", false, false)]
    [InlineData("refuse", "backend_timeout", true, true)]
    [InlineData("refuse", "unavailable", false, false)]
    [InlineData("refuse", "internal_error", false, false)]
    [InlineData("refuse", "throttled", false, false)]
    [InlineData("refuse", "too_many_requests", false, false)]
    [InlineData("refuse", "banned", false, false)]
    public async Task No_order_is_sent_twice(string kind, string? error, bool executes, bool mayHold)
    {
        await using var account = await WireAccount.OpenAsync(venue);
        var id = $"etrms-{Guid.NewGuid():N}"[..32];
        var sending = new SettledSending(account.Gateway, TimeProvider.System);
        await venue.ControlAsync(
            "faults", new { kind, method = "POST", path = "/fapi/v1/order", error, executes, retry_after_seconds = 1 });

        var outcome = await sending.SendAsync(Some.Open(id), CancellationToken.None);

        var isDone = outcome is ExchangeOutcome<Order>.Accepted;
        await using var other = account.WithFreshLimits(venue);
        await other.KnowLimitsAsync();
        var sent = await venue.OrdersReceivedAsync(id);
        Assert.IsNotType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.True(sent <= 1, $"The order was sent {sent} times.");
        Assert.Equal(isDone ? 0.020m : 0, (await other.PositionsAsync()).Sum(position => position.Quantity));
        Assert.True(mayHold || !isDone);
    }

    /// <summary>Opens, adds a bid and a stop, and takes half back.</summary>
    private static async Task TradeAsync(WireAccount account)
    {
        await account.SendAsync(Some.Open("etrms-a"));
        await account.SendAsync(Some.Open("etrms-b", price: 59_000m));
        await account.SendAsync(Some.Open("etrms-c"));
        await account.SendAsync(Some.Stop(held: 0.040m));
        await account.SendAsync(Some.Close("etrms-d"));
    }

    private async Task MatchesVenueAsync(WireAccount account)
    {
        await using var reader = account.WithFreshLimits(venue);
        await reader.KnowLimitsAsync();
        var venues = await reader.SnapshotAsync();
        var expected = AccountFold.Of([new RiskEvent.AccountSnapshotTaken(Some.Account, venues) { Times = default }]);
        await Eventually.TrueAsync("the venue's state of the account", () => AccountFold.Of(account.Sink.Events) is var known
            && known.Wallet == expected.Wallet && known.Positions.SequenceEqual(expected.Positions) && known.OpenOrders.SequenceEqual(expected.OpenOrders),
            TimeSpan.FromSeconds(15));
    }

    private async Task MoveUntilToldAsync(MarketSink sink, decimal price)
    {
        var told = sink.Count;
        await venue.MovePriceAsync("BTCUSDT", price);
        await Eventually.TrueAsync("news of the price", () => sink.Count > told);
    }

    private static async Task MatchesVenueAsync(WireAccount account, MarketSink sink)
    {
        var venues = await account.Data.ReadBookAsync(Some.Btc, 100, CancellationToken.None);
        await Eventually.TrueAsync("the venue's book", () => sink.Last is MarketUpdate.BookChanged { Book: var book }
            && book.Bids.SequenceEqual(venues.Bids) && book.Asks.SequenceEqual(venues.Asks), TimeSpan.FromSeconds(15));
    }
}
