using System.Text.Json;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>Spreads topics over sockets. Books and trades come from one address, bars and tickers from another: the wrong one stays silent.</summary>
internal sealed class BinanceTopicStreams(BinanceRest rest, ILogger logger)
{
    /// <summary>The venue allows 1024 on one connection by its newest pages and 200 by older ones.</summary>
    private const int StreamsPerSocket = 200;

    public Task RunAsync(IReadOnlyCollection<MarketTopic> topics, Action<MarketUpdate> sink, CancellationToken cancellationToken)
    {
        var network = rest.Network;
        var sockets = topics.Distinct()
            .GroupBy(topic => topic.Kind is MarketTopicKind.Book or MarketTopicKind.Trades)
            .SelectMany(route => route.Chunk(StreamsPerSocket / 2).Select(share => (Topics: share, IsPublic: route.Key)))
            .Select((group, i) => new ReconnectingSocket(
                $"Binance {network.Kind} topics {i + 1}",
                new BinanceTopicSession(rest, group.IsPublic ? network.Addresses.PublicStream : network.Addresses.MarketStream, group.Topics, sink, logger),
                network.SocketInvoker, network.Time, logger));
        return Together.RunAsync(cancellationToken, [network.KeepClockAsync, .. sockets.Select(socket => (Func<CancellationToken, Task>)socket.RunAsync)]);
    }

    public static IEnumerable<string> StreamsOf(MarketTopic topic)
    {
        var symbol = topic.Instrument.Symbol.ToLowerInvariant();
        return topic.Kind switch
        {
            MarketTopicKind.Book => [$"{symbol}@depth@100ms"],
            MarketTopicKind.Trades => [$"{symbol}@trade"],
            MarketTopicKind.Candles => [$"{symbol}@kline_{BinanceIntervals.Word(topic.Interval ?? TimeSpan.Zero)}"],
            MarketTopicKind.Ticker => [$"{symbol}@ticker", $"{symbol}@markPrice@1s"],
        };
    }

    public static byte[] Subscription(IEnumerable<string> streams, int id, string method = "SUBSCRIBE") =>
        JsonSerializer.SerializeToUtf8Bytes(new SubscribeMessage(method, [.. streams], id), BinanceJson.Default.SubscribeMessage);
}
