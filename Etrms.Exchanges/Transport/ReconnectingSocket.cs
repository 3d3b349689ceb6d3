using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Transport;

/// <summary>
/// Keeps one stream open until cancelled. A connection that is closed, dead or silent is given up and made anew after a pause that grows while
/// connections fail. Frames are read into one pooled buffer and handed on without a copy.
/// Dead means that a ping is not answered. A venue can go on answering pings and say nothing more, so it is also asked a question now and
/// then: once it has answered any, it must go on answering.
/// </summary>
internal sealed partial class ReconnectingSocket(
    string name, IStreamSession session, HttpMessageInvoker invoker, TimeProvider time, ILogger logger)
{
    private const int FirstBuffer = 32 * 1024;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private const int LongestQueue = 1024;

    private long _lastFrame;
    private volatile bool _answers;
    private volatile Channel<ReadOnlyMemory<byte>>? _outgoing;

    public StreamTimings Timings { get; init; } = new(AlwaysSpeaks: false);

    /// <summary>Sends a message on the open connection. Without one it is dropped: the next connection begins with the greetings.</summary>
    public void Say(ReadOnlyMemory<byte> message)
    {
        if (_outgoing is { } outgoing && !outgoing.Writer.TryWrite(message))
        {
            // More than the peer takes: the connection is given up and begins anew with the greetings.
            outgoing.Writer.TryComplete();
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            var started = time.GetTimestamp();
            await ConnectionAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            session.Report(isAlive: false);
            ExchangeMetrics.Lost(name);
            if (time.GetElapsedTime(started) > Settled)
            {
                failures = 0;
            }

            await Task.Delay(Backoff.After(failures), time, cancellationToken);
        }
    }

    private async Task ConnectionAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Before the greetings are asked for: whatever changes from then on is said on top of them.
            var outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
            _outgoing = outgoing;
            using var socket = await ConnectAsync(cancellationToken);
            LogConnected(name);
            session.Report(isAlive: true);
            await Together.RunAsync(
                cancellationToken, token => ReadAsync(socket, token), token => SpeakAsync(socket, outgoing.Reader, token),
                token => WatchAsync(socket, token), session.AccompanyAsync);
            LogGivenUp(name);
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            LogLost(name, failure.Message);
        }
        finally
        {
            _outgoing = null;
        }
    }

    private static bool IsExpected(Exception failure) =>
        failure is WebSocketException or HttpRequestException or IOException or OperationCanceledException or ExchangeCallException;

    private async Task<ClientWebSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ConnectTimeout);
        var address = await session.LocateAsync(deadline.Token);
        var socket = new ClientWebSocket();
        try
        {
            if (Timings.PingsByProtocol)
            {
                socket.Options.KeepAliveInterval = Timings.Ping;
                socket.Options.KeepAliveTimeout = Timings.Pong;
            }

            await socket.ConnectAsync(address, invoker, deadline.Token);
            foreach (var greeting in session.Greetings)
            {
                await socket.SendAsync(greeting, WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ReadAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (var length = 0; ;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                length += part.Count;
                if (part.EndOfMessage)
                {
                    Volatile.Write(ref _lastFrame, time.GetTimestamp());
                    _answers |= IsAnswer(buffer.AsSpan(0, length));
                    session.Receive(buffer.AsSpan(0, length), time.GetUtcNow());
                    length = 0;
                }
                else if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The only sender after the greetings: a socket takes one message at a time.</summary>
    private static async Task SpeakAsync(
        ClientWebSocket socket, ChannelReader<ReadOnlyMemory<byte>> outgoing, CancellationToken cancellationToken)
    {
        await foreach (var message in outgoing.ReadAllAsync(cancellationToken))
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    /// <summary>Answers name their result first or right after their number.</summary>
    private static bool IsAnswer(ReadOnlySpan<byte> frame) => frame[..Math.Min(frame.Length, 40)].IndexOf("\"result\""u8) >= 0;

    /// <summary>Ends when the stream is dead. An open socket means that the platform's pings are answered.</summary>
    private async Task WatchAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Timings.Ping / 3, time);
        var reported = time.GetTimestamp();
        Volatile.Write(ref _lastFrame, reported);
        _answers = false;
        Say(Timings.Question);
        for (var beat = 1; await timer.WaitForNextTickAsync(cancellationToken); beat++)
        {
            if (socket.State != WebSocketState.Open || IsSilent())
            {
                return;
            }

            if (beat % 3 == 0)
            {
                Say(Timings.Question);
            }

            if (time.GetElapsedTime(reported) >= Heartbeat)
            {
                reported = time.GetTimestamp();
                session.Report(isAlive: true);
            }
        }
    }

    private bool IsSilent() =>
        (Timings.AlwaysSpeaks || _answers) && time.GetElapsedTime(Volatile.Read(ref _lastFrame)) > Timings.Silence;

    [LoggerMessage(LogLevel.Information, "Stream {Stream} is connected")]
    private partial void LogConnected(string stream);

    [LoggerMessage(LogLevel.Warning, "Stream {Stream} was given up: closed by the venue, silent or expired")]
    private partial void LogGivenUp(string stream);

    [LoggerMessage(LogLevel.Warning, "Stream {Stream} is lost: {Failure}")]
    private partial void LogLost(string stream, string failure);
}
