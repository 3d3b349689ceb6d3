namespace Etrms.Domain.Risk;

/// <summary>
/// Days of a trader: from a time of day in a zone to the same time on the next date, half open. A time that a clock change leaves out
/// becomes the first valid one after it; a time that comes twice is the first of the two. So every date has one boundary.
/// </summary>
public sealed class TradingDay(TimeZoneInfo zone, TimeOnly start)
{
    private readonly bool _isUtc = zone.Equals(TimeZoneInfo.Utc);

    public static TradingDay Of(RiskSettings settings) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(settings.TradingDayZone), settings.TradingDayStart);

    /// <summary>The date whose day holds an instant.</summary>
    public DateOnly DayOf(DateTimeOffset at)
    {
        if (_isUtc)
        {
            return DateOnly.FromDateTime(at.UtcDateTime - start.ToTimeSpan());
        }

        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return at < StartOf(date) ? date.AddDays(-1) : at >= StartOf(date.AddDays(1)) ? date.AddDays(1) : date;
    }

    /// <summary>The instant at which a date's trading day begins.</summary>
    public DateTimeOffset StartOf(DateOnly date)
    {
        var local = date.ToDateTime(start);
        if (_isUtc)
        {
            return new DateTimeOffset(local, TimeSpan.Zero);
        }

        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public override string ToString() => $"starts {start:HH\\:mm} {zone.Id}";
}
