using System.Collections.Concurrent;

namespace Etrms.Workers.Risk.Execution;

/// <summary>
/// How often a rule may place stops for one position. A venue or a program that takes every stop away again would else use up the requests that
/// exits need (RISK FC-41).
/// </summary>
internal sealed class StopThrottle(int perMinute, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<PositionKey, Queue<long>> _placed = new();

    /// <summary>Null when stops may be placed now, which then counts; else how long to wait.</summary>
    public TimeSpan? Take(PositionKey key)
    {
        var placed = _placed.GetOrAdd(key, _ => new Queue<long>());
        lock (placed)
        {
            while (placed.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= Window)
            {
                placed.Dequeue();
            }

            if (placed.Count >= perMinute)
            {
                return Window - clock.GetElapsedTime(placed.Peek());
            }

            placed.Enqueue(clock.GetTimestamp());
            return null;
        }
    }
}
