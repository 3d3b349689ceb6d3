using System.Net.WebSockets;
using System.Threading.Channels;
using Etrms.Contracts;

namespace Etrms.Api.Live;

/// <summary>
/// One channel of the bus spread to its sockets. Spreading never waits: each listener has its own bounded queue. The alerts of the last moment
/// are kept for new sockets: they may not stand in the table yet from which a socket's snapshot is made.
/// </summary>
internal sealed class LiveChannel(string name, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly HashSet<Listener> _listeners = [];
    private readonly Queue<(DateTimeOffset At, Frame Frame)> _latest = new();

    public string Name => name;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _listeners.Count;
            }
        }
    }

    public Listener Open()
    {
        var listener = new Listener(name);
        lock (_gate)
        {
            ForgetOlder();
            foreach (var (_, frame) in _latest)
            {
                listener.Offer(frame);
            }

            _listeners.Add(listener);
        }

        return listener;
    }

    public void Close(Listener listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>Ends every socket of the channel: nothing will come, and its client should poll.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            foreach (var listener in _listeners)
            {
                listener.End(Listener.TryLater);
            }
        }
    }

    public void Spread(LiveMessage message)
    {
        var isAlert = name == LiveChannels.Alerts;
        if (!isAlert && Count == 0)
        {
            return;
        }

        var frame = Frame.Of(message);
        lock (_gate)
        {
            if (isAlert)
            {
                ForgetOlder();
                _latest.Enqueue((clock.GetUtcNow(), frame));
            }

            foreach (var listener in _listeners)
            {
                listener.Offer(frame);
            }
        }
    }

    private void ForgetOlder()
    {
        while (_latest.TryPeek(out var oldest) && clock.GetUtcNow() - oldest.At > Moment)
        {
            _latest.Dequeue();
        }
    }
}

/// <summary>
/// What waits for one socket. Of whole-state channels only the newest message is kept, since it contains the older ones;
/// alerts are never dropped, and a socket that lets too many pile up is cut off.
/// </summary>
internal sealed class Listener(string channel)
{
    /// <summary>Private code: too many messages wait for this client.</summary>
    public const WebSocketCloseStatus TooSlow = (WebSocketCloseStatus)4408;

    /// <summary>RFC 6455's registry: the server cannot serve at present.</summary>
    public const WebSocketCloseStatus TryLater = (WebSocketCloseStatus)1013;

    private const int MostAlerts = 1000;

    private readonly Channel<Frame> _waiting = channel == LiveChannels.Alerts
        ? Channel.CreateBounded<Frame>(new BoundedChannelOptions(MostAlerts) { SingleReader = true })
        : Channel.CreateBounded<Frame>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Completes when the listener was ended.</summary>
    public ChannelReader<Frame> Waiting => _waiting.Reader;

    /// <summary>What the client is told when the listener was ended.</summary>
    public WebSocketCloseStatus Reason { get; private set; } = WebSocketCloseStatus.NormalClosure;

    public void Offer(Frame frame)
    {
        if (!_waiting.Writer.TryWrite(frame))
        {
            End(TooSlow);
        }
    }

    public void End(WebSocketCloseStatus reason)
    {
        Reason = reason;
        _waiting.Writer.TryComplete();
    }
}
