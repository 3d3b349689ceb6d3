using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Etrms.Venue.Binance.Streams;

/// <summary>
/// Frames on their way to one socket. A waiting price gives way to a newer one of its stream; everything else keeps its place.
/// A client so slow that the box fills up is to be cut, since account events must not be lost in silence.
/// </summary>
internal sealed class Outbox
{
    private const int Capacity = 4096;
    private readonly Lock _lock = new();
    private readonly Queue<Slot> _queue = new();
    private readonly Dictionary<string, Slot> _replaceable = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <returns>False when the box is full.</returns>
    public bool TryPost(Frame frame)
    {
        lock (_lock)
        {
            if (frame.IsNewestWins && _replaceable.TryGetValue(frame.Stream, out var waiting))
            {
                waiting.Frame = frame;
                return true;
            }

            if (_queue.Count >= Capacity)
            {
                return false;
            }

            var slot = new Slot(frame);
            _queue.Enqueue(slot);
            if (frame.IsNewestWins)
            {
                _replaceable[frame.Stream] = slot;
            }
        }

        _wake.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Waits until there may be something to take.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _wake.Reader.ReadAsync(cancellationToken);

    public bool TryTake([NotNullWhen(true)] out Frame? frame)
    {
        lock (_lock)
        {
            if (!_queue.TryDequeue(out var slot))
            {
                frame = null;
                return false;
            }

            frame = slot.Frame;
            if (_replaceable.GetValueOrDefault(frame.Stream) == slot)
            {
                _replaceable.Remove(frame.Stream);
            }

            return true;
        }
    }

    private sealed class Slot(Frame frame)
    {
        public Frame Frame { get; set; } = frame;
    }
}
