namespace Etrms.Workers.Notifications;

/// <summary>Hours of the day in which only critical alerts pass; they may reach over midnight.</summary>
internal sealed record QuietHours(TimeOnly From, TimeOnly Until, TimeZoneInfo Zone)
{
    public bool Contains(DateTimeOffset instant) =>
        TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(instant, Zone).TimeOfDay).IsBetween(From, Until);
}
