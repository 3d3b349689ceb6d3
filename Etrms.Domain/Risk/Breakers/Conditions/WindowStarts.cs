using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>When windows begin: times of day, on the dates that day of the month, month and weekday select. Sets are kept as bits.</summary>
internal sealed record WindowStarts(ImmutableArray<TimeOnly> Times, ulong Dates, ulong Months, ulong Weekdays)
{
    /// <summary>A window each quarter of an hour; more would be no windows.</summary>
    public const int MostPerDay = 96;

    private const ulong EveryDate = ((1UL << 31) - 1) << 1;
    private const ulong EveryMonth = ((1UL << 12) - 1) << 1;
    private const ulong EveryWeekday = (1UL << 7) - 1;

    private static readonly ImmutableArray<string> DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly ImmutableArray<string> MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>As cron has it (POSIX): where both the day of the month and the weekday are restricted, either is enough.</summary>
    public bool Falls(DateOnly date)
    {
        var (isDate, isWeekday) = (Has(Dates, date.Day), Has(Weekdays, (int)date.DayOfWeek));
        return Has(Months, date.Month) && (Dates != EveryDate && Weekdays != EveryWeekday ? isDate || isWeekday : isDate && isWeekday);
    }

    /// <summary>Days and a time, such as MON-FRI 22:00; null when they cannot be read.</summary>
    public static WindowStarts? OfWeek(string days, string time) =>
        WeekdaysOf(days) is { } weekdays && TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            ? new WindowStarts([start], EveryDate, EveryMonth, weekdays) : null;

    /// <summary>The five fields of cron: minute, hour, day of the month, month, weekday; null when they cannot be read or begin too many a day.</summary>
    public static WindowStarts? OfCron(ReadOnlySpan<string> fields)
    {
        if (SetOf(fields[0], 0, 59, []) is not { } minutes || SetOf(fields[1], 0, 23, []) is not { } hours || SetOf(fields[2], 1, 31, []) is not { } dates
            || SetOf(fields[3], 1, 12, MonthNames) is not { } months || SetOf(fields[4], 0, 7, DayNames) is not { } weekdays
            || BitOperations.PopCount(minutes) * BitOperations.PopCount(hours) > MostPerDay)
        {
            return null;
        }

        // Sunday is 0 and 7.
        return new WindowStarts([.. Members(hours).SelectMany(hour => Members(minutes).Select(minute => new TimeOnly(hour, minute)))],
            dates, months, (weekdays | (weekdays >> 7)) & EveryWeekday);
    }

    /// <summary>Days parted by commas, or ranges that may run over the end of the week; null when a name is unknown.</summary>
    private static ulong? WeekdaysOf(string text)
    {
        var set = 0UL;
        foreach (var range in text.Split(','))
        {
            var ends = range.Split('-').Select(name => DayNames.IndexOf(name)).ToList();
            if (ends.Count > 2 || ends.Contains(-1))
            {
                return null;
            }

            for (var day = ends[0]; ; day = (day + 1) % DayNames.Length)
            {
                set |= 1UL << day;
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return set;
    }

    /// <summary>Numbers or names, ranges and steps, parted by commas: *, 5, MON-FRI, 0-30/10, */15.</summary>
    private static ulong? SetOf(string text, int least, int most, ImmutableArray<string> names)
    {
        var set = 0UL;
        foreach (var item in text.Split(','))
        {
            var parts = item.Split('/');
            var ends = parts[0] == "*" ? [least, most] : parts[0].Split('-').Select(end => NumberOf(end, least, names)).ToList();
            var step = parts.Length == 1 ? 1 : NumberOf(parts[1], 0, []);
            if (parts.Length > 2 || step < 1 || ends.Count > 2 || (parts.Length == 2 && ends.Count == 1) || ends[0] < least || ends[^1] > most || ends[^1] < ends[0])
            {
                return null;
            }

            for (var value = ends[0]; value <= ends[^1]; value += step)
            {
                set |= 1UL << value;
            }
        }

        return set;
    }

    /// <summary>-1 for what is neither a number nor a name.</summary>
    private static int NumberOf(string text, int first, ImmutableArray<string> names) => names.IndexOf(text) is >= 0 and var place ? first + place
        : text.Length <= 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static bool Has(ulong set, int value) => (set >> value & 1) != 0;

    private static IEnumerable<int> Members(ulong set) => Enumerable.Range(0, 60).Where(value => Has(set, value));
}
