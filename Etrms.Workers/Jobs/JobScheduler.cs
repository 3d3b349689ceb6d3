using Etrms.Infrastructure.Redis;
using Etrms.Workers.Risk;
using Quartz;

namespace Etrms.Workers.Jobs;

/// <summary>
/// Keeps the scheduler running and gives it the work that stands open in PostgreSQL. The row is the order: what the scheduler knows of it may be
/// lost with a worker or with a database that was away, and is made again from there.
/// </summary>
internal sealed partial class JobScheduler(
    [FromKeyedServices(JobsRegistration.Cluster)] ISchedulerFactory factory, IEnumerable<IJobDispatch> dispatches, Bells bells, TimeProvider clock,
    ILogger<JobScheduler> logger)
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
        var bell = bells.Listen(Bell.Jobs);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DispatchAsync(stoppingToken);
                _isTroubled = false;
                await bell.WaitAsync(Look, clock, stoppingToken);
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
                await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        var scheduler = await StartedAsync(cancellationToken);
        foreach (var dispatch in dispatches)
        {
            await dispatch.DispatchAsync(scheduler, cancellationToken);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Background jobs wait for the database: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Background jobs could not be looked after; trying again")]
    private partial void LogBroken(Exception failure);
}
