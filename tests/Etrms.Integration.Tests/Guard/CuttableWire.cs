using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Etrms.Integration.Tests.Guard;

/// <summary>The network between a worker and the venue: it can be cut, as a host loses its network, and mended.</summary>
internal sealed class CuttableWire : IAsyncDisposable
{
    private readonly Uri _venue;
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly Task _running;
    private volatile bool _isCut;

    public CuttableWire(Uri venue)
    {
        _venue = venue;
        _door.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_door.LocalEndpoint).Port}");
        _running = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>What is under way breaks, and nothing comes through any more.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var client in _open.Keys)
        {
            client.Dispose();
        }
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Cut();
        await _running;
        _door.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                carried.Add(CarryAsync(await _door.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            Cut();
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var venue = new TcpClient();
        using (client)
        {
            _open[client] = _open[venue] = true;
            try
            {
                if (!_isCut)
                {
                    await venue.ConnectAsync(_venue.Host, _venue.Port, _end.Token);
                    var (near, far) = (client.GetStream(), venue.GetStream());
                    await Task.WhenAny(near.CopyToAsync(far, _end.Token), far.CopyToAsync(near, _end.Token));
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                // Cut in the middle: the other end finds out by itself.
            }
            finally
            {
                _open.TryRemove(client, out var _);
                _open.TryRemove(venue, out var _);
            }
        }
    }
}
