using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>The venue's end of one stream. Pings are answered only while somebody reads, so a socket that does not read is a dead peer.</summary>
internal sealed class FakeSocket(WebSocket socket, string pathAndQuery, Action abort)
{
    private readonly Lock _gate = new();
    private Task _speaking = Task.CompletedTask;

    public string PathAndQuery { get; } = pathAndQuery;

    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>What is said at once to a message; null for nothing.</summary>
    public Func<string, string?> Reply { get; set; } = static _ => null;

    /// <summary>Listens, and with that answers pings.</summary>
    public async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Text)
                {
                    var heard = Encoding.UTF8.GetString(buffer, 0, part.Count);
                    Heard.Enqueue(heard);
                    if (Reply(heard) is { } reply)
                    {
                        await SayAsync(reply);
                    }
                }
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side went away, as many tests want it to.
        }
    }

    /// <summary>A test and the reply may speak at the same time; a socket takes one message at a time.</summary>
    public Task SayAsync(string frame)
    {
        lock (_gate)
        {
            return _speaking = SayAfterAsync(_speaking, frame);
        }
    }

    /// <summary>Breaks the connection without a closing handshake.</summary>
    public void Drop() => abort();

    private async Task SayAfterAsync(Task former, string frame)
    {
        await former;
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }
}
