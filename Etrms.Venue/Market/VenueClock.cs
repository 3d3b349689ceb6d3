namespace Etrms.Venue.Market;

/// <summary>
/// Market time = anchor + (wall − anchor of the wall) × speed. Wall time is never touched: server time, listen keys and
/// receive windows stay real while a replay runs faster than life.
/// </summary>
public sealed class VenueClock(TimeProvider time)
{
    private sealed record Anchor(DateTimeOffset Market, DateTimeOffset Wall, double Speed, bool IsPaused);

    private volatile Anchor _anchor = new(time.GetUtcNow(), time.GetUtcNow(), 1, IsPaused: false);

    public DateTimeOffset WallNow => time.GetUtcNow();

    public DateTimeOffset MarketNow => At(_anchor, time.GetUtcNow());

    public double Speed => _anchor.Speed;

    public bool IsPaused => _anchor.IsPaused;

    /// <summary>Market time becomes the given instant now.</summary>
    public void JumpTo(DateTimeOffset market) => _anchor = _anchor with { Market = market, Wall = time.GetUtcNow() };

    public void SetSpeed(double speed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(speed, 0);
        Rebase(anchor => anchor with { Speed = speed });
    }

    public void Pause() => Rebase(anchor => anchor with { IsPaused = true });

    public void Resume() => Rebase(anchor => anchor with { IsPaused = false });

    private void Rebase(Func<Anchor, Anchor> change)
    {
        var now = time.GetUtcNow();
        _anchor = change(_anchor with { Market = At(_anchor, now), Wall = now });
    }

    private static DateTimeOffset At(Anchor anchor, DateTimeOffset wall) =>
        anchor.IsPaused ? anchor.Market : anchor.Market + ((wall - anchor.Wall) * anchor.Speed);
}
