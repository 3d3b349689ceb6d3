using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Backtesting;
using Etrms.Workers.Risk;
using Quartz;

namespace Etrms.Workers.Jobs.Pieces;

/// <summary>One step of a job: plans the next pieces or puts their results together. It may be killed anywhere and run again.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ParentJob(JobStore jobs, BacktestWork work, JobReports reports, Bells bells, IHostApplicationLifetime host) : IJob
{
    private const string Group = "parents";

    public static JobKey KeyOf(Guid id) => new($"{id:D}", Group);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var id = Guid.Parse(context.JobDetail.Key.Name);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            await StepAsync(id, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            reports.Interrupted(id);
        }
        catch (Exception outage) when (DatabaseOutage.Is(outage))
        {
            reports.Waits(id, outage);
        }
    }

    private async Task StepAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await jobs.BeginAsync(id, reports.Node, cancellationToken) is not { } job)
        {
            return;
        }

        try
        {
            await work.AdvanceAsync(job, cancellationToken);
        }
        catch (WorkRefusedException refusal)
        {
            await jobs.EndAsync(id, JobState.Failed, "Refused.", refusal.Message, cancellationToken);
            await reports.WarnAsync(id, refusal.Message, cancellationToken);
        }
#pragma warning disable CA1031 // The boundary of a job: the trader must read why it failed, and the scheduler must not try for ever.
        catch (Exception failure) when (failure is not OperationCanceledException && !DatabaseOutage.Is(failure))
#pragma warning restore CA1031
        {
            var state = await jobs.FailAsync(id, failure.Message, cancellationToken);
            await reports.FailedAsync(id, "The job", state, failure, cancellationToken);
        }

        await bells.RingAsync(Bell.Jobs);
    }
}
