using System.Collections.Immutable;
using Etrms.Venue.Faults;

namespace Etrms.Venue.Binance.Streams;

/// <summary>A public stream and the sockets on it.</summary>
/// <param name="home">The base path that delivers it.</param>
internal sealed class Topic(string name, StreamRoute home, FrameFaults faults)
{
    private ImmutableArray<StreamSocket> _sockets = [];

    public string Name => name;

    public StreamRoute Home => home;

    public bool HasSubscribers => !_sockets.IsEmpty;

    public void Add(StreamSocket socket) =>
        ImmutableInterlocked.Update(ref _sockets, (sockets, added) => sockets.Contains(added) ? sockets : sockets.Add(added), socket);

    public void Remove(StreamSocket socket) => ImmutableInterlocked.Update(ref _sockets, (sockets, removed) => sockets.Remove(removed), socket);

    public void Publish(Frame frame) => faults.Deliver(name, frame, Send);

    private void Send(Frame frame)
    {
        foreach (var socket in _sockets)
        {
            socket.Post(frame);
        }
    }
}
