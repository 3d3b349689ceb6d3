using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>Passes connections on to a server until it is shut: then the server is down for those who come this way, and for nobody else.</summary>
internal sealed class TcpDoor : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private volatile bool _isShut;

    public TcpDoor(string host, int port)
    {
        _server = new IPEndPoint(host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(host), port);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>A door to the server of a Redis connection string such as "localhost:6379,password=x", and the string that leads through it.</summary>
    public static (TcpDoor Door, string ConnectionString) ToRedis(string connectionString)
    {
        var end = connectionString.Split(',')[0];
        var parts = end.Split(':');
        var door = new TcpDoor(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        return (door, door.Address + connectionString[end.Length..]);
    }

    public void Shut()
    {
        _isShut = true;
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    public void Open() => _isShut = false;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Shut();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            if (_isShut)
            {
                return;
            }

            await server.ConnectAsync(_server, _end.Token);
            (_open[client], _open[server]) = (true, true);
            if (!_isShut)
            {
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _end.Token), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
            }
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Either side left, or the door was shut.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }
}
