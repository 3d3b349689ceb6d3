using Etrms.Infrastructure.Postgres;
using Quartz;

namespace Etrms.Workers.Jobs;

/// <summary>Gives every download that stands open its job: also one that was left behind by a worker that stopped, or by a database that was away.</summary>
internal sealed partial class DownloadDispatch(DownloadStore downloads, ILogger<DownloadDispatch> logger) : IJobDispatch
{
    public async Task DispatchAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        foreach (var id in await downloads.ListOpenAsync(cancellationToken))
        {
            if (await scheduler.FireOnceAsync<DownloadJob>(DownloadJob.KeyOf(id), null, cancellationToken))
            {
                LogScheduled(id);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Download {Id} is scheduled")]
    private partial void LogScheduled(Guid id);
}
