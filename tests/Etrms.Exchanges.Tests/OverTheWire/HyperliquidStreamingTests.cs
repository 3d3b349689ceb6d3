using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>The client's Hyperliquid streams against the paper venue, healthy and broken.</summary>
public sealed class HyperliquidStreamingTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    private const string Route = "hyperliquid";

    public async ValueTask InitializeAsync() => await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "BTC", price = 60_000m });

    public async ValueTask DisposeAsync() => await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

    [Fact]
    public async Task Prices_arrive_stamped_with_the_venues_market_time()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        await venue.ControlAsync("resume", new { });
        account.ListenToPrices();

        var top = await account.Sink.FirstAsync<RiskEvent.BookTopChanged>();
        var mark = await account.Sink.FirstAsync<RiskEvent.MarkPriced>();
        await venue.ControlAsync("pause", new { });

        Assert.True(top.Bid < top.Ask);
        Assert.InRange(mark.Mark, 50_000m, 70_000m);
        Assert.InRange((mark.Times.MarketAt - top.Times.MarketAt).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("disconnect")]
    [InlineData("silence")]
    public async Task After_an_outage_the_stream_tells_what_the_readings_tell(string action)
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();
        await account.SendAsync(SomeCoin.Open("etrms-before"));
        await account.Sink.FirstAsync<RiskEvent.Filled>();

        await venue.ControlAsync("sockets", new { action, route = Route });
        await account.SendAsync(SomeCoin.Open("etrms-lost"));
        await account.SendAsync(SomeCoin.Stop(held: 0.040m));
        await Eventually.TrueAsync("a second reading", () => account.Sink.All<RiskEvent.AccountSnapshotTaken>().Length >= 2);

        var told = account.Sink.All<RiskEvent.AccountSnapshotTaken>()[^1].Snapshot;
        var read = await account.SnapshotAsync();
        Assert.Equal(read.Balance, told.Balance);
        Assert.Equal<Position>(read.Positions, told.Positions);
        Assert.Equal<Order>(read.OpenOrders, told.OpenOrders);
        Assert.Equal(0.040m, Told(account).Sum(fill => fill.Quantity));
    }

    [Fact]
    public async Task A_silenced_stream_is_found_dead_within_five_seconds()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();
        var silencedAt = DateTimeOffset.UtcNow;

        await venue.ControlAsync("sockets", new { action = "silence", route = Route });
        var dead = await account.Sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.UserStream, IsAlive: false });

        Assert.InRange(dead.Times.ReceivedAt - silencedAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Fills_that_are_dropped_are_read_after_the_next_connection()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();
        await venue.ControlAsync("faults", new { kind = "drop", stream = "*userFills*", count = (int?)null });
        await account.SendAsync(SomeCoin.Open());
        await account.Sink.FirstAsync<RiskEvent.PositionChanged>();
        Assert.Empty(Told(account));
        await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

        await venue.ControlAsync("sockets", new { action = "disconnect", route = Route });
        await account.Sink.FirstAsync<RiskEvent.Filled>();

        Assert.Equal(0.020m, Told(account).Sum(fill => fill.Quantity));
    }

    [Fact]
    public async Task A_fill_told_twice_by_the_venue_keeps_its_number()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();
        await venue.ControlAsync("faults", new { kind = "duplicate", stream = "*userFills*", count = 10 });

        await account.SendAsync(SomeCoin.Open());
        await Eventually.TrueAsync("the repetition", () => account.Sink.All<RiskEvent.Filled>().Length >= 2);

        Assert.Equal(0.020m, Told(account).Sum(fill => fill.Quantity));
    }

    [Fact]
    public async Task News_that_come_late_end_in_the_same_picture()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();
        await venue.ControlAsync("faults", new { kind = "delay", stream = "*clearinghouseState*", delay_ms = 700, count = 2 });

        await account.SendAsync(SomeCoin.Open());
        await account.SendAsync(SomeCoin.Open("etrms-10"));
        var told = await account.Sink.FirstAsync<RiskEvent.PositionChanged>(change => change.Position.Quantity == 0.040m);

        var read = await account.SnapshotAsync();
        Assert.Equal(read.Positions[0].EntryPrice, told.Position.EntryPrice);
        Assert.Equal(read.Balance.WalletBalance, told.Wallet!.Balance);
    }

    [Fact]
    public async Task Funding_is_booked_each_hour_once()
    {
        await using var account = await (await HyperliquidWire.OpenAsync(venue)).ListeningAsync();
        await account.SendAsync(SomeCoin.Open());
        await account.Sink.FirstAsync<RiskEvent.PositionChanged>();

        await venue.ControlAsync("speed", new { speed = 2_000 });
        await venue.ControlAsync("resume", new { });
        var told = (await account.Sink.FirstAsync<RiskEvent.LedgerBooked>()).Entry;
        await venue.ControlAsync("pause", new { });
        await venue.ControlAsync("speed", new { speed = 1 });

        Assert.Equal((LedgerKind.Funding, "USDC", SomeCoin.Btc), (told.Kind, told.Asset, told.Instrument));
        var read = HyperliquidWire.Accepted(await account.Feed.ReadLedgerAsync(told.At, CancellationToken.None));
        Assert.Equal(told, read[0]);
    }

    [Fact]
    public async Task Money_that_is_sent_away_is_told_as_a_transfer()
    {
        await using var account = HyperliquidWire.OfTheStandardWallet(venue);
        await account.ListeningAsync();

        await account.SendMoneyAsync(venue, 100m);
        var told = (await account.Sink.FirstAsync<RiskEvent.LedgerBooked>()).Entry;

        Assert.Equal((LedgerKind.Transfer, -100m), (told.Kind, decimal.Truncate(told.Amount)));
        Assert.Contains(told, HyperliquidWire.Accepted(await account.Feed.ReadLedgerAsync(told.At, CancellationToken.None)));
    }

    private static IEnumerable<Fill> Told(HyperliquidWire account) =>
        account.Sink.All<RiskEvent.Filled>().Select(filled => filled.Fill).DistinctBy(fill => fill.TradeId);
}
