using System.Net.WebSockets;

namespace Etrms.Web.Live;

/// <summary>Copies messages between two sockets until one side closes, then closes the other with the same code.</summary>
internal static class SocketPump
{
    private const int BufferBytes = 16 * 1024;

    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(WebSocket browser, WebSocket api, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var down = CopyAsync(api, browser, either.Token);
        var up = CopyAsync(browser, api, either.Token);
        await Task.WhenAny(down, up);
        await either.CancelAsync();
        await Task.WhenAll(down, up);
    }

    private static async Task CopyAsync(WebSocket from, WebSocket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                var part = await from.ReceiveAsync(buffer, cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await CloseAsync(to, from.CloseStatus, from.CloseStatusDescription);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, cancellationToken);
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // A side went away without a word; the other is told that it was not its fault.
            await CloseAsync(to, WebSocketCloseStatus.EndpointUnavailable, null);
        }
    }

    private static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus? status, string? reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var deadline = new CancellationTokenSource(CloseWithin);
        try
        {
            await socket.CloseOutputAsync(status ?? WebSocketCloseStatus.NormalClosure, reason, deadline.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }
}
