using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>One market stream: marks or book tops of the contracts asked for.</summary>
internal sealed partial class BinanceMarketSession : IStreamSession
{
    /// <summary>Keeps a subscription message far below the venue's size limit.</summary>
    private const int StreamsPerMessage = 200;

    private readonly BinanceNetwork _network;
    private readonly FeedKind _feed;
    private readonly BinanceMarketFrames _frames;
    private readonly Action<RiskEvent> _sink;
    private readonly ILogger _logger;

    public BinanceMarketSession(
        BinanceNetwork network, FeedKind feed, IReadOnlyCollection<InstrumentId> instruments, Action<RiskEvent> sink, ILogger logger)
    {
        _network = network;
        _feed = feed;
        _frames = new(new(instruments), network.MarketClock);
        _sink = sink;
        _logger = logger;
        var suffix = feed == FeedKind.Mark ? "@markPrice@1s" : "@bookTicker";
        Greetings = [.. instruments
            .Select(instrument => instrument.Symbol.ToLowerInvariant() + suffix)
            .Chunk(StreamsPerMessage)
            .Select((streams, i) => new ReadOnlyMemory<byte>(
                JsonSerializer.SerializeToUtf8Bytes(new SubscribeMessage("SUBSCRIBE", streams, i + 1), BinanceJson.Default.SubscribeMessage)))];
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Greetings { get; }

    public async ValueTask<Uri> LocateAsync(CancellationToken cancellationToken)
    {
        await _network.LearnMarketTimeAsync(cancellationToken);
        return _feed == FeedKind.Mark ? _network.Addresses.MarketStream : _network.Addresses.PublicStream;
    }

    public Task AccompanyAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public void Receive(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        try
        {
            if (_frames.Decode(frame, receivedAt) is { } riskEvent)
            {
                _sink(riskEvent);
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            LogUnreadable(_feed, failure.Message);
        }
    }

    public void Report(bool isAlive)
    {
        if (_network.MarketClock.IsKnown)
        {
            _sink(new RiskEvent.FeedChanged(null, Exchange.Binance, _feed, isAlive) { Times = _network.TimesNow() });
        }
    }

    [LoggerMessage(LogLevel.Warning, "A frame of {Feed} could not be read: {Failure}")]
    private partial void LogUnreadable(FeedKind feed, string failure);
}
