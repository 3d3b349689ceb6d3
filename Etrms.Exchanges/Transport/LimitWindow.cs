namespace Etrms.Exchanges.Transport;

/// <summary>
/// One of a venue's limits: so many units in each period of the clock. How much of it is open depends on the call. What is on the wire counts
/// until the venue's own figure comes back. Not thread-safe: guarded by its owner.
/// </summary>
internal sealed class LimitWindow(TimeSpan period, int limit)
{
    private const decimal HistoryShare = 0.5m;
    private const decimal OrdinaryShare = 0.8m;

    private long _period;
    private int _used;
    private int _onTheWire;

    public int Limit { get; set; } = limit;

    public TimeSpan Period { get; } = period;

    /// <summary>Null when the call may go, else how long to wait.</summary>
    public TimeSpan? Check(int units, CallUrgency urgency, DateTimeOffset now)
    {
        Roll(now);
        var isOpen = urgency == CallUrgency.Protective
            || _used + _onTheWire + units <= Limit * (urgency == CallUrgency.History ? HistoryShare : OrdinaryShare);
        return isOpen ? null : PeriodEnd - now;
    }

    public void Begin(int units) => _onTheWire += units;

    /// <param name="units">What <see cref="Begin"/> was told.</param>
    /// <param name="used">The venue's own count; null when it did not answer or say.</param>
    public void End(int units, int? used, DateTimeOffset now)
    {
        Roll(now);
        _onTheWire -= units;
        _used = used ?? (_used + units);
    }

    private DateTimeOffset PeriodEnd => new((_period + 1) * Period.Ticks, TimeSpan.Zero);

    private void Roll(DateTimeOffset now)
    {
        var current = now.UtcTicks / Period.Ticks;
        if (current != _period)
        {
            _period = current;
            _used = 0;
        }
    }
}
