using Etrms.Domain.Market;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// What is known of the markets of one stream, and what of each piece of news is new: nothing is told twice, and what depends on an unbroken
/// chain is told to be lost when the chain breaks. Thread-safe.
/// </summary>
internal sealed class MarketPicture(Action<MarketUpdate> sink, Action<InstrumentId> wantSnapshot)
{
    /// <summary>Levels of each side that are told; books are kept deeper.</summary>
    private const int ToldDepth = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<InstrumentId, LocalBook> _books = [];
    private readonly Dictionary<InstrumentId, RecentIds> _trades = [];
    private readonly Dictionary<(InstrumentId, TimeSpan), DateTimeOffset> _closed = [];
    private readonly Dictionary<InstrumentId, Ticker> _tickers = [];

    public void Take(TopicNews news)
    {
        lock (_gate)
        {
            switch (news)
            {
                case TopicNews.Depth depth:
                    TakeDepth(depth);
                    break;
                case TopicNews.Trade trade when Trades(trade.Instrument).Add(trade.Value.Id):
                    sink(new MarketUpdate.Traded(trade.Instrument, trade.Value));
                    break;
                case TopicNews.Bar bar:
                    TakeBar(bar);
                    break;
                case TopicNews.Day day:
                    Tell(day.Ticker, known => day.Ticker with
                    {
                        Mark = known.Mark,
                        Index = known.Index,
                        FundingRate = known.FundingRate,
                        NextFundingAt = known.NextFundingAt,
                    });
                    break;
                case TopicNews.Premium premium:
                    Tell(premium.Ticker, known => known with
                    {
                        Mark = premium.Ticker.Mark,
                        Index = premium.Ticker.Index,
                        FundingRate = premium.Ticker.FundingRate,
                        NextFundingAt = premium.Ticker.NextFundingAt,
                        At = premium.Ticker.At,
                    });
                    break;
            }
        }
    }

    /// <summary>False when the snapshot came too early and another is needed.</summary>
    public bool Load(InstrumentId instrument, DepthMessage snapshot)
    {
        lock (_gate)
        {
            var book = Book(instrument);
            if (!book.Load(snapshot.LastUpdateId, snapshot.Bids.Select(ToLevel), snapshot.Asks.Select(ToLevel)))
            {
                return false;
            }

            sink(new MarketUpdate.BookChanged(instrument, book.Top(ToldDepth), BinanceWords.Instant(snapshot.MatchedAt)));
            return true;
        }
    }

    public bool IsKnown(InstrumentId instrument)
    {
        lock (_gate)
        {
            return Book(instrument).IsKnown;
        }
    }

    /// <summary>The connection is lost, and with it every chain of changes.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            foreach (var (instrument, book) in _books)
            {
                if (book.IsKnown)
                {
                    sink(new MarketUpdate.BookLost(instrument));
                }

                book.Forget();
            }
        }
    }

    /// <summary>Number of the newest trade told; null before the first.</summary>
    public long? NewestTrade(InstrumentId instrument)
    {
        lock (_gate)
        {
            return Trades(instrument).Highest;
        }
    }

    /// <summary>When the newest bar that is closed began; null before the first.</summary>
    public DateTimeOffset? NewestClosed(InstrumentId instrument, TimeSpan interval)
    {
        lock (_gate)
        {
            return _closed.TryGetValue((instrument, interval), out var openAt) ? openAt : null;
        }
    }

    private static BookLevel ToLevel(decimal[] row) => new(row[0], row[1]);

    private void TakeDepth(TopicNews.Depth depth)
    {
        var book = Book(depth.Instrument);
        switch (book.Take(depth.Diff))
        {
            case BookStep.Applied:
                sink(new MarketUpdate.BookChanged(depth.Instrument, book.Top(ToldDepth), depth.Diff.At));
                break;
            case BookStep.Gap:
                sink(new MarketUpdate.BookLost(depth.Instrument));
                wantSnapshot(depth.Instrument);
                break;
            case BookStep.Held or BookStep.Old:
                break;
        }
    }

    /// <summary>A closed bar is final: what comes late about it is dropped.</summary>
    private void TakeBar(TopicNews.Bar bar)
    {
        var key = (bar.Instrument, bar.Interval);
        if (_closed.TryGetValue(key, out var closed) && bar.Candle.OpenAt <= closed)
        {
            return;
        }

        if (bar.IsClosed)
        {
            _closed[key] = bar.Candle.OpenAt;
        }

        sink(new MarketUpdate.CandleChanged(bar.Instrument, bar.Interval, bar.Candle, bar.IsClosed));
    }

    private void Tell(Ticker first, Func<Ticker, Ticker> merge)
    {
        var ticker = _tickers.TryGetValue(first.Instrument, out var known) ? merge(known) : first;
        _tickers[first.Instrument] = ticker;
        sink(new MarketUpdate.TickerChanged(ticker));
    }

    private LocalBook Book(InstrumentId instrument) => Known(_books, instrument);

    private RecentIds Trades(InstrumentId instrument) => Known(_trades, instrument);

    private static T Known<T>(Dictionary<InstrumentId, T> all, InstrumentId instrument)
        where T : new() => all.TryGetValue(instrument, out var known) ? known : all[instrument] = new T();
}
