namespace Etrms.Exchanges.Transport;

/// <summary>How many orders one account may send; reducing orders may use the reserve.</summary>
internal sealed class OrderBudget(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LimitWindow _tenSeconds = new(TimeSpan.FromSeconds(10), 300);
    private readonly LimitWindow _minute = new(TimeSpan.FromMinutes(1), 1200);

    /// <summary>Null when the order may go (then <see cref="Finish"/> must follow), else how long to wait.</summary>
    public TimeSpan? Start(bool isReducing)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var urgency = isReducing ? CallUrgency.Protective : CallUrgency.Ordinary;
            var wait = _tenSeconds.Check(1, urgency, now) ?? _minute.Check(1, urgency, now);
            if (wait is null)
            {
                _tenSeconds.Begin(1);
                _minute.Begin(1);
            }

            return wait;
        }
    }

    public void Finish(int? usedInTenSeconds, int? usedInMinute)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _tenSeconds.End(1, usedInTenSeconds, now);
            _minute.End(1, usedInMinute, now);
        }
    }
}
