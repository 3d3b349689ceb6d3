using System.Security.Claims;
using System.Text.Json;
using Etrms.Api.Auth;
using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Redis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Jobs;

/// <summary>The console of background jobs: what runs, what failed and why, and the levers.</summary>
internal static class JobEndpoints
{
    private const int LinesOfDetail = 200;
    private const int MostLines = 1_000;
    private const int DeedsOfAudit = 200;
    private static readonly TimeSpan Moment = TimeSpan.FromHours(24);

    public static RouteGroupBuilder MapJobs(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/jobs").WithTags("Jobs");
        group.MapGet("", List).WithSummary("Background jobs, newest first");
        group.MapGet("/overview", Overview).WithSummary("Counts, workers, what runs and what failed within a day");
        group.MapGet("/audit", ReadAudit).WithSummary("Who paused, cancelled, retried or rescheduled what; the latest 200 deeds");
        group.MapPost("/pause", Pause).WithSummary("Let no further job or piece begin; what runs ends its piece");
        group.MapPost("/resume", Resume).WithSummary("Let jobs begin again");
        group.MapGet("/{id:guid}", Find).WithSummary("One job with its input, its pieces and its log");
        group.MapGet("/{id:guid}/log", Log).WithSummary("Lines of a job's log after a number");
        group.MapPost("/{id:guid}/cancel", Cancel).WithSummary("Stop a job; its pieces let go within a second");
        group.MapPost("/{id:guid}/retry", Retry).WithSummary("Queue a job again that failed, was cancelled or is partial; pieces that are done stay done");
        group.MapSchedules();
        return group;
    }

    private static async Task<Results<Ok<JobListView>, ProblemHttpResult>> List(
        [AsParameters] JobQuery query, JobQueries jobs, CancellationToken cancellationToken) =>
        query.Problem() is { } problem
            ? problem
            : TypedResults.Ok(await jobs.ListAsync(query.Filter, query.Offset ?? 0, query.Limit ?? Paging.DefaultLimit, cancellationToken));

    private static async Task<Ok<JobsOverviewView>> Overview(JobQueries jobs, JobConsole console, TimeProvider clock, CancellationToken cancellationToken)
    {
        var recent = await jobs.ListRecentAsync(clock.GetUtcNow() - Moment, MostLines, cancellationToken);
        var pause = await console.FindPauseAsync(JobPauseRow.Everything, cancellationToken);
        return TypedResults.Ok(new JobsOverviewView(
            await jobs.CountAsync(cancellationToken), await jobs.ListNodesAsync(cancellationToken),
            [.. recent.Where(job => job.FinishedAt is null)], [.. recent.Where(job => job.State is JobState.Failed or JobState.Partial)],
            pause?.Reason, pause?.Operator, pause?.At));
    }

    private static async Task<Results<Ok<JobDetailView>, ProblemHttpResult>> Find(
        Guid id, [AsParameters] JobReading reading, CancellationToken cancellationToken)
    {
        if (await reading.Jobs.FindAsync(id, cancellationToken) is not { } job)
        {
            return Unknown(id);
        }

        var input = (await reading.Store.FindAsync(id, cancellationToken))?.Input ?? (await reading.Downloads.FindAsync(id, cancellationToken))?.Download.Request;
        var log = await reading.Log.ReadAsync(id, 0, LinesOfDetail, cancellationToken);
        return TypedResults.Ok(new JobDetailView(
            job, input ?? JsonSerializer.SerializeToElement(new PlainCommand(), EtrmsJson.Options), await reading.Jobs.ListPiecesAsync(id, cancellationToken), log.Lines));
    }

    private static async Task<Results<Ok<JobLogView>, ProblemHttpResult>> Log(
        Guid id, long? after, int? limit, JobQueries jobs, JobLog log, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostLines)
        {
            return Problems.Invalid("limit", $"Must lie between 1 and {MostLines}.");
        }

        if (after is < 0)
        {
            return Problems.Invalid("after", "Must not be negative.");
        }

        return await jobs.FindAsync(id, cancellationToken) is null
            ? Unknown(id)
            : TypedResults.Ok(await log.ReadAsync(id, after ?? 0, limit ?? LinesOfDetail, cancellationToken));
    }

    /// <summary>Cancelling what is over changes nothing and shows how it ended.</summary>
    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> Cancel(Guid id, [AsParameters] JobChange change, CancellationToken cancellationToken)
    {
        var reason = $"Cancelled by {change.User.UserName()}.";
        if (await change.Store.EndAsync(id, JobState.Cancelled, reason, null, cancellationToken))
        {
            await change.Log.WriteAsync(id, JobLog.Information, "api", reason, cancellationToken);
            await change.Audit.NoteAsync(change.User.UserName(), "cancelled", $"{id}", null, cancellationToken);
            await change.Bells.RingAsync(Bell.Jobs);
        }
        else
        {
            await change.Downloads.EndAsync(id, DownloadState.Cancelled, "Cancelled by the trader. What was stored stays.", cancellationToken);
        }

        return await change.Jobs.FindAsync(id, cancellationToken) is { } job ? TypedResults.Ok(job) : Unknown(id);
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Retry(Guid id, [AsParameters] JobChange change, CancellationToken cancellationToken)
    {
        if (await change.Jobs.FindAsync(id, cancellationToken) is not { } before)
        {
            return Unknown(id);
        }

        if (!await change.Store.RetryAsync(id, cancellationToken))
        {
            return Problems.Conflict("state", before.Kind == JobKind.Download
                ? "Ask for the download again; it fetches what is missing only."
                : $"Only a job that failed, was cancelled or is partial can be tried again; this one is {before.State.ToString().ToLowerInvariant()}.");
        }

        await change.Audit.NoteAsync(change.User.UserName(), "retried", $"{id}", null, cancellationToken);
        await change.Log.WriteAsync(id, JobLog.Information, "api", $"Tried again by {change.User.UserName()}.", cancellationToken);
        await change.Bells.RingAsync(Bell.Jobs);
        return TypedResults.Accepted($"/api/v1/jobs/{id}", await change.Jobs.FindAsync(id, cancellationToken));
    }

    private static async Task<NoContent> Pause(
        PauseJobsRequest body, [AsParameters] JobSwitch change, CancellationToken cancellationToken)
    {
        await change.Console.PauseAsync(JobPauseRow.Everything, body.Reason, change.User.UserName(), cancellationToken);
        await change.Audit.NoteAsync(change.User.UserName(), "paused", null, body.Reason, cancellationToken);
        await change.Bells.RingAsync(Bell.Jobs);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Resume([AsParameters] JobSwitch change, CancellationToken cancellationToken)
    {
        await change.Console.ResumeAsync(JobPauseRow.Everything, cancellationToken);
        await change.Audit.NoteAsync(change.User.UserName(), "resumed", null, null, cancellationToken);
        await change.Bells.RingAsync(Bell.Jobs);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<JobAuditView>> ReadAudit(JobAudit audit, CancellationToken cancellationToken) =>
        TypedResults.Ok(new JobAuditView(await audit.ReadAsync(DeedsOfAudit, cancellationToken)));

    private static ProblemHttpResult Unknown(Guid id) => Problems.NotFound($"There is no job {id}.");
}

/// <summary>Where one job is read from.</summary>
internal sealed class JobReading
{
    public required JobQueries Jobs { get; init; }

    public required JobStore Store { get; init; }

    public required DownloadStore Downloads { get; init; }

    public required JobLog Log { get; init; }
}

/// <summary>What pulling a lever needs.</summary>
internal sealed class JobChange
{
    public required JobQueries Jobs { get; init; }

    public required JobStore Store { get; init; }

    public required DownloadStore Downloads { get; init; }

    public required JobLog Log { get; init; }

    public required JobAudit Audit { get; init; }

    public required Bells Bells { get; init; }

    public required ClaimsPrincipal User { get; init; }
}

/// <summary>What holding all jobs up needs.</summary>
internal sealed class JobSwitch
{
    public required JobConsole Console { get; init; }

    public required JobAudit Audit { get; init; }

    public required Bells Bells { get; init; }

    public required ClaimsPrincipal User { get; init; }
}
