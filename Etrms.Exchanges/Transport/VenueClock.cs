namespace Etrms.Exchanges.Transport;

/// <summary>
/// The venue's wall clock, carried on by our monotonic timer: a jump of the local wall clock does not spoil the time stamp of a signed request.
/// </summary>
internal sealed class VenueClock(TimeProvider time)
{
    private volatile Reading? _reading;

    public DateTimeOffset Now => _reading is { } reading ? reading.VenueAt + time.GetElapsedTime(reading.Timestamp) : time.GetUtcNow();

    /// <summary>How long ago the venue was asked; null before the first time.</summary>
    public TimeSpan? Age => _reading is { } reading ? time.GetElapsedTime(reading.Timestamp) : null;

    /// <summary>Takes the venue's answer for the middle of the round trip.</summary>
    public void Set(DateTimeOffset venueAt, long sentTimestamp, long receivedTimestamp)
    {
        var roundTrip = time.GetElapsedTime(sentTimestamp, receivedTimestamp);
        _reading = new Reading(venueAt + (roundTrip / 2), receivedTimestamp);
    }

    private sealed record Reading(DateTimeOffset VenueAt, long Timestamp);
}
