using Etrms.Domain.Market;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>Tickers, books, trades and bars against a venue that says what a test wants.</summary>
public sealed class MarketDataTests : IAsyncLifetime
{
    private static readonly InstrumentId Eth = new(Exchange.Binance, "ETHUSDT");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly MarketSink _sink = new();
    private FakeBinance _venue = null!;
    private Task _running = Task.CompletedTask;

    private IMarketData Data => _venue.Clients.MarketData(Exchange.Binance, VenueNetwork.Paper);

    public async ValueTask InitializeAsync()
    {
        _venue = await FakeBinance.StartAsync();
        _venue.On("GET", "/fapi/v1/depth", Depth(100));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Record.ExceptionAsync(() => _running);
        await _venue.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_ticker_is_put_together_from_the_day_and_the_premium()
    {
        _venue.On("GET", "/fapi/v1/ticker/24hr", """{"symbol":"BTCUSDT","priceChangePercent":"-2.5","lastPrice":"60000.1","highPrice":"62000","lowPrice":"59000","volume":"1200.5","quoteVolume":"72000000","closeTime":1750000000000}""");
        _venue.On("GET", "/fapi/v1/premiumIndex", """{"symbol":"BTCUSDT","markPrice":"60001.2","indexPrice":"60002.3","lastFundingRate":"0.00010000","nextFundingTime":1750003200000,"time":1750000000500}""");

        var ticker = await Data.ReadTickerAsync(Some.Btc, CancellationToken.None);

        Assert.Equal(
            new Ticker
            {
                Instrument = Some.Btc,
                Last = 60000.1m,
                Mark = 60001.2m,
                Index = 60002.3m,
                High24 = 62000,
                Low24 = 59000,
                Volume24 = 1200.5m,
                QuoteVolume24 = 72_000_000,
                ChangeFraction24 = -0.025m,
                FundingRate = 0.0001m,
                NextFundingAt = DateTimeOffset.FromUnixTimeMilliseconds(1750003200000),
                At = DateTimeOffset.FromUnixTimeMilliseconds(1750000000500),
            },
            ticker);
    }

    [Theory]
    [InlineData(1, "5")]
    [InlineData(60, "100")]
    [InlineData(5000, "1000")]
    public async Task A_book_is_read_at_a_depth_that_the_venue_has(int depth, string limit)
    {
        var book = await Data.ReadBookAsync(Some.Btc, depth, CancellationToken.None);

        Assert.Equal((60000m, 60001m), (book.BestBid!.Value.Price, book.BestAsk!.Value.Price));
        Assert.Equal($"?symbol=BTCUSDT&limit={limit}", Assert.Single(_venue.Requests("GET", "/fapi/v1/depth")).Query);
    }

    [Fact]
    public async Task Trades_are_read_oldest_first_without_spent_numbers()
    {
        _venue.On("GET", "/fapi/v1/trades", $"[{Row(9)},{Row(7)},{Row(8, quantity: "0")}]");

        var trades = await Data.ReadTradesAsync(Some.Btc, 3, CancellationToken.None);

        Assert.Equal([7L, 9L], trades.Select(trade => trade.Id));
    }

    [Fact]
    public async Task Each_topic_is_asked_for_at_its_own_address()
    {
        Run(new(Some.Btc, MarketTopicKind.Book), new(Some.Btc, MarketTopicKind.Trades), new(Eth, MarketTopicKind.Candles, Minute), new(Eth, MarketTopicKind.Ticker));
        var (books, bars) = (await _venue.AcceptAsync("/public/ws"), await _venue.AcceptAsync("/market/ws"));
        await Eventually.TrueAsync("both subscriptions", () => !books.Heard.IsEmpty && !bars.Heard.IsEmpty);

        Assert.Equal("""{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms","btcusdt@trade"],"id":1}""", books.Heard.First());
        Assert.Equal("""{"method":"SUBSCRIBE","params":["ethusdt@kline_1m","ethusdt@ticker","ethusdt@markPrice@1s"],"id":1}""", bars.Heard.First());
    }

    [Fact]
    public async Task More_topics_than_one_connection_carries_get_another()
    {
        Run([.. Enumerable.Range(0, 150).Select(i => new MarketTopic(new(Exchange.Binance, $"C{i}USDT"), MarketTopicKind.Trades))]);
        var (first, second) = (await _venue.AcceptAsync("/public/ws"), await _venue.AcceptAsync("/public/ws"));
        await Eventually.TrueAsync("both subscriptions", () => !first.Heard.IsEmpty && !second.Heard.IsEmpty);

        Assert.Equal(150, new[] { first, second }.Sum(socket => socket.Heard.First().Split("@trade").Length - 1));
    }

    [Fact]
    public async Task A_missed_change_is_told_and_mended_by_a_new_snapshot()
    {
        Run(new MarketTopic(Some.Btc, MarketTopicKind.Book));
        var socket = await _venue.AcceptAsync("/public/ws");
        await _sink.FirstAsync<MarketUpdate.BookChanged>();
        await socket.SayAsync(Change(101, 101, 100, "59999", "5"));
        await _sink.FirstAsync<MarketUpdate.BookChanged>(change => change.Book.Bids.Contains(new BookLevel(59999, 5)));
        _venue.On("GET", "/fapi/v1/depth", Depth(110));

        await socket.SayAsync(Change(105, 106, 104, "59998", "7"));
        await _sink.FirstAsync<MarketUpdate.BookLost>();
        await Eventually.TrueAsync("the mended book", () => _sink.Last is MarketUpdate.BookChanged);
        await socket.SayAsync(Change(107, 111, 106, "59997", "8"));

        var mended = await _sink.FirstAsync<MarketUpdate.BookChanged>(change => change.Book.Bids.Contains(new BookLevel(59997, 8)));
        Assert.DoesNotContain(mended.Book.Bids, level => level.Price == 59999);
    }

    [Fact]
    public async Task A_lost_connection_makes_the_book_unknown_until_it_is_read_again()
    {
        Run(new MarketTopic(Some.Btc, MarketTopicKind.Book));
        var socket = await _venue.AcceptAsync("/public/ws");
        await _sink.FirstAsync<MarketUpdate.BookChanged>();

        socket.Drop();
        await _sink.FirstAsync<MarketUpdate.BookLost>();
        await _venue.AcceptAsync("/public/ws");

        await Eventually.TrueAsync("a book again", () => _sink.Last is MarketUpdate.BookChanged);
    }

    [Fact]
    public async Task A_trade_told_twice_counts_once_and_one_without_quantity_never()
    {
        Run(new MarketTopic(Some.Btc, MarketTopicKind.Trades));
        var socket = await _venue.AcceptAsync("/public/ws");

        foreach (var (id, quantity) in new[] { (7, "1"), (9, "1"), (9, "1"), (8, "2"), (10, "0"), (11, "1") })
        {
            await socket.SayAsync(Trade(id, quantity));
        }

        await _sink.FirstAsync<MarketUpdate.Traded>(traded => traded.Trade.Id == 11);
        Assert.Equal([7L, 9L, 8L, 11L], _sink.All<MarketUpdate.Traded>().Select(traded => traded.Trade.Id));
    }

    [Fact]
    public async Task Trades_and_bars_missed_during_an_outage_are_read_afterwards()
    {
        Run(new(Some.Btc, MarketTopicKind.Trades), new(Some.Btc, MarketTopicKind.Candles, Minute));
        var (trades, bars) = (await _venue.AcceptAsync("/public/ws"), await _venue.AcceptAsync("/market/ws"));
        await trades.SayAsync(Trade(7, "1"));
        await bars.SayAsync(Bar(minute: 0, isClosed: true));
        await _sink.FirstAsync<MarketUpdate.Traded>();
        await _sink.FirstAsync<MarketUpdate.CandleChanged>();
        _venue.On("GET", "/fapi/v1/trades", $"[{Row(6)},{Row(7)},{Row(8)},{Row(9)}]");
        _venue.On("GET", "/fapi/v1/klines", $"[{Kline(1)},{Kline(2)},{Kline(3)}]");

        trades.Drop();
        bars.Drop();
        await _sink.FirstAsync<MarketUpdate.Traded>(traded => traded.Trade.Id == 9);
        await _sink.FirstAsync<MarketUpdate.CandleChanged>(change => change.Candle.OpenAt == At(2));

        Assert.Equal([7L, 8L, 9L], _sink.All<MarketUpdate.Traded>().Select(traded => traded.Trade.Id));
        Assert.Equal([At(0), At(1), At(2)], _sink.All<MarketUpdate.CandleChanged>().Where(change => change.IsClosed).Select(change => change.Candle.OpenAt));
        Assert.Contains("startTime=60000", _venue.Requests("GET", "/fapi/v1/klines")[0].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_bar_is_final()
    {
        Run(new MarketTopic(Some.Btc, MarketTopicKind.Candles, Minute));
        var socket = await _venue.AcceptAsync("/market/ws");

        foreach (var (minute, isClosed) in new[] { (0, false), (0, true), (0, true), (0, false), (1, false) })
        {
            await socket.SayAsync(Bar(minute, isClosed));
        }

        await _sink.FirstAsync<MarketUpdate.CandleChanged>(change => change.Candle.OpenAt == At(1));
        Assert.Equal([false, true, false], _sink.All<MarketUpdate.CandleChanged>().Select(change => change.IsClosed));
        Assert.Equal(new Candle(At(0), 1, 2.5m, 0.5m, 2, 1000), _sink.All<MarketUpdate.CandleChanged>()[0].Candle);
    }

    [Fact]
    public async Task A_streamed_ticker_grows_together()
    {
        Run(new MarketTopic(Some.Btc, MarketTopicKind.Ticker));
        var socket = await _venue.AcceptAsync("/market/ws");

        await socket.SayAsync("""{"e":"24hrTicker","E":1750000000100,"s":"BTCUSDT","p":"-10","P":"-1.5","w":"60000","c":"60010.5","Q":"1","o":"1","h":"61000","l":"59000","v":"5","q":"300000","O":0,"C":1750000000000,"F":0,"L":18150,"n":18151}""");
        await socket.SayAsync(Samples.Mark("BTCUSDT", "60011.25", 1750000001000));

        var ticker = (await _sink.FirstAsync<MarketUpdate.TickerChanged>(change => change.Ticker.Mark is not null)).Ticker;
        Assert.Null(_sink.All<MarketUpdate.TickerChanged>()[0].Ticker.Mark);
        Assert.Equal((60010.5m, 60011.25m, 60010.5m, -0.015m, 0.0001m), (ticker.Last, ticker.Mark, ticker.Index, ticker.ChangeFraction24, ticker.FundingRate));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1750000001000), ticker.At);
    }

    private static DateTimeOffset At(int minute) => DateTimeOffset.UnixEpoch + (Minute * minute);

    private static string Depth(long last) =>
        $$"""{"lastUpdateId":{{last}},"E":1750000000000,"T":1750000000000,"bids":[["60000","1"]],"asks":[["60001","2"]]}""";

    private static string Change(long first, long last, long previous, string price, string quantity) =>
        $$"""{"e":"depthUpdate","E":1750000000000,"T":1750000000000,"s":"BTCUSDT","U":{{first}},"u":{{last}},"pu":{{previous}},"b":[["{{price}}","{{quantity}}"]],"a":[]}""";

    private static string Trade(long id, string quantity) =>
        $$"""{"e":"trade","E":1750000000001,"T":1750000000000,"s":"BTCUSDT","t":{{id}},"p":"60000","q":"{{quantity}}","X":"MARKET","m":true}""";

    private static string Row(long id, string quantity = "1") =>
        $$"""{"id":{{id}},"price":"60000","qty":"{{quantity}}","quoteQty":"60000","time":1750000000000,"isBuyerMaker":true}""";

    private static string Bar(int minute, bool isClosed) =>
        $$$"""{"e":"kline","E":1,"s":"BTCUSDT","k":{"t":{{{minute * 60000}}},"T":{{{(minute * 60000) + 59999}}},"s":"BTCUSDT","i":"1m","f":1,"L":2,"o":"1","c":"2","h":"2.5","l":"0.5","v":"1000","n":100,"x":{{{(isClosed ? "true" : "false")}}},"q":"1","V":"500","Q":"0.5","B":"0"}}""";

    private static string Kline(int minute) =>
        $"""[{minute * 60000},"1","2.5","0.5","2","1000",{(minute * 60000) + 59999},"1",100,"500","0.5","0"]""";

    private void Run(params MarketTopic[] topics) => _running = Data.RunAsync(topics, _sink.Post, _stop.Token);
}
