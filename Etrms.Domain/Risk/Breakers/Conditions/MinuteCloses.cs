using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>
/// Closes of whole minutes, made from marks in market time; the minute under way is not among them. A ring, so that a tick allocates
/// nothing. A return is taken between neighbouring minutes only: what happened in a gap is not known.
/// </summary>
internal sealed class MinuteCloses(int returns)
{
    private readonly (long Minute, decimal Close)[] _ring = new (long, decimal)[returns + 2];
    private readonly double[] _returns = new double[returns];
    private int _next;
    private int _count;

    /// <summary>Takes in a mark; true when a minute has been completed.</summary>
    public bool Observe(decimal mark, long marketNow)
    {
        var minute = marketNow / TimeSpan.TicksPerMinute;
        var last = (_next - 1 + _ring.Length) % _ring.Length;
        if (_count > 0 && minute < _ring[last].Minute)
        {
            // Market time was set back: what was seen belongs to another course.
            (_next, _count) = (0, 0);
        }

        if (_count > 0 && minute == _ring[last].Minute)
        {
            _ring[last].Close = mark;
            return false;
        }

        _ring[_next] = (minute, mark);
        _next = (_next + 1) % _ring.Length;
        _count = Math.Min(_count + 1, _ring.Length);
        return _count > 1;
    }

    /// <summary>Log returns of whole minutes, oldest first; at most as many as were asked for.</summary>
    public ReadOnlySpan<double> Returns()
    {
        var found = 0;
        for (var i = 1; i < _count - 1; i++)
        {
            var before = At(i - 1);
            var after = At(i);
            if (after.Minute == before.Minute + 1 && found < _returns.Length)
            {
                _returns[found++] = Math.Log((double)(after.Close / before.Close));
            }
        }

        return _returns.AsSpan(0, found);
    }

    public IEnumerable<MeterPoint> Capture(string name) => Enumerable.Range(0, _count).Select(i =>
        new MeterPoint(EngineClock.At(At(i).Minute * TimeSpan.TicksPerMinute), At(i).Close, name));

    private (long Minute, decimal Close) At(int index) => _ring[(_next - _count + index + _ring.Length) % _ring.Length];
}
