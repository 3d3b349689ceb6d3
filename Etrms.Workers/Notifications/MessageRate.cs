namespace Etrms.Workers.Notifications;

/// <summary>A channel's allowance of messages: it fills up evenly over the minute, and its last quarter is kept for critical alerts.</summary>
internal sealed class MessageRate(int perMinute, DateTimeOffset since)
{
    private double _left = perMinute;
    private DateTimeOffset _at = since;

    public int PerMinute => perMinute;

    /// <summary>Whole messages that may go out now.</summary>
    public int Left(bool isCritical, DateTimeOffset now)
    {
        var passed = Math.Max(0, (now - _at).TotalMinutes);
        (_left, _at) = (Math.Min(perMinute, _left + (passed * perMinute)), now);
        return (int)Math.Max(0, Math.Floor(_left - (isCritical ? 0 : perMinute / 4)));
    }

    public void Take() => _left--;
}
