using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Etrms.Api.Live;

/// <summary>How a socket begins.</summary>
/// <param name="Since">Number of the last message that the client saw before; null when it begins.</param>
/// <param name="ReadAsync">Reads the snapshot, and what came after a number.</param>
internal sealed record SocketStart(long? Since, Func<long?, CancellationToken, Task<IReadOnlyList<Frame>>> ReadAsync);

/// <summary>One open socket: a pump that sends what its channel spreads, and a reader for the few things a client may say.</summary>
internal sealed class LiveSocket(WebSocket socket, Listener listener, SocketStart start) : IDisposable
{
    /// <summary>Private code: prove again who you are, then come back.</summary>
    private const WebSocketCloseStatus SignInAgain = (WebSocketCloseStatus)4401;

    private const int LongestMessage = 1024;
    private static readonly TimeSpan SendDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private long _lastSeq = -1;

    public void Dispose() => _sending.Dispose();

    /// <summary>Serves until the client leaves, its time is over, or the host stops.</summary>
    public async Task ServeAsync(CancellationToken expired, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(expired, stopping);
        var reading = ReadAsync(stopping);
        var pumping = PumpAsync(over.Token);
        if (await Task.WhenAny(reading, pumping) == pumping)
        {
            await CloseAsync(stopping.IsCancellationRequested ? WebSocketCloseStatus.EndpointUnavailable
                : expired.IsCancellationRequested ? SignInAgain : listener.Reason);
            await Task.WhenAny(reading, Task.Delay(CloseDeadline, CancellationToken.None));
        }

        await over.CancelAsync();
        socket.Abort();
        await Task.WhenAll(reading, pumping);
    }

    /// <summary>Ends when the time is over, when the listener was cut off, or when the client cannot be reached.</summary>
    private async Task PumpAsync(CancellationToken over)
    {
        try
        {
            await SendFirstAsync(start.Since, over);
            await foreach (var frame in listener.Waiting.ReadAllAsync(over))
            {
                await SendNewerAsync(frame, over);
            }
        }
        catch (Exception left) when (left is WebSocketException or OperationCanceledException)
        {
            // Gone or over: the caller closes.
        }
    }

    /// <summary>
    /// Ends when the client closes, breaks the rules or is gone. Never cancelled on expiry, since that would tear the socket down
    /// without a code.
    /// </summary>
    private async Task ReadAsync(CancellationToken stopping)
    {
        var buffer = new byte[LongestMessage];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            {
                if (part.MessageType == WebSocketMessageType.Binary || !part.EndOfMessage)
                {
                    await CloseAsync(part.EndOfMessage ? WebSocketCloseStatus.InvalidMessageType : WebSocketCloseStatus.MessageTooBig);
                    return;
                }

                await AnswerAsync(TypeOf(buffer.AsMemory(0, part.Count)), stopping);
            }

            await CloseAsync(WebSocketCloseStatus.NormalClosure);
        }
        catch (Exception left) when (left is WebSocketException or OperationCanceledException)
        {
            // Gone: nothing is left to close.
        }
    }

    private Task AnswerAsync(string? type, CancellationToken stopping) => type switch
    {
        "ping" => SendAsync("""{"type":"pong"}"""u8.ToArray(), stopping),
        "pong" => Task.CompletedTask,
        "snapshot" => SendFirstAsync(null, stopping),
        _ => SendAsync(Encoding.UTF8.GetBytes("""{"type":"error","detail":"Say {\"type\":\"ping\"} or {\"type\":\"snapshot\"}."}"""), stopping),
    };

    private async Task SendFirstAsync(long? since, CancellationToken cancellationToken)
    {
        foreach (var frame in await start.ReadAsync(since, cancellationToken))
        {
            _lastSeq = Math.Max(_lastSeq, frame.Seq);
            await SendAsync(frame.Utf8, cancellationToken);
        }
    }

    /// <summary>What the snapshot already contains is not sent again.</summary>
    private async Task SendNewerAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (frame.Seq > _lastSeq)
        {
            _lastSeq = frame.Seq;
            await SendAsync(frame.Utf8, cancellationToken);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(SendDeadline);
        await _sending.WaitAsync(deadline.Token);
        try
        {
            await socket.SendAsync(utf8, WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status)
    {
        using var deadline = new CancellationTokenSource(CloseDeadline);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, status == SignInAgain ? "Sign in again" : "", deadline.Token);
            }
        }
        catch (Exception left) when (left is WebSocketException or OperationCanceledException)
        {
            // The client did not wait for the farewell.
        }
    }

    private static string? TypeOf(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        }
        catch (JsonException)
        {
            // Not JSON is answered like an unknown type.
            return null;
        }
    }
}
