using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Where a sliding window began: values noted at equal distances; the window is exact to one distance, on the long side.</summary>
internal sealed class RollingStart(TimeSpan window)
{
    private const int Slots = 128;

    private readonly long _every = Math.Max(window.Ticks / (Slots - 2), 1);
    private readonly long[] _at = new long[Slots];
    private readonly PeriodStart[] _start = new PeriodStart[Slots];
    private int _first;
    private int _count;

    /// <summary>The newest value at or before the window's start; the first one known while the window is not full.</summary>
    public PeriodStart Oldest => _start[_first];

    public void Observe(in PeriodStart value, long now)
    {
        if (_count > 0 && now < _at[_first])
        {
            // Market time jumped back: what was noted lies in a future that is not coming.
            Clear();
        }

        if (_count == 0 || now >= _at[Index(_count - 1)] + _every)
        {
            if (_count == Slots)
            {
                Drop();
            }

            (_at[Index(_count)], _start[Index(_count)]) = (now, value);
            _count++;
        }

        while (_count > 1 && _at[Index(1)] <= now - window.Ticks)
        {
            Drop();
        }
    }

    public void Scale(decimal factor, decimal equity)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var start = ref _start[Index(i)];
            start = start with { Equity = factor == 0 ? equity : start.Equity * factor };
        }
    }

    public void Clear() => _first = _count = 0;

    /// <summary>Three points per value: equity, profit, realised profit.</summary>
    public ImmutableArray<MeterPoint> Capture()
    {
        var points = ImmutableArray.CreateBuilder<MeterPoint>(_count * 3);
        for (var i = 0; i < _count; i++)
        {
            var at = new DateTimeOffset(_at[Index(i)], TimeSpan.Zero);
            var (equity, pnl, realized) = _start[Index(i)];
            points.AddRange(new MeterPoint(at, equity), new MeterPoint(at, pnl), new MeterPoint(at, realized));
        }

        return points.ToImmutable();
    }

    public void Restore(ImmutableArray<MeterPoint> points)
    {
        Clear();
        for (var i = 0; i + 2 < points.Length; i += 3)
        {
            (_at[_count], _start[_count]) =
                (points[i].At.UtcTicks, new PeriodStart(points[i].Value, points[i + 1].Value, points[i + 2].Value));
            _count++;
        }
    }

    private int Index(int i) => (_first + i) % Slots;

    private void Drop()
    {
        _first = (_first + 1) % Slots;
        _count--;
    }
}
