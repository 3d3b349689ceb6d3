using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Exchanges;

namespace Etrms.Workers.Analysis;

/// <summary>Past candles as a venue answered; none when it had none or did not answer.</summary>
internal sealed record PastCandles(InstrumentId Instrument, TimeSpan Interval, ImmutableArray<Candle> Candles, DateTimeOffset Until);

/// <summary>What came in since the last look.</summary>
/// <param name="Closed">In order.</param>
/// <param name="Forming">The newest of each contract and length.</param>
/// <param name="Books">The newest of each contract; null is lost.</param>
internal sealed record MarketNews(
    IReadOnlyList<PastCandles> Past, IReadOnlyList<MarketUpdate.CandleChanged> Closed, IReadOnlyCollection<MarketUpdate.CandleChanged> Forming,
    IReadOnlyDictionary<InstrumentId, OrderBook?> Books)
{
    /// <summary>Every book and trade by contract, in order.</summary>
    public IReadOnlyDictionary<InstrumentId, FlowQueue> Flow { get; init; } = new Dictionary<InstrumentId, FlowQueue>();
}

/// <summary>
/// Where feeds leave what they hear; never waits. Of forming candles only the newest is kept and of books and trades a bounded queue, so that memory
/// is bounded by contracts and what closes between two looks.
/// </summary>
internal sealed class MarketInbox(TimeProvider time)
{
    private readonly Lock _gate = new();
    private List<PastCandles> _past = [];
    private List<MarketUpdate.CandleChanged> _closed = [];
    private Dictionary<(InstrumentId, TimeSpan), MarketUpdate.CandleChanged> _forming = [];
    private Dictionary<InstrumentId, OrderBook?> _books = [];
    private Dictionary<InstrumentId, FlowQueue> _flow = [];

    public void Post(MarketUpdate update)
    {
        lock (_gate)
        {
            switch (update)
            {
                case MarketUpdate.CandleChanged { IsClosed: true } closed:
                    _closed.Add(closed);
                    break;
                case MarketUpdate.CandleChanged forming:
                    _forming[(forming.Instrument, forming.Interval)] = forming;
                    break;
                case MarketUpdate.BookChanged changed:
                    _books[changed.Instrument] = changed.Book;
                    FlowOf(changed.Instrument).Add(new FlowStep(time.GetUtcNow(), changed.Book, null));
                    break;
                case MarketUpdate.Traded traded:
                    FlowOf(traded.Instrument).Add(new FlowStep(time.GetUtcNow(), null, traded.Trade));
                    break;
                case MarketUpdate.BookLost lost:
                    _books[lost.Instrument] = null;
                    FlowOf(lost.Instrument).Add(new FlowStep(time.GetUtcNow(), null, null));
                    break;
                default:
                    break;
            }
        }
    }

    public void Post(PastCandles past)
    {
        lock (_gate)
        {
            _past.Add(past);
        }
    }

    public MarketNews Take()
    {
        lock (_gate)
        {
            var news = new MarketNews(_past, _closed, _forming.Values, _books) { Flow = _flow };
            (_past, _closed, _forming, _books, _flow) = ([], [], [], [], []);
            return news;
        }
    }

    private FlowQueue FlowOf(InstrumentId instrument) => _flow.TryGetValue(instrument, out var queue) ? queue : _flow[instrument] = new FlowQueue();
}
