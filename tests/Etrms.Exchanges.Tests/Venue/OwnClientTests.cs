using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>Our own client against our own venue: what the one sends, the other understands.</summary>
public sealed class OwnClientTests(PaperVenue venue) : IClassFixture<PaperVenue>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<RiskEvent> _heard = new();
    private ExchangeClients _clients = null!;
    private ExchangeAccount _account = null!;
    private VenueTrader _trader = null!;

    public async ValueTask InitializeAsync()
    {
        await venue.MovePriceAsync("BTCUSDT", 60_000m);
        _clients = new ExchangeClients(Options.Create(new ExchangesOptions { PaperAddress = venue.Address }), venue.Clock, NullLoggerFactory.Instance);
        _trader = await venue.OpenAccountAsync();
        _account = _clients.Account(Exchange.Binance, VenueNetwork.Paper, _trader.Credentials);
    }

    public async ValueTask DisposeAsync()
    {
        await venue.SendTextAsync(HttpMethod.Delete, "/control/faults");
        await _end.CancelAsync();
        _clients.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task The_market_feed_reads_the_rules_and_follows_a_moved_price()
    {
        var feed = _clients.MarketFeed(Exchange.Binance, VenueNetwork.Paper, _trader.Credentials);
        var instruments = await feed.LoadInstrumentsAsync(_end.Token);
        var running = feed.RunAsync([Some.Btc], _heard.Enqueue, _end.Token);

        await WaitForAsync<RiskEvent.MarkPriced>(_ => true);
        await venue.MovePriceAsync("BTCUSDT", 61_234m);

        Assert.NotEmpty(Assert.Single(instruments, instrument => instrument.Id == Some.Btc).Brackets);
        await WaitForAsync<RiskEvent.MarkPriced>(marked => marked.Mark == 61_234m);
        await WaitForAsync<RiskEvent.BookTopChanged>(top => top.Bid < top.Ask && Math.Abs(top.Bid - 61_234m) < 50);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_position_is_opened_told_and_closed()
    {
        var running = _account.Feed.RunAsync(Some.Account, _heard.Enqueue, _end.Token);
        await WaitForAsync<RiskEvent.AccountSnapshotTaken>(_ => true);

        var opened = Accepted(await _account.Gateway.SendAsync(Some.Open(), _end.Token));
        await WaitForAsync<RiskEvent.PositionChanged>(changed => changed.Position.Quantity == 0.020m);
        var held = Accepted(await _account.Feed.ReadSnapshotAsync(_end.Token));
        Accepted(await _account.Gateway.SendAsync(Some.Close(), _end.Token));
        await WaitForAsync<RiskEvent.PositionChanged>(changed => changed.Position.Quantity == 0);

        Assert.Equal(OrderStatus.Filled, opened.Status);
        Assert.Equal(0.020m, Assert.Single(held.Positions, position => position.Quantity != 0).Quantity);
        Assert.Equal(2, _heard.OfType<RiskEvent.Filled>().Select(filled => filled.Fill.TradeId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0m, await _trader.PositionAsync("BTCUSDT"));
        await EndAsync(running);
    }

    [Fact]
    public async Task A_stop_laid_by_the_client_fires()
    {
        Accepted(await _account.Gateway.SendAsync(Some.Open(), _end.Token));

        var stop = Accepted(await _account.Gateway.SendAsync(Some.Stop(), _end.Token));
        var open = Accepted(await _account.Gateway.ReadOpenOrdersAsync(Some.Btc, _end.Token));
        await venue.MovePriceAsync("BTCUSDT", 57_900m);

        Assert.Equal(OrderStatus.New, stop.Status);
        Assert.True(Assert.Single(open).IsConditional);
        Assert.Equal(0m, await _trader.PositionAsync("BTCUSDT"));
    }

    [Fact]
    public async Task An_order_without_an_answer_is_unknown_and_found_by_its_client_id()
    {
        Accepted(await _account.Gateway.SendAsync(Some.Open(), _end.Token));
        await venue.ControlAsync("faults", new { kind = "timeout_after", method = "POST", path = "/fapi/v1/order" });

        var outcome = await _account.Gateway.SendAsync(Some.Close("lost-1"), _end.Token);
        var found = Accepted(await _account.Gateway.FindAsync(Some.Btc, "lost-1", conditional: false, _end.Token));

        Assert.IsType<ExchangeOutcome<Order>.Unknown>(outcome);
        Assert.Equal(OrderStatus.Filled, found?.Status);
    }

    [Fact]
    public async Task The_key_tells_that_it_trades_and_cannot_withdraw()
    {
        var permissions = Accepted(await _account.Feed.ReadPermissionsAsync(_end.Token));

        Assert.Equal(new KeyPermissions(CanRead: true, CanTradeFutures: true, CanWithdraw: false, IsIpRestricted: false), permissions);
    }

    [Fact]
    public async Task A_cut_account_stream_comes_back_with_a_fresh_reading()
    {
        var running = _account.Feed.RunAsync(Some.Account, _heard.Enqueue, _end.Token);
        await WaitForAsync<RiskEvent.AccountSnapshotTaken>(_ => true);
        var readings = _heard.OfType<RiskEvent.AccountSnapshotTaken>().Count();

        await venue.ControlAsync("sockets", new { action = "disconnect" });

        await WaitForAsync<RiskEvent.AccountSnapshotTaken>(_ => _heard.OfType<RiskEvent.AccountSnapshotTaken>().Count() > readings);
        await EndAsync(running);
    }

    private static T Accepted<T>(ExchangeOutcome<T> outcome) => Assert.IsType<ExchangeOutcome<T>.Accepted>(outcome).Value;

    private async Task WaitForAsync<TEvent>(Func<TEvent, bool> fits)
        where TEvent : RiskEvent
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_heard.OfType<TEvent>().Any(fits))
        {
            Assert.False(patience.IsCancellationRequested, $"No {typeof(TEvent).Name} as wanted among {string.Join('\n', _heard.TakeLast(20))}");
            await pulse.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task EndAsync(Task running)
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
