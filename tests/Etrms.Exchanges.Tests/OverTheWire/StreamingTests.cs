using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>The client's streams against the paper venue, healthy and broken.</summary>
public sealed class StreamingTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await venue.MovePriceAsync("BTCUSDT", 60_000m);

    public async ValueTask DisposeAsync() => await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

    [Fact]
    public async Task Prices_arrive_stamped_with_the_venues_market_time()
    {
        await using var account = await WireAccount.OpenAsync(venue);
        await venue.ControlAsync("resume", new { });
        account.Listen([Some.Btc]);

        var top = await account.Sink.FirstAsync<RiskEvent.BookTopChanged>();
        var mark = await account.Sink.FirstAsync<RiskEvent.MarkPriced>();
        await venue.ControlAsync("pause", new { });

        Assert.True(top.Bid < top.Ask);
        Assert.InRange(mark.Mark, 50_000m, 70_000m);
        Assert.InRange((mark.Times.MarketAt - top.Times.MarketAt).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Rules_and_brackets_of_the_venue_are_complete()
    {
        await using var account = await WireAccount.OpenAsync(venue);

        var instruments = await account.Market.LoadInstrumentsAsync(CancellationToken.None);

        var btc = Assert.Single(instruments, instrument => instrument.Id == Some.Btc);
        Assert.True(btc is { TickSize: > 0, StepSize: > 0, MinNotional: > 0 });
    }

    [Fact]
    public async Task After_an_outage_the_stream_tells_what_the_readings_tell()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        await account.SendAsync(Some.Open("etrms-before"));
        await account.Sink.FirstAsync<RiskEvent.Filled>();
        await venue.ControlAsync("faults", new { kind = "drop", stream = "userData@*", count = (int?)null });
        await account.SendAsync(Some.Open("etrms-lost"));
        await account.SendAsync(Some.Stop(held: 0.040m));
        await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");

        await venue.ControlAsync("sockets", new { action = "disconnect", route = "private" });
        await Eventually.TrueAsync("a second reading", () => account.Sink.All<RiskEvent.AccountSnapshotTaken>().Length == 2);

        var told = account.Sink.All<RiskEvent.AccountSnapshotTaken>()[1].Snapshot;
        var read = await account.SnapshotAsync();
        Assert.Equal(read.Balance, told.Balance);
        Assert.Equal<Position>(read.Positions, told.Positions);
        Assert.Equal<Order>(read.OpenOrders, told.OpenOrders);
        Assert.Equal(0.040m, account.Sink.All<RiskEvent.Filled>().Select(filled => filled.Fill).DistinctBy(fill => fill.TradeId).Sum(fill => fill.Quantity));
    }

    [Fact]
    public async Task A_silenced_account_stream_is_found_dead_and_made_anew()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        var silencedAt = DateTimeOffset.UtcNow;

        await venue.ControlAsync("sockets", new { action = "silence", route = "private" });
        var dead = await account.Sink.FirstAsync<RiskEvent.FeedChanged>(change => change is { Feed: FeedKind.UserStream, IsAlive: false });
        await Eventually.TrueAsync("a second reading", () => account.Sink.All<RiskEvent.AccountSnapshotTaken>().Length == 2);

        Assert.InRange(dead.Times.ReceivedAt - silencedAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_fill_told_twice_by_the_venue_keeps_its_number()
    {
        await using var account = await (await WireAccount.OpenAsync(venue)).ListeningAsync();
        await venue.ControlAsync("faults", new { kind = "duplicate", stream = "userData@ORDER_TRADE_UPDATE", count = 10 });

        await account.SendAsync(Some.Open());
        await Eventually.TrueAsync("the repetition", () => account.Sink.All<RiskEvent.Filled>().Length >= 2);

        var quantities = account.Sink.All<RiskEvent.Filled>().Select(filled => filled.Fill).DistinctBy(fill => fill.TradeId).Sum(fill => fill.Quantity);
        Assert.Equal(0.020m, quantities);
    }
}
