using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Etrms.Domain.Market;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>
/// One socket of market topics. Every connection begins with a snapshot of each book and, after an outage, with the trades and bars that were
/// missed.
/// </summary>
internal sealed partial class BinanceTopicSession : IStreamSession
{
    private readonly BinanceRest _rest;
    private readonly Uri _address;
    private readonly ImmutableArray<MarketTopic> _topics;
    private readonly BinanceTopicFrames _frames;
    private readonly MarketPicture _picture;
    private readonly MissedMarket _missed;
    private readonly ILogger _logger;

    /// <summary>Books in need of a snapshot; one can be asked for again while its reading is on the way.</summary>
    private readonly Channel<InstrumentId> _wanted = Channel.CreateUnbounded<InstrumentId>(new() { SingleReader = true });

    public BinanceTopicSession(
        BinanceRest rest, Uri address, IReadOnlyCollection<MarketTopic> topics, Action<MarketUpdate> sink, ILogger logger)
    {
        _rest = rest;
        _address = address;
        _topics = [.. topics];
        _frames = new(new(topics.Select(topic => topic.Instrument).Distinct()));
        _picture = new(sink, instrument => _wanted.Writer.TryWrite(instrument));
        _missed = new(rest, _picture);
        _logger = logger;
        Greetings = [BinanceTopicStreams.Subscription(topics.SelectMany(BinanceTopicStreams.StreamsOf), id: 1)];
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Greetings { get; }

    public ValueTask<Uri> LocateAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_address);

    public Task AccompanyAsync(CancellationToken cancellationToken) =>
        Together.RunAsync(cancellationToken, LoadBooksAsync, CatchUpAsync);

    public void Receive(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        try
        {
            if (_frames.Decode(frame) is { } news)
            {
                _picture.Take(news);
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            LogUnreadable(failure.Message);
        }
    }

    public void Report(bool isAlive)
    {
        if (!isAlive)
        {
            _picture.Lose();
        }
    }

    private async Task LoadBooksAsync(CancellationToken cancellationToken)
    {
        var failures = new Dictionary<InstrumentId, int>();
        foreach (var topic in _topics.Where(topic => topic.Kind == MarketTopicKind.Book))
        {
            _wanted.Writer.TryWrite(topic.Instrument);
        }

        await foreach (var instrument in _wanted.Reader.ReadAllAsync(cancellationToken))
        {
            if (_picture.IsKnown(instrument))
            {
                failures.Remove(instrument);
            }
            else if (!await LoadBookAsync(instrument, cancellationToken))
            {
                var failed = failures[instrument] = failures.GetValueOrDefault(instrument) + 1;
                await Task.Delay(Backoff.After(failed - 1), _rest.Network.Time, cancellationToken);
                _wanted.Writer.TryWrite(instrument);
            }
        }
    }

    private async Task<bool> LoadBookAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        try
        {
            return _picture.Load(instrument, await BinanceDepth.ReadAsync(_rest, instrument, BinanceDepth.Deepest, cancellationToken));
        }
        catch (ExchangeCallException failure)
        {
            LogNoSnapshot(instrument, failure.Message);
            return false;
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await _missed.ReadAsync(_topics, cancellationToken);
                break;
            }
            catch (ExchangeCallException failure)
            {
                LogNotCaughtUp(failure.Message);
                await Task.Delay(Backoff.After(failures), _rest.Network.Time, cancellationToken);
            }
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "A frame of the market topics could not be read: {Failure}")]
    private partial void LogUnreadable(string failure);

    [LoggerMessage(LogLevel.Warning, "No snapshot of the book of {Instrument}: {Failure}")]
    private partial void LogNoSnapshot(InstrumentId instrument, string failure);

    [LoggerMessage(LogLevel.Warning, "What the market topics missed could not be read: {Failure}")]
    private partial void LogNotCaughtUp(string failure);
}
