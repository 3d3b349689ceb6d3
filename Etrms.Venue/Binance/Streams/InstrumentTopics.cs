using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance.Streams;

/// <summary>A stream of book changes or of the best levels, at most once per interval of wall time.</summary>
/// <param name="Levels">Levels a side; 0 for a stream of changes.</param>
internal sealed record DepthTopic(Topic Topic, TimeSpan Every, int Levels);

/// <summary>The public streams of one contract.</summary>
internal sealed class InstrumentTopics
{
    private static readonly int[] TopLevels = [5, 10, 20];

    private static readonly (string Suffix, TimeSpan Every)[] Speeds =
    [
        ("", TimeSpan.FromMilliseconds(250)), ("@100ms", TimeSpan.FromMilliseconds(100)), ("@250ms", TimeSpan.FromMilliseconds(250)),
        ("@500ms", TimeSpan.FromMilliseconds(500)),
    ];

    /// <param name="open">Makes a topic by its name and home.</param>
    public InstrumentTopics(Instrument instrument, Func<string, StreamRoute, Topic> open)
    {
        var symbol = instrument.Id.Symbol.ToLowerInvariant();
        Instrument = instrument;
        BookTicker = open($"{symbol}@bookTicker", StreamRoute.Public);
        Trade = open($"{symbol}@trade", StreamRoute.Public);
        AggregateTrade = open($"{symbol}@aggTrade", StreamRoute.Market);
        Mark = open($"{symbol}@markPrice", StreamRoute.Market);
        MarkEachSecond = open($"{symbol}@markPrice@1s", StreamRoute.Market);
        Ticker = open($"{symbol}@ticker", StreamRoute.Market);
        MiniTicker = open($"{symbol}@miniTicker", StreamRoute.Market);
        ForceOrder = open($"{symbol}@forceOrder", StreamRoute.Market);
        Klines = KlineInterval.All.ToImmutableDictionary(
            interval => interval.Code, interval => open($"{symbol}@kline_{interval.Code}", StreamRoute.Market), StringComparer.Ordinal);
        ContinuousKlines = KlineInterval.All.ToImmutableDictionary(
            interval => interval.Code, interval => open($"{symbol}_perpetual@continuousKline_{interval.Code}", StreamRoute.Market),
            StringComparer.Ordinal);
        Depths =
        [
            .. from levels in TopLevels.Prepend(0)
               from speed in Speeds
               let name = $"{symbol}@depth{(levels == 0 ? "" : levels)}{speed.Suffix}"
               select new DepthTopic(open(name, StreamRoute.Public), speed.Every, levels),
            new DepthTopic(open($"{symbol}@rpiDepth@500ms", StreamRoute.Public), TimeSpan.FromMilliseconds(500), Levels: 0),
        ];
    }

    public Instrument Instrument { get; }

    public Topic BookTicker { get; }

    public Topic Trade { get; }

    public Topic AggregateTrade { get; }

    public Topic Mark { get; }

    public Topic MarkEachSecond { get; }

    public Topic Ticker { get; }

    public Topic MiniTicker { get; }

    public Topic ForceOrder { get; }

    /// <summary>By the interval's code.</summary>
    public ImmutableDictionary<string, Topic> Klines { get; }

    /// <summary>By the interval's code.</summary>
    public ImmutableDictionary<string, Topic> ContinuousKlines { get; }

    public ImmutableArray<DepthTopic> Depths { get; }
}
