using Quartz;

namespace Etrms.Workers.Jobs;

/// <summary>Gives the scheduler what rows ask for and it does not know yet. Called about once a second, on every worker.</summary>
internal interface IJobDispatch
{
    Task DispatchAsync(IScheduler scheduler, CancellationToken cancellationToken);
}

/// <summary>This worker among those of the cluster.</summary>
internal sealed record JobNode(string Name);
