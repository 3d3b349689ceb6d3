using Quartz;

namespace Etrms.Workers.Jobs;

internal static class SchedulerCalls
{
    /// <summary>Fires a job once, as soon as a worker is free; false when it is there already. A worker that dies over it is followed by another.</summary>
    /// <param name="executionGroup">Jobs whose number at once is limited on each worker; null for no limit of their own.</param>
    public static async Task<bool> FireOnceAsync<TJob>(
        this IScheduler scheduler, JobKey key, string? executionGroup, CancellationToken cancellationToken)
        where TJob : IJob
    {
        if (await scheduler.Exists(key, cancellationToken))
        {
            return false;
        }

        var job = JobBuilder.Create<TJob>().WithIdentity(key).RequestRecovery().Build();
        var trigger = TriggerBuilder.Create().WithIdentity(key.Name, key.Group).StartNow();
        try
        {
            await scheduler.ScheduleJob(
                job, (executionGroup is null ? trigger : trigger.WithExecutionGroup(executionGroup)).Build(), cancellationToken: cancellationToken);
            return true;
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another worker looked at the same moment.
            return false;
        }
    }
}
