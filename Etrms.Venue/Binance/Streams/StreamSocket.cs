using System.Net.WebSockets;
using Etrms.Venue.Control;

namespace Etrms.Venue.Binance.Streams;

/// <summary>One WebSocket: a reader for its requests and a single writer for its frames.</summary>
internal sealed class StreamSocket(WebSocket socket, StreamRoute route, bool isCombined, WireLog log) : IDisposable
{
    private const int LongestMessage = 64 * 1024;
    private readonly Outbox _outbox = new();
    private readonly CancellationTokenSource _cut = new();
    private volatile TaskCompletionSource? _silence;

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
    public void Cut() => _cut.CancelAfter(TimeSpan.Zero);

    /// <summary>Leaves the connection open and dead: nothing is read, answered or sent.</summary>
    public void Silence() => _silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => Interlocked.Exchange(ref _silence, null)?.TrySetResult();

    /// <summary>Serves the socket until the client closes it, the venue cuts it or the token is cancelled.</summary>
    public async Task RunAsync(Action<ReadOnlyMemory<byte>> onMessage, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token);
        var writing = WriteAsync(ends.Token);
        try
        {
            await ReadAsync(onMessage, ends.Token);
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // The client went away or was cut; both are ordinary ends of a socket.
            socket.Abort();
        }

        await ends.CancelAsync();
        await writing;
    }

    public void Dispose() => _cut.Dispose();

    private async Task ReadAsync(Action<ReadOnlyMemory<byte>> onMessage, CancellationToken cancellationToken)
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

            onMessage(buffer.AsMemory(0, length));
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
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
        catch (OperationCanceledException)
        {
            // The reader ended; there is nobody left to write to.
        }
        catch (WebSocketException)
        {
            Cut();
        }
    }

    private Task AwaitSoundAsync(CancellationToken cancellationToken) =>
        _silence is { } silence ? silence.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
}
