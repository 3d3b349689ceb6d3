using System.Collections.Immutable;
using System.Globalization;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Windows of time in a zone: when they begin, and how long they last. Clock changes by the rule of <see cref="TradingDay"/>: one start per date.</summary>
internal sealed class ListedWindows
{
    /// <summary>Days to look ahead for the next start: a week and the width of the zones.</summary>
    private const int Ahead = 9;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly string _text;
    private readonly TimeZoneInfo _zone;
    private readonly ImmutableArray<Window> _windows;
    private long _knownFrom = long.MaxValue;
    private long _knownUntil;
    private bool _holds;

    private ListedWindows(string text, TimeZoneInfo zone, ImmutableArray<Window> windows)
    {
        (_text, _zone, _windows) = (text, zone, windows);
    }

    private sealed record Window(WindowStarts Starts, TimeSpan Length);

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
                    $"\"{part}\" is not a window. Write days, start and length, such as MON-FRI 22:00 8h or SAT,SUN 00:00 90m, or the five fields of cron and a length, "
                    + $"such as 0 22 1 * * 8h; at most 7d, and at most {WindowStarts.MostPerDay} starts a day.");
            }
        }
    }

    /// <summary>Only for settings without <see cref="Faults"/>.</summary>
    public static ListedWindows Parse(string text, string zone) => new(
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

    private static string[] Parts(string text) =>
        text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Window? ParseWindow(string part)
    {
        var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var starts = words.Length switch
        {
            3 => WindowStarts.OfWeek(words[0], words[1]),
            6 => WindowStarts.OfCron(words.AsSpan(0, 5)),
            _ => null,
        };
        return starts is not null && LengthOf(words[^1]) is { } length ? new Window(starts, length) : null;
    }

    private static TimeSpan? LengthOf(string text)
    {
        if (text.Length is < 2 or > 6 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        TimeSpan? length = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
        return length > TimeSpan.Zero && length <= Longest ? length : null;
    }

    private void Find(long marketNow)
    {
        var date = DateOnly.FromDateTime(new DateTime(marketNow, DateTimeKind.Utc));

        // Starts of the dates that are not looked at lie behind the last but one of those that are, whatever the zone.
        (_knownFrom, _knownUntil, _holds) = (marketNow, date.AddDays(Ahead - 1).ToDateTime(TimeOnly.MinValue).Ticks, false);
        foreach (var window in _windows)
        {
            // From the earliest window that may still last.
            for (var offset = -((int)Math.Ceiling(window.Length.TotalDays) + 1); offset <= Ahead; offset++)
            {
                if (window.Starts.Falls(date.AddDays(offset)))
                {
                    Take(window, date.AddDays(offset), marketNow);
                }
            }
        }
    }

    private void Take(Window window, DateOnly date, long marketNow)
    {
        foreach (var time in window.Starts.Times)
        {
            var start = new TradingDay(_zone, time).StartOf(date).UtcTicks;
            var end = start + window.Length.Ticks;
            _holds |= start <= marketNow && marketNow < end;
            _knownUntil = start > marketNow ? Math.Min(_knownUntil, start) : end > marketNow ? Math.Min(_knownUntil, end) : _knownUntil;
        }
    }
}
