using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Redis;
using Etrms.Workers.Risk;
using Quartz;

namespace Etrms.Workers.Jobs.Pieces;

/// <summary>
/// Takes pieces of one job, one after the other, for a while; then it makes room for the children of others. The scheduler runs one child of a name
/// at a time in the whole cluster, and runs it again elsewhere when its worker dies.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class ChildJob(JobPieces pieces, PieceRunner runner, JobReports reports, Bells bells, IHostApplicationLifetime host) : IJob
{
    /// <summary>Limited on each worker: pieces are computation, and the worker guards accounts beside it.</summary>
    public const string ExecutionGroup = "computation";

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    public static string NameOf(int number) => $"child-{number}";

    public static JobKey KeyOf(Guid job, string name) => new(name, $"{job:D}");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var (job, name) = (Guid.Parse(context.JobDetail.Key.Group), context.JobDetail.Key.Name);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < Turn
                && await pieces.ClaimAsync(job, name, reports.Node, ends.Token) is { } piece)
            {
                await runner.RunAsync(piece, ends.Token);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            reports.Interrupted(job);
        }
        catch (Exception outage) when (DatabaseOutage.Is(outage))
        {
            reports.Waits(job, outage);
        }

        await bells.RingAsync(Bell.Jobs);
    }
}
