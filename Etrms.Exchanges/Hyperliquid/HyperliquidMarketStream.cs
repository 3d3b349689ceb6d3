using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>
/// The one stream of public prices of a network, shared by everybody who wants some: it opens with the first listener, closes with the last,
/// and is asked for each topic once.
/// </summary>
internal sealed partial class HyperliquidMarketStream : IStreamSession, IDisposable
{
    private readonly HyperliquidNetwork _network;
    private readonly ILogger _logger;
    private readonly ReconnectingSocket _socket;
    private readonly Lock _gate = new();
    private readonly Dictionary<Subscription, ImmutableArray<IMarketListener>> _listeners = [];
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    public HyperliquidMarketStream(HyperliquidNetwork network, ILogger logger)
    {
        _network = network;
        _logger = logger;
        _socket = new($"Hyperliquid {network.Kind} prices", this, network.SocketInvoker, network.Time, logger) { Timings = HyperliquidTimings.Stream };
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Greetings
    {
        get
        {
            lock (_gate)
            {
                return [.. _listeners.Keys.Select(HyperliquidFrames.Subscribe)];
            }
        }
    }

    /// <summary>Tells the listener about its topics until cancelled.</summary>
    public async Task RunAsync(IReadOnlyCollection<Subscription> topics, IMarketListener listener, CancellationToken cancellationToken)
    {
        var running = Join(topics, listener);
        try
        {
            await running.WaitAsync(cancellationToken);
        }
        finally
        {
            if (Leave(topics, listener) is { } stop)
            {
                await stop.CancelAsync();
                stop.Dispose();
            }
        }
    }

    public async ValueTask<Uri> LocateAsync(CancellationToken cancellationToken)
    {
        await _network.LearnMarketTimeAsync(cancellationToken);
        return _network.Addresses.Stream;
    }

    public Task AccompanyAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public void Receive(ReadOnlySpan<byte> frame, DateTimeOffset receivedAt)
    {
        try
        {
            if (HyperliquidFrames.Market(frame) is not { } news)
            {
                return;
            }

            if (news is MarketNews.Top { Data: { Bbo: [var bid, var ask] } top })
            {
                _network.Prices.Observe(top.Coin, bid?.Px, ask?.Px);
            }

            foreach (var listener in ListenersOf(news.Topic))
            {
                listener.Hear(news, receivedAt);
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            LogUnreadable(_network.Kind, failure.Message);
        }
    }

    public void Report(bool isAlive)
    {
        IMarketListener[] everybody;
        lock (_gate)
        {
            everybody = [.. _listeners.Values.SelectMany(listeners => listeners).Distinct()];
        }

        foreach (var listener in everybody)
        {
            listener.Report(isAlive);
        }
    }

    public void Dispose() => _stop?.Dispose();

    private ImmutableArray<IMarketListener> ListenersOf(Subscription topic)
    {
        lock (_gate)
        {
            return _listeners.GetValueOrDefault(topic, []);
        }
    }

    private Task Join(IReadOnlyCollection<Subscription> topics, IMarketListener listener)
    {
        lock (_gate)
        {
            foreach (var topic in topics)
            {
                if (!_listeners.TryGetValue(topic, out var others))
                {
                    others = [];
                    _socket.Say(HyperliquidFrames.Subscribe(topic));
                }

                _listeners[topic] = others.Add(listener);
            }

            if (_stop is null)
            {
                _stop = new CancellationTokenSource();
                _running = RunAfterAsync(_running, _stop.Token);
            }

            return _running;
        }
    }

    /// <summary>The former run may still be on its way out; two at once would speak through one socket.</summary>
    private async Task RunAfterAsync(Task former, CancellationToken cancellationToken)
    {
        await Task.WhenAny(former).WaitAsync(cancellationToken);
        await Task.Yield();
        await _socket.RunAsync(cancellationToken);
    }

    /// <summary>What stops the stream when nobody listens any more.</summary>
    private CancellationTokenSource? Leave(IReadOnlyCollection<Subscription> topics, IMarketListener listener)
    {
        lock (_gate)
        {
            foreach (var topic in topics)
            {
                var others = _listeners[topic].Remove(listener);
                if (others.IsEmpty)
                {
                    _listeners.Remove(topic);
                    _socket.Say(HyperliquidFrames.Unsubscribe(topic));
                }
                else
                {
                    _listeners[topic] = others;
                }
            }

            return _listeners.Count == 0 ? Interlocked.Exchange(ref _stop, null) : null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A frame of Hyperliquid {Network} prices could not be read: {Failure}")]
    private partial void LogUnreadable(VenueNetwork network, string failure);
}
