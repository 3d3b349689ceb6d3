using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Etrms.Integration.Tests.Guard;

/// <summary>A connection to a server that can be cut and mended: what goes through it is lost from the moment of the cut.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _near = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _ends = new();
    private readonly (string Host, int Port) _far;
    private readonly Task _accepting;
    private volatile bool _isCut;

    public Cable(string host, int port)
    {
        _far = (host, port);
        _near.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_near.LocalEndpoint).Port;

    public void Cut()
    {
        _isCut = true;
        foreach (var end in _ends.Keys)
        {
            end.Close();
        }
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _near.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            var near = await _near.AcceptTcpClientAsync(_end.Token);
            if (_isCut)
            {
                near.Close();
                continue;
            }

            carrying.Add(CarryAsync(near));
            carrying.RemoveAll(task => task.IsCompleted);
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(_far.Host, _far.Port, _end.Token);
                (_ends[near], _ends[far]) = (true, true);
                await Task.WhenAny(
                    near.GetStream().CopyToAsync(far.GetStream(), _end.Token), far.GetStream().CopyToAsync(near.GetStream(), _end.Token));
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // One end hung up, or the cable was cut.
            }
        }

        _ends.TryRemove(near, out _);
        _ends.TryRemove(far, out _);
    }
}
