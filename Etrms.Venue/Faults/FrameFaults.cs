using System.Collections.Concurrent;
using Etrms.Venue.Binance.Streams;

namespace Etrms.Venue.Faults;

/// <summary>Lets frames through to their sockets, or does to them what the script says.</summary>
internal sealed class FrameFaults(FaultScript script, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Frame> _heldBack = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ITimer, bool> _delayed = new();

    /// <param name="stream">Name that the rules match; account events have userData@TYPE.</param>
    public void Deliver(string stream, Frame frame, Action<Frame> send)
    {
        var rule = script.TakeFrame(stream);
        switch (rule?.Kind)
        {
            case FaultKind.Drop:
                break;
            case FaultKind.Delay:
                SendLater(frame, TimeSpan.FromMilliseconds(rule.DelayMs), send);
                break;
            case FaultKind.Reorder when _heldBack.TryAdd(stream, frame):
                break;
            case FaultKind.Duplicate:
                send(frame);
                send(frame);
                break;
            default:
                SendWithHeldBack(stream, frame, send);
                break;
        }
    }

    private void SendWithHeldBack(string stream, Frame frame, Action<Frame> send)
    {
        send(frame);
        if (!_heldBack.IsEmpty && _heldBack.TryRemove(stream, out var held))
        {
            send(held);
        }
    }

    private void SendLater(Frame frame, TimeSpan delay, Action<Frame> send)
    {
        ITimer? timer = null;
        timer = clock.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _delayed[timer] = true;
        timer.Change(delay, Timeout.InfiniteTimeSpan);

        void Fire()
        {
            send(frame);
            _delayed.TryRemove(timer!, out _);
            timer!.Dispose();
        }
    }
}
