using Etrms.Infrastructure.Postgres;
using Etrms.Workers.Risk;
using Quartz;

namespace Etrms.Workers.Jobs;

/// <summary>
/// Keeps the scheduler running and gives it the downloads that stand open in PostgreSQL. The row is the order: one that was left behind by a
/// worker that stopped, or by a database that was away, gets its job again.
/// </summary>
internal sealed partial class JobScheduler(
    [FromKeyedServices(JobsRegistration.Cluster)] ISchedulerFactory factory, DownloadStore downloads, TimeProvider clock, ILogger<JobScheduler> logger)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private IScheduler? _scheduler;
    private bool _isTroubled;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_scheduler is { } scheduler)
        {
            // Jobs see the host stopping and end by themselves.
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DispatchAsync(stoppingToken);
                _isTroubled = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The boundary of the job loop: whatever is wrong with jobs must not end the process that guards the accounts.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Report(failure);
            }

            await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        var scheduler = await StartedAsync(cancellationToken);
        foreach (var id in await downloads.ListOpenAsync(cancellationToken))
        {
            var key = DownloadJob.KeyOf(id);
            if (!await scheduler.Exists(key, cancellationToken))
            {
                await ScheduleAsync(scheduler, key, cancellationToken);
            }
        }
    }

    private async Task ScheduleAsync(IScheduler scheduler, JobKey key, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<DownloadJob>().WithIdentity(key).RequestRecovery().Build();
        var trigger = TriggerBuilder.Create().WithIdentity(key.Name, key.Group).StartNow().Build();
        try
        {
            await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
            LogScheduled(key.Name);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another worker looked at the same moment.
        }
    }

    private async Task<IScheduler> StartedAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is null)
        {
            var scheduler = await factory.GetScheduler(cancellationToken);
            await scheduler.Start(cancellationToken);
            _scheduler = scheduler;
        }

        return _scheduler;
    }

    /// <summary>Once for each trouble, not once a second.</summary>
    private void Report(Exception failure)
    {
        if (_isTroubled)
        {
            return;
        }

        _isTroubled = true;
        if (DatabaseOutage.Is(failure) || DatabaseOutage.Is(failure.InnerException))
        {
            LogAway(failure.Message);
        }
        else
        {
            LogBroken(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Download {Id} is scheduled")]
    private partial void LogScheduled(string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Background jobs wait for the database: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Background jobs could not be looked after; trying again")]
    private partial void LogBroken(Exception failure);
}
