using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>
/// A bare HTTP server that dies when told: it reads the request and closes the connection politely, without an answer. A full server breaks
/// connections in another way, which the platform's client treats differently.
/// </summary>
internal sealed class CrashingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string?> _answer;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _accepting;

    /// <param name="answer">Body for a request, given its first line; null closes the connection.</param>
    public CrashingServer(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public string[] Requests(string firstLine) => [.. _requests.Where(request => request.StartsWith(firstLine, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            // Requests of these tests fit one packet on loopback, body included.
            var buffer = new byte[16 * 1024];
            var stream = client.GetStream();
            while (await stream.ReadAsync(buffer) is > 0 and var length)
            {
                var request = Encoding.ASCII.GetString(buffer, 0, length);
                _requests.Enqueue(request);
                if (_answer(request) is not { } body)
                {
                    return;
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            }
        }
    }
}
