using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Exchanges;

public enum MarketTopicKind
{
    Book,
    Trades,
    Candles,
    Ticker,
}

/// <summary>One thing to be told about one contract.</summary>
/// <param name="Interval">Length of the bars; only with <see cref="MarketTopicKind.Candles"/>.</param>
public sealed record MarketTopic(InstrumentId Instrument, MarketTopicKind Kind, TimeSpan? Interval = null);

/// <summary>What a stream says about a market.</summary>
public abstract record MarketUpdate
{
    private MarketUpdate()
    {
    }

    /// <param name="Book">The best levels of the whole book, not a change of it.</param>
    /// <param name="At">Venue time of the newest change in it.</param>
    public sealed record BookChanged(InstrumentId Instrument, OrderBook Book, DateTimeOffset At) : MarketUpdate;

    /// <summary>A part was missed: the book is unknown until the next <see cref="BookChanged"/>.</summary>
    public sealed record BookLost(InstrumentId Instrument) : MarketUpdate;

    public sealed record Traded(InstrumentId Instrument, MarketTrade Trade) : MarketUpdate;

    public sealed record CandleChanged(InstrumentId Instrument, TimeSpan Interval, Candle Candle, bool IsClosed) : MarketUpdate;

    public sealed record TickerChanged(Ticker Ticker) : MarketUpdate;
}

/// <summary>Public market data beyond what guards positions: for analysis, charts and liquidity. Past candles are in <see cref="ICandleHistory"/>.</summary>
public interface IMarketData
{
    /// <exception cref="ExchangeCallException">The venue could not be read.</exception>
    Task<Ticker> ReadTickerAsync(InstrumentId instrument, CancellationToken cancellationToken);

    /// <param name="depth">Levels of each side; the venue may have fewer.</param>
    /// <exception cref="ExchangeCallException">The venue could not be read.</exception>
    Task<OrderBook> ReadBookAsync(InstrumentId instrument, int depth, CancellationToken cancellationToken);

    /// <summary>The newest trades, oldest first.</summary>
    /// <exception cref="ExchangeCallException">The venue could not be read.</exception>
    Task<ImmutableArray<MarketTrade>> ReadTradesAsync(InstrumentId instrument, int count, CancellationToken cancellationToken);

    /// <summary>Streams the topics into the sink until cancelled; reconnects by itself.</summary>
    Task RunAsync(IReadOnlyCollection<MarketTopic> topics, Action<MarketUpdate> sink, CancellationToken cancellationToken);
}
