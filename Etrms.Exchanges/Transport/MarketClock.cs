namespace Etrms.Exchanges.Transport;

/// <summary>
/// Market time of one network. Live it is the venue's clock. A paper venue may replay the past faster than the wall; then it is the newest
/// match time that a frame carried, and unknown before the first.
/// </summary>
internal sealed class MarketClock(bool isReplay)
{
    private long _latestTicks;

    public bool IsKnown => !isReplay || Interlocked.Read(ref _latestTicks) != 0;

    public void Observe(DateTimeOffset matchedAt)
    {
        if (isReplay)
        {
            Interlocked.Exchange(ref _latestTicks, matchedAt.UtcTicks);
        }
    }

    /// <param name="venueAt">The venue's wall clock at that moment.</param>
    public DateTimeOffset At(DateTimeOffset venueAt) =>
        isReplay && Interlocked.Read(ref _latestTicks) is var latest and not 0 ? new DateTimeOffset(latest, TimeSpan.Zero) : venueAt;
}
