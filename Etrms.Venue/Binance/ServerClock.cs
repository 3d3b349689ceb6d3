namespace Etrms.Venue.Binance;

/// <summary>The wall clock that the wire shows; a scripted fault may set it wrong.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private long _offsetTicks;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));
        set => Volatile.Write(ref _offsetTicks, value.Ticks);
    }

    public DateTimeOffset Now => time.GetUtcNow() + Offset;

    /// <summary>An instant of the true wall clock as the wire shows it.</summary>
    public DateTimeOffset Show(DateTimeOffset wallAt) => wallAt + Offset;
}
