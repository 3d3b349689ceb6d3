using System.Net.WebSockets;
using Etrms.Venue.Control;

namespace Etrms.Venue.Binance.Streams;

/// <summary>
/// One client: a reader for its requests and a single writer for its frames. It gathers frames from before the connection is
/// accepted, so that a client that is connected misses nothing.
/// </summary>
internal sealed class StreamSocket(StreamRoute route, bool isCombined, WireLog log, TimeProvider clock)
{
    private const int LongestMessage = 64 * 1024;
    private readonly Outbox _outbox = new();
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _silence;
    private long _period;
    private int _messages;

    public StreamRoute Route => route;

    /// <summary>What the client subscribed to, names unknown to the venue included. Touched by the socket's reader only.</summary>
    public HashSet<string> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>Queues a frame; cuts a client that is too slow to take it.</summary>
    public void Post(Frame frame)
    {
        if (_silence is null && !_outbox.TryPost(frame))
        {
            Cut();
        }
    }

    /// <summary>Drops the connection without a closing handshake.</summary>
    public void Cut() => _cut.TrySetResult();

    /// <summary>Leaves the connection open and dead: nothing is read, answered or sent.</summary>
    public void Silence() => _silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => Interlocked.Exchange(ref _silence, null)?.TrySetResult();

    /// <summary>Serves the socket until the client closes it, the venue cuts it or the token is cancelled.</summary>
    public async Task RunAsync(WebSocket socket, Func<ReadOnlyMemory<byte>, Task> onMessage, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadUntilClosedAsync(socket, onMessage, ends.Token);
        var writing = WriteAsync(socket, ends.Token);
        await Task.WhenAny(reading, writing, _cut.Task);
        await ends.CancelAsync();
        await Task.WhenAll(reading, writing);
    }

    private async Task ReadUntilClosedAsync(WebSocket socket, Func<ReadOnlyMemory<byte>, Task> onMessage, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(socket, onMessage, cancellationToken);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // The client went away or was cut; both are ordinary ends of a socket.
            socket.Abort();
        }
    }

    private async Task ReadAsync(WebSocket socket, Func<ReadOnlyMemory<byte>, Task> onMessage, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += part.Count;
                await AwaitSoundAsync(cancellationToken);
            }
            while (!part.EndOfMessage && length < buffer.Length);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return;
            }

            if (!part.EndOfMessage)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "Payload too long", cancellationToken);
                return;
            }

            if (IsTooFast())
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "Too many requests", cancellationToken);
                return;
            }

            await onMessage(buffer.AsMemory(0, length));
        }
    }

    private async Task WriteAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _outbox.WaitAsync(cancellationToken);
                while (_outbox.TryTake(out var frame))
                {
                    if (frame.Price is { } price)
                    {
                        log.PriceSent(frame.Stream, price.Symbol, price.Price);
                    }

                    var payload = isCombined && frame.Stream.Length > 0 ? frame.Wrapped : frame.Payload;
                    await socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
                }
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // There is nobody left to write to.
        }
    }

    private bool IsTooFast()
    {
        var (most, seconds) = route.MessageRate();
        var period = clock.GetUtcNow().ToUnixTimeSeconds() / seconds;
        if (period != _period)
        {
            (_period, _messages) = (period, 0);
        }

        return ++_messages > most;
    }

    private Task AwaitSoundAsync(CancellationToken cancellationToken) =>
        _silence is { } silence ? silence.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
}
