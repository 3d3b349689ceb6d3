using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk;

/// <summary>The newest points of the equity curve in market time; a ring, so that adding one allocates nothing.</summary>
internal sealed class EquityCurve(RiskBooks books)
{
    private const int Capacity = 240;

    private readonly (long At, decimal Equity, decimal Drawdown, decimal? UnitValue)[] _points = new (long, decimal, decimal, decimal?)[Capacity];
    private int _next;
    private int _count;
    private long _dueAt;

    private long Every => books.Settings.EquityPointEvery.Ticks;

    /// <summary>Market ticks at which the next point is due.</summary>
    public long DueAt => _dueAt;

    /// <summary>True when the next point is due, or when market time has jumped back.</summary>
    public bool IsDue(long marketNow) => marketNow >= _dueAt || marketNow < _dueAt - (2 * Every);

    /// <summary>Points of a future that a set-back replay has not reached are dropped.</summary>
    public void Add(long marketNow, decimal equity, decimal drawdown, decimal? unitValue)
    {
        while (_count > 0 && _points[(_next - 1 + Capacity) % Capacity].At > marketNow)
        {
            _next = (_next - 1 + Capacity) % Capacity;
            _count--;
        }

        _dueAt = marketNow - (marketNow % Every) + Every;
        _points[_next] = (marketNow, equity, drawdown, unitValue);
        _next = (_next + 1) % Capacity;
        _count = Math.Min(_count + 1, Capacity);
    }

    public ImmutableArray<EquityPoint> Capture()
    {
        var points = ImmutableArray.CreateBuilder<EquityPoint>(_count);
        for (var i = 0; i < _count; i++)
        {
            var (at, equity, drawdown, unitValue) = _points[(_next - _count + i + Capacity) % Capacity];
            points.Add(new EquityPoint(EngineClock.At(at), equity, drawdown, unitValue));
        }

        return points.MoveToImmutable();
    }

    public void Restore(ImmutableArray<EquityPoint> points)
    {
        foreach (var point in points)
        {
            Add(point.At.UtcTicks, point.Equity, point.Drawdown, point.UnitValue);
        }
    }
}
