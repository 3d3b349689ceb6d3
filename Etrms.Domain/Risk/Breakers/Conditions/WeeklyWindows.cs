using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Windows of a week in a zone: days, start, length. Clock changes by the rule of <see cref="TradingDay"/>: one start per date.</summary>
internal sealed partial class WeeklyWindows
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly ImmutableArray<string> Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly string _text;
    private readonly TimeZoneInfo _zone;
    private readonly ImmutableArray<Window> _windows;
    private long _knownFrom = long.MaxValue;
    private long _knownUntil;
    private bool _holds;

    private WeeklyWindows(string text, TimeZoneInfo zone, ImmutableArray<Window> windows)
    {
        (_text, _zone, _windows) = (text, zone, windows);
    }

    private sealed record Window(ImmutableArray<DayOfWeek> Days, TimeOnly Start, TimeSpan Length);

    /// <summary>What is wrong with the settings; nothing when they can be parsed.</summary>
    public static IEnumerable<(string Field, string Message)> Faults(string text, string zone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return ("settings.zone", $"\"{zone}\" is not a known IANA time zone.");
        }

        foreach (var part in Parts(text).DefaultIfEmpty(""))
        {
            if (ParseWindow(part) is null)
            {
                yield return ("settings.windows",
                    $"\"{part}\" is not a window. Write days, start and length, such as MON-FRI 22:00 8h or SAT,SUN 00:00 90m; at most 7d.");
            }
        }
    }

    /// <summary>Only for settings without <see cref="Faults"/>.</summary>
    public static WeeklyWindows Parse(string text, string zone) => new(
        text, TimeZoneInfo.FindSystemTimeZoneById(zone),
        [.. Parts(text).Select(part => ParseWindow(part) ?? throw new ArgumentException($"\"{part}\" is not a window.", nameof(text)))]);

    /// <summary>True inside a window, its end excluded. Looked up once per stretch in which nothing changes.</summary>
    /// <param name="marketNow">UTC ticks.</param>
    public bool Holds(long marketNow)
    {
        if (marketNow < _knownFrom || marketNow >= _knownUntil)
        {
            Find(marketNow);
        }

        return _holds;
    }

    public override string ToString() => $"{_text} ({_zone.Id})";

    [GeneratedRegex("^(?<days>[A-Z,-]+) +(?<start>[0-9]{2}:[0-9]{2}) +(?<length>[0-9]{1,5})(?<unit>[mhd])$")]
    private static partial Regex Pattern { get; }

    private static string[] Parts(string text) =>
        text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Window? ParseWindow(string part)
    {
        var match = Pattern.Match(part);
        if (!match.Success || ParseDays(match.Groups["days"].Value) is not { Length: > 0 } days
            || !TimeOnly.TryParseExact(match.Groups["start"].Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
        {
            return null;
        }

        var number = int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture);
        var length = match.Groups["unit"].Value switch
        {
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
        return length > TimeSpan.Zero && length <= Longest ? new Window(days, start, length) : null;
    }

    /// <summary>Days parted by commas, or ranges that may run over the end of the week; empty when a name is unknown.</summary>
    private static ImmutableArray<DayOfWeek> ParseDays(string text)
    {
        var days = ImmutableArray.CreateBuilder<DayOfWeek>();
        foreach (var range in text.Split(','))
        {
            var ends = range.Split('-').Select(name => Days.IndexOf(name)).ToList();
            if (ends.Count > 2 || ends.Contains(-1))
            {
                return [];
            }

            for (var day = ends[0]; ; day = (day + 1) % Days.Length)
            {
                days.Add((DayOfWeek)day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return [.. days.Distinct()];
    }

    private void Find(long marketNow)
    {
        var date = DateOnly.FromDateTime(new DateTime(marketNow, DateTimeKind.Utc));
        (_knownFrom, _knownUntil, _holds) = (marketNow, long.MaxValue, false);
        foreach (var window in _windows)
        {
            var starts = new TradingDay(_zone, window.Start);

            // From the earliest window that may still last to the next one of each day.
            for (var offset = -9; offset <= 9; offset++)
            {
                var day = date.AddDays(offset);
                if (window.Days.Contains(day.DayOfWeek))
                {
                    Take(starts.StartOf(day).UtcTicks, window.Length.Ticks, marketNow);
                }
            }
        }
    }

    private void Take(long start, long length, long marketNow)
    {
        var end = start + length;
        _holds |= start <= marketNow && marketNow < end;
        _knownUntil = start > marketNow ? Math.Min(_knownUntil, start) : end > marketNow ? Math.Min(_knownUntil, end) : _knownUntil;
    }
}
