namespace Etrms.Web.Pages.Breakers;

public enum DurationUnit
{
    Seconds,
    Minutes,
    Hours,
    Days,
}

/// <summary>A length of time as people type it: a number and its unit.</summary>
public sealed class DurationInput
{
    /// <summary>Beyond every length that a rule takes; what is typed above it is refused as too long by the Api, not by an overflow.</summary>
    private const decimal Most = 1_000_000_000m;

    public decimal? Number { get; set; }

    public DurationUnit Unit { get; set; } = DurationUnit.Minutes;

    public int? Seconds => Number is { } number
        ? (int)Math.Clamp(decimal.Round(Math.Clamp(number, -Most, Most) * SecondsIn(Unit)), -Most, Most)
        : null;

    /// <summary>The largest unit in which the length is a whole number.</summary>
    public static DurationInput From(int? seconds)
    {
        if (seconds is not { } length)
        {
            return new DurationInput();
        }

        var unit = Enum.GetValues<DurationUnit>().Last(unit => length != 0 && length % SecondsIn(unit) == 0 || unit == DurationUnit.Seconds);
        return new DurationInput { Number = length / (decimal)SecondsIn(unit), Unit = unit };
    }

    private static int SecondsIn(DurationUnit unit) => unit switch
    {
        DurationUnit.Seconds => 1,
        DurationUnit.Minutes => 60,
        DurationUnit.Hours => 3_600,
        DurationUnit.Days => 86_400,
    };
}
