using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>Public prices, live and past.</summary>
public sealed class MarketTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1750000000000);

    private readonly CancellationTokenSource _stop = new();
    private readonly Sink _sink = new();
    private readonly List<Task> _running = [];
    private FakeHyperliquid _venue = null!;

    public async ValueTask InitializeAsync() => _venue = await FakeHyperliquid.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var run in _running)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        await _venue.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Marks_and_book_tops_become_events_with_the_venues_time()
    {
        Listen(SomeCoin.Btc);
        var socket = await _venue.AcceptAsync();

        await socket.SayAsync("""{"channel":"bbo","data":{"coin":"BTC","time":1750000005000,"bbo":[{"px":"60000.0","sz":"1.5","n":1},{"px":"60001.0","sz":"2.5","n":2}]}}""");
        await socket.SayAsync("""{"channel":"activeAssetCtx","data":{"coin":"BTC","ctx":{"markPx":"60000.5","oraclePx":"60010.0","midPx":null,"funding":"0.0000125"}}}""");
        var top = await _sink.FirstAsync<RiskEvent.BookTopChanged>();
        var mark = await _sink.FirstAsync<RiskEvent.MarkPriced>();

        Assert.Equal((60000m, 1.5m, 60001m, 2.5m), (top.Bid, top.BidQuantity, top.Ask, top.AskQuantity));
        Assert.Equal((60000.5m, 60010m), (mark.Mark, mark.Index));
        Assert.Equal(Start.AddSeconds(5), top.Times.MarketAt);
        Assert.Equal(top.Times.MarketAt, mark.Times.MarketAt);
        Assert.Equal((0.0000125m, DateTimeOffset.FromUnixTimeSeconds(1750003200)), (mark.FundingRate, mark.NextFundingAt));
    }

    [Fact]
    public async Task A_book_without_one_side_has_no_top()
    {
        Listen(SomeCoin.Btc);
        var socket = await _venue.AcceptAsync();

        await socket.SayAsync("""{"channel":"bbo","data":{"coin":"BTC","time":1750000005000,"bbo":[null,{"px":"60001.0","sz":"2.5","n":2}]}}""");
        await socket.SayAsync("""{"channel":"activeAssetCtx","data":{"coin":"BTC","ctx":{"markPx":"60000.5","oraclePx":"60010.0"}}}""");
        await _sink.FirstAsync<RiskEvent.MarkPriced>();

        Assert.Empty(_sink.All<RiskEvent.BookTopChanged>());
    }

    [Fact]
    public async Task Every_contract_shares_one_connection()
    {
        Listen(SomeCoin.Btc);
        var socket = await _venue.AcceptAsync();
        await Eventually.TrueAsync("the first topics", () => Said(socket, "subscribe", "BTC") == 2);

        Listen(new InstrumentId(Exchange.Hyperliquid, "ETH"));

        await Eventually.TrueAsync("the topics of the second", () => Said(socket, "subscribe", "ETH") == 2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _venue.AcceptAsync(within: TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task A_stream_that_is_left_and_joined_at_once_speaks_on()
    {
        using var first = new CancellationTokenSource();
        var market = _venue.Clients.MarketFeed(Exchange.Hyperliquid, VenueNetwork.Paper);
        var left = market.RunAsync([SomeCoin.Btc], _sink.Post, first.Token);
        await _venue.AcceptAsync();

        await first.CancelAsync();
        Listen(SomeCoin.Btc);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var second = await _venue.AcceptAsync();
        await Eventually.TrueAsync("the topics again", () => Said(second, "subscribe", "BTC") == 2);
        Listen(new InstrumentId(Exchange.Hyperliquid, "ETH"));

        await Eventually.TrueAsync("the topics of another", () => Said(second, "subscribe", "ETH") == 2);
    }

    [Fact]
    public async Task After_a_loss_every_topic_is_asked_for_again_and_both_feeds_are_told_dead()
    {
        Listen(SomeCoin.Btc);
        var socket = await _venue.AcceptAsync();
        await _sink.FirstAsync<RiskEvent.FeedChanged>(change => change.IsAlive);

        socket.Drop();
        var second = await _venue.AcceptAsync();

        await Eventually.TrueAsync("the topics again", () => Said(second, "subscribe", "BTC") == 2);
        Assert.Equal(
            [FeedKind.Mark, FeedKind.BookTop],
            _sink.All<RiskEvent.FeedChanged>().Where(change => !change.IsAlive).Select(change => change.Feed).Distinct());
    }

    [Fact]
    public async Task A_ticker_says_what_the_venue_says_and_nothing_more()
    {
        var ticker = await _venue.Clients.MarketData(Exchange.Hyperliquid, VenueNetwork.Paper).ReadTickerAsync(SomeCoin.Btc, CancellationToken.None);

        Assert.Equal((60000m, 60010m, 0.0000125m, 0.2m), (ticker.Mark, ticker.Index, ticker.FundingRate, ticker.ChangeFraction24));
        Assert.Equal((2m, 1000m), (ticker.Volume24, ticker.QuoteVolume24));
        Assert.Null(ticker.Last);
        Assert.Null(ticker.High24);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1750003200), ticker.NextFundingAt);
    }

    [Fact]
    public async Task A_bar_is_final_when_the_next_one_opens()
    {
        var updates = new System.Collections.Concurrent.ConcurrentQueue<MarketUpdate>();
        _running.Add(_venue.Clients.MarketData(Exchange.Hyperliquid, VenueNetwork.Paper).RunAsync(
            [new(SomeCoin.Btc, MarketTopicKind.Candles, TimeSpan.FromMinutes(1)), new(SomeCoin.Btc, MarketTopicKind.Book), new(SomeCoin.Btc, MarketTopicKind.Trades)],
            updates.Enqueue, _stop.Token));
        var socket = await _venue.AcceptAsync();

        await socket.SayAsync(Bar(0, "60001"));
        await socket.SayAsync(Bar(1, "60002"));
        await socket.SayAsync("""{"channel":"trades","data":[{"coin":"BTC","side":"A","px":"60000.0","sz":"0.1","hash":"0x","time":1750000005000,"tid":9,"users":["0x1","0x2"]}]}""");
        await socket.SayAsync("""{"channel":"l2Book","data":{"coin":"BTC","time":1750000006000,"levels":[[{"px":"60000","sz":"1","n":1}],[{"px":"60001","sz":"1","n":1},{"px":"60002","sz":"2","n":1}]]}}""");
        var book = await Eventually.GetAsync("a book", () => updates.OfType<MarketUpdate.BookChanged>().FirstOrDefault());

        Assert.Equal(
            [(60001m, false), (60001m, true), (60002m, false)],
            updates.OfType<MarketUpdate.CandleChanged>().Select(change => (change.Candle.Close, change.IsClosed)));
        Assert.Equal((9L, true), (updates.OfType<MarketUpdate.Traded>().Single().Trade.Id, updates.OfType<MarketUpdate.Traded>().Single().Trade.BuyerIsMaker));
        Assert.Equal((1, 2), (book.Book.Bids.Length, book.Book.Asks.Length));

        socket.Drop();
        await Eventually.TrueAsync("a lost book", () => updates.OfType<MarketUpdate.BookLost>().Any());
    }

    [Fact]
    public async Task Candles_are_read_page_by_page_without_what_lies_outside()
    {
        var page = string.Join(',', Enumerable.Range(-1, 500).Select(i => Row(i)));
        _venue.On("candleSnapshot", Answer.Json($"[{page}]"), Answer.Json($"[{Row(499)},{Row(500)}]"));

        var candles = await _venue.Clients.CandleHistory(Exchange.Hyperliquid, VenueNetwork.Paper)
            .ReadCandlesAsync(SomeCoin.Btc, TimeSpan.FromMinutes(1), Start, Start.AddMinutes(500), CancellationToken.None);

        Assert.Equal(500, candles.Length);
        Assert.Equal((Start, Start.AddMinutes(499)), (candles[0].OpenAt, candles[^1].OpenAt));
        Assert.Equal(2, _venue.Requests("candleSnapshot").Length);
    }

    [Fact]
    public async Task Funding_rates_are_read_up_to_the_end()
    {
        _venue.On("fundingHistory", $$"""[{"coin":"BTC","fundingRate":"0.0000125","premium":"0.1","time":{{Start.ToUnixTimeMilliseconds() + 48}}},{"coin":"BTC","fundingRate":"-0.1","premium":"0.1","time":{{Start.AddHours(1).ToUnixTimeMilliseconds()}}}]""");

        var rates = await _venue.Clients.CandleHistory(Exchange.Hyperliquid, VenueNetwork.Paper)
            .ReadFundingAsync(SomeCoin.Btc, Start, Start.AddHours(1), CancellationToken.None);

        Assert.Equal(0.0000125m, Assert.Single(rates).Rate);
    }

    [Fact]
    public async Task A_price_that_streamed_lately_saves_the_question_for_it()
    {
        _venue.OnAction("order", """{"filled":{"totalSz":"0.02","avgPx":"50000","oid":1}}""");
        Listen(SomeCoin.Btc);
        var socket = await _venue.AcceptAsync();
        await socket.SayAsync("""{"channel":"bbo","data":{"coin":"BTC","time":1750000005000,"bbo":[{"px":"50000.0","sz":"1.5","n":1},{"px":"50001.0","sz":"2.5","n":2}]}}""");
        await _sink.FirstAsync<RiskEvent.BookTopChanged>();
        var asked = _venue.Requests("l2Book").Length;

        await _venue.Account.Gateway.SendAsync(SomeCoin.Close(), CancellationToken.None);

        var order = Assert.Single(_venue.Requests("order")).GetProperty("action").GetProperty("orders")[0];
        Assert.Equal("47500", order.GetProperty("p").GetString());
        Assert.Equal(asked, _venue.Requests("l2Book").Length);
    }

    private static int Said(FakeSocket socket, string method, string coin) => socket.Heard.Count(heard =>
        heard.Contains($"\"{method}\"", StringComparison.Ordinal) && heard.Contains($"\"{coin}\"", StringComparison.Ordinal));

    private static string Bar(int minute, string close) => $$"""{"channel":"candle","data":{{Row(minute, close)}}}""";

    private static string Row(int minute, string close = "60000")
    {
        var open = Start.AddMinutes(minute).ToUnixTimeMilliseconds();
        return $$"""{"t":{{open}},"T":{{open + 59_999}},"s":"BTC","i":"1m","o":"60000","c":"{{close}}","h":"60010","l":"59990","v":"1.5","n":3}""";
    }

    private void Listen(InstrumentId instrument) =>
        _running.Add(_venue.Clients.MarketFeed(Exchange.Hyperliquid, VenueNetwork.Paper).RunAsync([instrument], _sink.Post, _stop.Token));
}
