using System.Globalization;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>Numbers as sentences show them; independent of the machine's culture.</summary>
internal static class Words
{
    public static string Of(decimal value, ConditionUnit unit) => unit switch
    {
        ConditionUnit.Fraction => Percent(value),
        ConditionUnit.Quote => Money(value),
        ConditionUnit.Base => Plain(value),
        ConditionUnit.Count => value.ToString("0.##", CultureInfo.InvariantCulture),
        ConditionUnit.Multiple => $"{value.ToString("0.00##", CultureInfo.InvariantCulture)} x",
        ConditionUnit.Seconds => $"{value.ToString("0.###", CultureInfo.InvariantCulture)} s",
    };

    public static string Percent(decimal value) => $"{(value * 100).ToString("0.####", CultureInfo.InvariantCulture)} %";

    public static string Money(decimal value) => value.ToString("#,##0.00", CultureInfo.InvariantCulture);

    public static string Plain(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0 s",
        _ when time.Ticks % TimeSpan.TicksPerDay == 0 => $"{time.Days} d",
        _ when time.Ticks % TimeSpan.TicksPerHour == 0 => $"{(long)time.TotalHours} h",
        _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => $"{(long)time.TotalMinutes} min",
        _ => $"{((decimal)time.Ticks / TimeSpan.TicksPerSecond).ToString("0.###", CultureInfo.InvariantCulture)} s",
    };

    public static string List(IEnumerable<string> parts)
    {
        var all = parts.ToList();
        return all.Count switch
        {
            0 => "",
            1 => all[0],
            _ => $"{string.Join(", ", all[..^1])} and {all[^1]}",
        };
    }
}
