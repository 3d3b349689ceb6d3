using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres.Tables;
using Quartz;

namespace Etrms.Api.Jobs;

internal static class ScheduleViews
{
    private const int NextTimes = 5;

    public static async Task<IReadOnlyList<JobScheduleView>> ReadAsync(JobConsole console, TimeProvider clock, CancellationToken cancellationToken)
    {
        var pauses = await console.ListPausesAsync(cancellationToken);
        return [.. (await console.ListSchedulesAsync(cancellationToken)).Select(row => ToView(row, pauses.GetValueOrDefault(row.Name), clock.GetUtcNow()))];
    }

    private static JobScheduleView ToView(JobScheduleRow row, JobPauseRow? pause, DateTimeOffset now) => new()
    {
        Name = row.Name,
        Title = row.Title,
        Cron = row.Cron,
        InWords = CronWords.Of(row.Cron),
        Next = pause is null ? [.. TimesAfter(CronExpression.Parse(row.Cron), now).Take(NextTimes)] : [],
        IsPaused = pause is not null,
        PausedReason = pause?.Reason,
        PausedBy = pause?.Operator,
        LastRunAt = row.LastRunAt,
        LastDurationMs = row.LastDurationMs,
        LastResult = row.LastResult,
        LastState = row.LastState,
    };

    private static IEnumerable<DateTimeOffset> TimesAfter(CronExpression cron, DateTimeOffset now)
    {
        for (var next = cron.GetNextValidTimeAfter(now); next is { } time; next = cron.GetNextValidTimeAfter(time))
        {
            yield return time;
        }
    }
}
