using Etrms.Domain.Risk;

namespace Etrms.Exchanges.Transport;

/// <summary>
/// Keeps what the stream says while the account is read, so that a reading never overwrites something newer and never comes after it.
/// </summary>
internal sealed class SnapshotGate(Action<RiskEvent> sink)
{
    private readonly Lock _gate = new();
    private readonly List<RiskEvent> _held = [];
    private bool _isHolding;

    public void Hold()
    {
        lock (_gate)
        {
            _isHolding = true;
        }
    }

    public void Post(RiskEvent riskEvent)
    {
        lock (_gate)
        {
            if (_isHolding)
            {
                _held.Add(riskEvent);
            }
            else
            {
                sink(riskEvent);
            }
        }
    }

    /// <param name="first">What the reading found; goes out before everything held.</param>
    /// <param name="readFrom">State older than this is part of the reading and is dropped; fills and bookings always pass.</param>
    public void Release(IEnumerable<RiskEvent> first, DateTimeOffset readFrom)
    {
        lock (_gate)
        {
            foreach (var riskEvent in first.Concat(_held.Where(held => !IsState(held) || held.Times.VenueAt >= readFrom)))
            {
                sink(riskEvent);
            }

            _held.Clear();
            _isHolding = false;
        }
    }

    private static bool IsState(RiskEvent riskEvent) =>
        riskEvent is RiskEvent.BalanceChanged or RiskEvent.PositionChanged or RiskEvent.OrderChanged;
}
