using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Risk;
using Quartz;

namespace Etrms.Workers.Jobs;

/// <summary>Carries out one download. It may be killed anywhere and run again: each piece is stored as it comes, and what is stored is not fetched.</summary>
[DisallowConcurrentExecution]
internal sealed partial class DownloadJob(
    DownloadStore downloads, DownloadPlanner planner, SeriesFetch fetch, IHostApplicationLifetime host, ILogger<DownloadJob> logger) : IJob
{
    private const string Group = "downloads";

    public static JobKey KeyOf(Guid id) => new($"{id:D}", Group);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var id = Guid.Parse(context.JobDetail.Key.Name);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            await RunAsync(id, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            LogInterrupted(id);
        }
        catch (Exception outage) when (DatabaseOutage.Is(outage))
        {
            LogWaits(id, outage.Message);
        }
#pragma warning disable CA1031 // The boundary of the job: the trader must read why it failed, and the scheduler must not try for ever.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(id, failure);
            await downloads.EndAsync(id, DownloadState.Failed, failure.Message, ends.Token);
        }
    }

    private async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await downloads.FindAsync(id, cancellationToken) is not { } stored)
        {
            return;
        }

        var plan = await planner.PlanAsync(stored, cancellationToken);
        if (plan.Refusal is { } refusal)
        {
            await downloads.EndAsync(id, DownloadState.Failed, refusal, cancellationToken);
            return;
        }

        if (!await downloads.BeginAsync(id, plan.Rows, cancellationToken))
        {
            return;
        }

        foreach (var part in plan.Parts)
        {
            if (!await fetch.RunAsync(part, cancellationToken))
            {
                LogCancelled(id);
                return;
            }
        }

        await EndAsync(id, plan.Rows, cancellationToken);
    }

    private async Task EndAsync(Guid id, IReadOnlyList<DataDownloadPartRow> parts, CancellationToken cancellationToken)
    {
        var hasGaps = parts.Any(part => part.MissingRows > 0 || part.Gaps.GetArrayLength() > 0);
        await downloads.EndAsync(id, hasGaps ? DownloadState.CompleteWithGaps : DownloadState.Complete, null, cancellationToken);
        var fetched = parts.Sum(part => part.FetchedRows);
        LogComplete(id, parts.Count, fetched);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Download {Id} is complete: {Series} series, {Rows} rows fetched")]
    private partial void LogComplete(Guid id, int series, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "Download {Id} was cancelled")]
    private partial void LogCancelled(Guid id);

    [LoggerMessage(Level = LogLevel.Information, Message = "Download {Id} stops with this worker and goes on with the next")]
    private partial void LogInterrupted(Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Download {Id} waits for the database: {Reason}")]
    private partial void LogWaits(Guid id, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Download {Id} failed")]
    private partial void LogFailed(Guid id, Exception failure);
}
