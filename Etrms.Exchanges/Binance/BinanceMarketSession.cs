using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>One market stream, marks or book tops, of the contracts that anybody watches at the moment.</summary>
internal sealed partial class BinanceMarketSession(BinanceNetwork network, FeedKind feed, MarketWatchers watchers, ILogger logger) : IStreamSession
{
    private readonly string _suffix = feed == FeedKind.Mark ? "@markPrice@1s" : "@bookTicker";
    private volatile BinanceMarketFrames _frames = new(new(watchers.Instruments), network.MarketClock);

    public IReadOnlyList<ReadOnlyMemory<byte>> Greetings => watchers.Instruments is { IsEmpty: false } instruments
        ? [Message("SUBSCRIBE", instruments)]
        : [];

    /// <summary>What to say on an open connection when contracts are watched from now on, or no longer.</summary>
    public ReadOnlyMemory<byte> Change(string method, IEnumerable<InstrumentId> instruments)
    {
        _frames = new(new(watchers.Instruments), network.MarketClock);
        return Message(method, instruments);
    }

    public async ValueTask<Uri> LocateAsync(CancellationToken cancellationToken)
    {
        await network.LearnMarketTimeAsync(cancellationToken);
        return feed == FeedKind.Mark ? network.Addresses.MarketStream : network.Addresses.PublicStream;
    }

    public Task AccompanyAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public void Receive(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        try
        {
            switch (_frames.Decode(frame, receivedAt))
            {
                case RiskEvent.MarkPriced mark:
                    watchers.Tell(mark.Instrument, mark);
                    break;
                case RiskEvent.BookTopChanged top:
                    watchers.Tell(top.Instrument, top);
                    break;
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            LogUnreadable(feed, failure.Message);
        }
    }

    public void Report(bool isAlive)
    {
        if (network.MarketClock.IsKnown)
        {
            watchers.TellAll(new RiskEvent.FeedChanged(null, Exchange.Binance, feed, isAlive) { Times = network.TimesNow() });
        }
    }

    private byte[] Message(string method, IEnumerable<InstrumentId> instruments) => BinanceTopicStreams.Subscription(
        instruments.Select(instrument => instrument.Symbol.ToLowerInvariant() + _suffix), id: 1, method);

    [LoggerMessage(LogLevel.Warning, "A frame of {Feed} could not be read: {Failure}")]
    private partial void LogUnreadable(FeedKind feed, string failure);
}
