using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>
/// Passes connections on to a server until it is shut: then the server is down for those who come this way, and for nobody else. It may give other
/// lines to them than the server gave.
/// </summary>
internal sealed class TcpDoor : IAsyncDisposable
{
    private readonly Func<byte[], byte[]>? _alter;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private volatile bool _isShut;

    /// <param name="host">Of the server.</param>
    /// <param name="port">Of the server.</param>
    /// <param name="alter">Changes a line that the server sends; a line keeps its length and its line feed.</param>
    public TcpDoor(string host, int port, Func<byte[], byte[]>? alter = null)
    {
        _alter = alter;
        _server = new IPEndPoint(host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(host), port);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>A door to the server of a Redis connection string such as "localhost:6379,password=x", and the string that leads through it.</summary>
    public static (TcpDoor Door, string ConnectionString) ToRedis(string connectionString, Func<byte[], byte[]>? alter = null)
    {
        var end = connectionString.Split(',')[0];
        var parts = end.Split(':');
        var door = new TcpDoor(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), alter);
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
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _end.Token), AnswerAsync(server.GetStream(), client.GetStream()));
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

    /// <summary>Whatever a server of lines says ends with one, so nothing is held back for long.</summary>
    private async Task AnswerAsync(NetworkStream server, NetworkStream client)
    {
        if (_alter is null)
        {
            await server.CopyToAsync(client, _end.Token);
            return;
        }

        var reader = PipeReader.Create(server);
        for (var isOpen = true; isOpen;)
        {
            var read = await reader.ReadAsync(_end.Token);
            var (rest, lines) = (read.Buffer, new ArrayBufferWriter<byte>());
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, rest.GetPosition(1, end));
                lines.Write(_alter(line.ToArray()));
                rest = rest.Slice(line.End);
            }

            await client.WriteAsync(lines.WrittenMemory, _end.Token);
            reader.AdvanceTo(rest.Start, rest.End);
            isOpen = !read.IsCompleted;
        }
    }
}
