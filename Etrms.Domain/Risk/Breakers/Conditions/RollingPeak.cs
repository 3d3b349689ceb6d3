using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Highest level over a sliding window, kept as the maxima of equal slices; the window is exact to one slice.</summary>
internal sealed class RollingPeak(TimeSpan window)
{
    private const int Slices = 64;

    private readonly long _sliceTicks = Math.Max(window.Ticks / Slices, 1);
    private readonly long[] _slice = new long[Slices];
    private readonly decimal[] _peak = new decimal[Slices];
    private readonly decimal[] _equity = new decimal[Slices];
    private int _best = -1;

    /// <summary>The slice of the newest level: from its beginning to the next.</summary>
    private (long From, long Until, int Slot) _now;

    /// <summary>Takes in a level; returns the peak of the window and the equity at it.</summary>
    public (decimal Peak, decimal Equity) Observe(decimal level, decimal equity, long now)
    {
        var slot = _now.Slot;
        if (_best < 0 || now < _now.From || now >= _now.Until)
        {
            slot = Begin(now / _sliceTicks, level, equity);
        }

        if (level > _peak[slot])
        {
            (_peak[slot], _equity[slot]) = (level, equity);
            _best = level >= _peak[_best] ? slot : _best;
        }

        return (_peak[_best], _equity[_best]);
    }

    public void Scale(decimal factor, bool isPartial)
    {
        for (var i = 0; i < Slices; i++)
        {
            _equity[i] *= factor;
            _peak[i] *= isPartial ? 1 : factor;
        }
    }

    public void Clear()
    {
        Array.Clear(_slice);
        _best = -1;
    }

    /// <summary>Two points per slice: the peak, then the equity at it.</summary>
    public ImmutableArray<MeterPoint> Capture()
    {
        var points = ImmutableArray.CreateBuilder<MeterPoint>();
        for (var i = 0; i < Slices; i++)
        {
            if (_slice[i] != 0)
            {
                var at = new DateTimeOffset(_slice[i] * _sliceTicks, TimeSpan.Zero);
                points.Add(new MeterPoint(at, _peak[i]));
                points.Add(new MeterPoint(at, _equity[i]));
            }
        }

        return points.ToImmutable();
    }

    public void Restore(ImmutableArray<MeterPoint> points)
    {
        Clear();
        for (var i = 0; i + 1 < points.Length; i += 2)
        {
            var slice = points[i].At.UtcTicks / _sliceTicks;
            var slot = (int)(slice % Slices);
            (_slice[slot], _peak[slot], _equity[slot]) = (slice, points[i].Value, points[i + 1].Value);
            FindBest(Math.Max(slice, _best < 0 ? slice : _slice[_best]));
        }
    }

    /// <summary>Turns to another slice; one that was there before goes on.</summary>
    private int Begin(long slice, decimal level, decimal equity)
    {
        var slot = (int)(slice % Slices);
        _now = (slice * _sliceTicks, (slice + 1) * _sliceTicks, slot);
        if (_slice[slot] != slice || _best < 0)
        {
            (_slice[slot], _peak[slot], _equity[slot]) = (slice, level, equity);
            FindBest(slice);
        }

        return slot;
    }

    private void FindBest(long newest)
    {
        _best = -1;
        for (var i = 0; i < Slices; i++)
        {
            if (_slice[i] > newest - Slices && _slice[i] <= newest && _slice[i] != 0 && (_best < 0 || _peak[i] > _peak[_best]))
            {
                _best = i;
            }
        }
    }
}
