using System.Collections.Concurrent;
using System.Threading.Channels;
using Etrms.Contracts;

namespace Etrms.Api.Live;

/// <summary>One channel of the bus spread to its sockets. Spreading never waits: each listener has its own bounded queue.</summary>
internal sealed class LiveChannel(string name)
{
    private readonly ConcurrentDictionary<Listener, bool> _listeners = new();

    public string Name => name;

    public int Count => _listeners.Count;

    public Listener Open()
    {
        var listener = new Listener(name);
        _listeners[listener] = true;
        return listener;
    }

    public void Close(Listener listener) => _listeners.TryRemove(listener, out _);

    public void Spread(LiveMessage message)
    {
        if (_listeners.IsEmpty)
        {
            return;
        }

        var frame = Frame.Of(message);
        foreach (var listener in _listeners.Keys)
        {
            listener.Offer(frame);
        }
    }
}

/// <summary>
/// What waits for one socket. Of whole-state channels only the newest message is kept, since it contains the older ones;
/// alerts are never dropped, and a socket that lets too many pile up is cut off.
/// </summary>
internal sealed class Listener(string channel)
{
    private const int MostAlerts = 1000;

    private readonly Channel<Frame> _waiting = channel == LiveChannels.Alerts
        ? Channel.CreateBounded<Frame>(new BoundedChannelOptions(MostAlerts) { SingleReader = true })
        : Channel.CreateBounded<Frame>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Completes when the listener fell too far behind.</summary>
    public ChannelReader<Frame> Waiting => _waiting.Reader;

    public void Offer(Frame frame)
    {
        if (!_waiting.Writer.TryWrite(frame))
        {
            _waiting.Writer.TryComplete();
        }
    }
}
