using System.Globalization;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres.Tables;
using Quartz;

namespace Etrms.Workers.Jobs.Schedules;

/// <summary>Brings the scheduler in line with the schedules in PostgreSQL, which the trader may change, pause or run at once.</summary>
internal sealed class ScheduleKeeper(JobConsole console) : IJobDispatch
{
    private const string Group = "schedules";
    private bool _isFurnished;

    public async Task DispatchAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        if (!_isFurnished)
        {
            await console.AddScheduleAsync(CleanUp.Name, CleanUp.Title, CleanUp.Cron, cancellationToken);
            _isFurnished = true;
        }

        var pauses = await console.ListPausesAsync(cancellationToken);
        foreach (var schedule in await console.ListSchedulesAsync(cancellationToken))
        {
            var isPaused = pauses.ContainsKey(schedule.Name) || pauses.ContainsKey(JobPauseRow.Everything);
            await KeepAsync(scheduler, schedule, isPaused, cancellationToken);
        }
    }

    private static async Task KeepAsync(IScheduler scheduler, JobScheduleRow schedule, bool isPaused, CancellationToken cancellationToken)
    {
        var key = new TriggerKey(schedule.Name, Group);
        var known = await scheduler.GetTrigger(key, cancellationToken) as ICronTrigger;
        if (isPaused)
        {
            await scheduler.UnscheduleJob(key, cancellationToken);
        }
        else if (known is null)
        {
            await scheduler.ScheduleJob(Job(schedule.Name), Trigger(key, schedule.Cron), ScheduleJobOptions.Replacing, cancellationToken);
        }
        else if (known.CronExpressionString != schedule.Cron)
        {
            await scheduler.RescheduleJob(key, Trigger(key, schedule.Cron), cancellationToken);
        }

        if (schedule.WantedAt is { } wanted && !(schedule.LastRunAt >= wanted))
        {
            var once = new JobKey(string.Create(CultureInfo.InvariantCulture, $"{schedule.Name}-{wanted.ToUnixTimeMilliseconds()}"), Group);
            await scheduler.FireOnceAsync<CleanUp>(once, null, cancellationToken);
        }
    }

    private static IJobDetail Job(string name) => JobBuilder.Create<CleanUp>().WithIdentity(name, Group).Build();

    /// <summary>A time that passed while no worker ran is not made up for.</summary>
    private static ITrigger Trigger(TriggerKey key, string cron) => TriggerBuilder.Create().WithIdentity(key)
        .WithCronSchedule(cron, schedule => schedule.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing))
        .Build();
}
