using Etrms.Domain.Risk;

namespace Etrms.Workers.Risk;

/// <summary>Stamps what this worker says itself. On an accelerated paper venue market time is the newest that a price carried; live it is the wall clock.</summary>
internal sealed class RiskClock(TimeProvider time)
{
    /// <summary>Beyond this distance of market time from the venue's wall clock the venue is taken for a replay.</summary>
    private static readonly TimeSpan Accelerated = TimeSpan.FromMinutes(1);

    private long _replayTicks;

    public TimeProvider Time => time;

    public DateTimeOffset WallNow => time.GetUtcNow();

    public EventTimes Now()
    {
        var now = time.GetUtcNow();
        var replay = Interlocked.Read(ref _replayTicks);
        return new EventTimes(replay == 0 ? now : new DateTimeOffset(replay, TimeSpan.Zero), now, now);
    }

    public void Observe(EventTimes times)
    {
        var replays = (times.MarketAt - times.VenueAt).Duration() > Accelerated;
        Interlocked.Exchange(ref _replayTicks, replays ? times.MarketAt.UtcTicks : 0);
    }
}
