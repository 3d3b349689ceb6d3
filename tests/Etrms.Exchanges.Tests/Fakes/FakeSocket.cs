using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>The venue's end of one stream. Pings are answered only while somebody reads, so a socket that does not read is a dead peer.</summary>
internal sealed class FakeSocket(WebSocket socket, string pathAndQuery, Action abort)
{

    public string PathAndQuery { get; } = pathAndQuery;

    public ConcurrentQueue<string> Heard { get; } = new();

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
                    Heard.Enqueue(Encoding.UTF8.GetString(buffer, 0, part.Count));
                }
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side went away, as many tests want it to.
        }
    }

    public Task SayAsync(string frame) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Breaks the connection without a closing handshake.</summary>
    public void Drop() => abort();
}
