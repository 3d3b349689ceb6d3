using System.Globalization;

namespace Etrms.Api.Jobs;

/// <summary>The usual cron expressions in words; what is less usual is read out field by field, which is never wrong.</summary>
internal static class CronWords
{
    private static readonly string[] Names = ["second", "minute", "hour", "day of the month", "month", "day of the week"];

    public static string Of(string cron) => cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var second, var minute, var hour, "*" or "?", "*", "*" or "?"] when Clock(hour, minute, second) is { } time => $"Every day at {time} UTC",
        [var second, var minute, "*", "*" or "?", "*", "*" or "?"] when Number(minute) is { } past && Number(second) is not null => $"Every hour, {past} minutes past",
        [_, var minutes, "*", "*" or "?", "*", "*" or "?"] when Every(minutes) is { } step => $"Every {step} minutes",
        [var second, var minute, var hour, "?" or "*", "*", var day] when Clock(hour, minute, second) is { } time => $"On day of the week {day} at {time} UTC",
        [var second, var minute, var hour, var day, "*", "?"] when Clock(hour, minute, second) is { } time => $"On day {day} of every month at {time} UTC",
        var fields => string.Join(", ", fields.Zip(Names).Where(field => field.First is not ("*" or "?")).Select(field => $"{field.Second} {field.First}")) + " (UTC)",
    };

    private static string? Clock(string hour, string minute, string second) => Number(hour) is { } hours && Number(minute) is { } minutes && Number(second) is { } seconds
        ? seconds == 0 ? $"{hours:00}:{minutes:00}" : $"{hours:00}:{minutes:00}:{seconds:00}"
        : null;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Every(string text) => text.Split('/') is ["0" or "*", var step] ? Number(step) : null;
}
