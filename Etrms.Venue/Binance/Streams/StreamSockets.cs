using System.Collections.Concurrent;

namespace Etrms.Venue.Binance.Streams;

/// <summary>The open sockets, so that a scripted fault can cut or silence them.</summary>
internal sealed class StreamSockets
{
    private readonly ConcurrentDictionary<StreamSocket, bool> _open = new();

    public void Add(StreamSocket socket) => _open[socket] = true;

    public void Remove(StreamSocket socket) => _open.TryRemove(socket, out _);

    /// <param name="route">Sockets of one base path; null for all.</param>
    /// <returns>How many sockets were met.</returns>
    public int ForEach(StreamRoute? route, Action<StreamSocket> act)
    {
        var chosen = _open.Keys.Where(socket => route is null || socket.Route == route).ToList();
        chosen.ForEach(act);
        return chosen.Count;
    }
}
