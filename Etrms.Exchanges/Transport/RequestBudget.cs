namespace Etrms.Exchanges.Transport;

/// <summary>
/// What a venue lets one address do. Calls stop at their share of the weight and while a 429 lasts; protective ones go on.
/// Under a ban (418) nothing goes, because every request makes the ban longer.
/// </summary>
internal sealed class RequestBudget(TimeProvider time, int weightPerMinute)
{
    private static readonly TimeSpan UnstatedPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UnstatedBan = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly LimitWindow _weight = new(TimeSpan.FromMinutes(1), weightPerMinute);
    private DateTimeOffset _pausedUntil;
    private DateTimeOffset _bannedUntil;

    /// <summary>Null when the call may go (then <see cref="Finish"/> must follow), else how long to wait.</summary>
    public TimeSpan? Start(int weight, CallUrgency urgency)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var closedUntil = urgency == CallUrgency.Protective || _bannedUntil > _pausedUntil ? _bannedUntil : _pausedUntil;
            if (now < closedUntil)
            {
                return closedUntil - now;
            }

            var wait = _weight.Check(weight, urgency, now);
            if (wait is null)
            {
                _weight.Begin(weight);
            }

            return wait;
        }
    }

    /// <param name="weight">What <see cref="Start"/> was told.</param>
    /// <param name="used">The venue's count of this minute; null when unknown.</param>
    public void Finish(int weight, int? used)
    {
        lock (_gate)
        {
            _weight.End(weight, used, time.GetUtcNow());
        }
    }

    /// <summary>Weight that shows only with the answer, such as one unit for every so many rows.</summary>
    public void Charge(int weight)
    {
        lock (_gate)
        {
            _weight.Begin(weight);
            _weight.End(weight, used: null, time.GetUtcNow());
        }
    }

    public void SetLimit(int weightPerMinute)
    {
        lock (_gate)
        {
            _weight.Limit = weightPerMinute;
        }
    }

    public TimeSpan Pause(TimeSpan? retryAfter)
    {
        var pause = retryAfter ?? UnstatedPause;
        lock (_gate)
        {
            _pausedUntil = time.GetUtcNow() + pause;
        }

        return pause;
    }

    public TimeSpan Ban(TimeSpan? retryAfter)
    {
        var ban = retryAfter ?? UnstatedBan;
        lock (_gate)
        {
            _bannedUntil = time.GetUtcNow() + ban;
        }

        return ban;
    }
}
