using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Contracts;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Redis;
using Microsoft.AspNetCore.Http.HttpResults;
using Quartz;

namespace Etrms.Api.Jobs;

/// <summary>Jobs that come round by themselves: when, how it went, and the levers.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this RouteGroupBuilder group)
    {
        group.MapGet("/schedules", List).WithSummary("Recurring jobs with their next five times and their latest result");
        group.MapPut("/schedules/{name:regex(^[a-z_]{{1,40}}$)}", Change).WithSummary("Change when a recurring job runs");
        group.MapPost("/schedules/{name:regex(^[a-z_]{{1,40}}$)}/run", Run).WithSummary("Run a recurring job now");
        group.MapPost("/schedules/{name:regex(^[a-z_]{{1,40}}$)}/pause", Pause).WithSummary("Pause a recurring job, with the reason");
        group.MapPost("/schedules/{name:regex(^[a-z_]{{1,40}}$)}/resume", Resume).WithSummary("Let a recurring job run again");
    }

    private static async Task<Ok<JobSchedulesView>> List(JobConsole console, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(new JobSchedulesView(await ScheduleViews.ReadAsync(console, clock, cancellationToken)));

    private static async Task<Results<Ok<JobScheduleView>, ProblemHttpResult>> Change(
        string name, ChangeScheduleRequest body, [AsParameters] ScheduleChange change, CancellationToken cancellationToken) =>
        CronExpression.TryParse(body.Cron, out var cron) && cron.GetNextValidTimeAfter(change.Clock.GetUtcNow()) is not null
            ? await AnswerAsync((name, "changed", body.Cron), change, await change.Console.ChangeScheduleAsync(name, body.Cron, cancellationToken), cancellationToken)
            : Problems.Invalid("cron", "Must be a cron expression that comes round: seconds, minutes, hours, day of month, month, day of week in UTC, such as \"0 17 3 * * ?\".");

    private static async Task<Results<Ok<JobScheduleView>, ProblemHttpResult>> Run(
        string name, [AsParameters] ScheduleChange change, CancellationToken cancellationToken) =>
        await AnswerAsync((name, "run", null), change, await change.Console.WantAsync(name, cancellationToken), cancellationToken);

    private static async Task<Results<Ok<JobScheduleView>, ProblemHttpResult>> Pause(
        string name, PauseJobsRequest body, [AsParameters] ScheduleChange change, CancellationToken cancellationToken)
    {
        var isKnown = (await change.Console.ListSchedulesAsync(cancellationToken)).Any(schedule => schedule.Name == name);
        await (isKnown ? change.Console.PauseAsync(name, body.Reason, change.User.UserName(), cancellationToken) : Task.CompletedTask);
        return await AnswerAsync((name, "paused", body.Reason), change, isKnown, cancellationToken);
    }

    private static async Task<Results<Ok<JobScheduleView>, ProblemHttpResult>> Resume(
        string name, [AsParameters] ScheduleChange change, CancellationToken cancellationToken)
    {
        var isKnown = (await change.Console.ListSchedulesAsync(cancellationToken)).Any(schedule => schedule.Name == name);
        await (isKnown ? change.Console.ResumeAsync(name, cancellationToken) : Task.CompletedTask);
        return await AnswerAsync((name, "resumed", null), change, isKnown, cancellationToken);
    }

    private static async Task<Results<Ok<JobScheduleView>, ProblemHttpResult>> AnswerAsync(
        (string Schedule, string Action, string? Detail) deed, ScheduleChange change, bool isKnown, CancellationToken cancellationToken)
    {
        if (!isKnown)
        {
            return Problems.NotFound("There is no schedule of this name.");
        }

        await change.Audit.NoteAsync(change.User.UserName(), deed.Action, deed.Schedule, deed.Detail, cancellationToken);
        await change.Bells.RingAsync(Bell.Jobs);
        return TypedResults.Ok((await ScheduleViews.ReadAsync(change.Console, change.Clock, cancellationToken)).Single(view => view.Name == deed.Schedule));
    }
}

/// <summary>What changing a schedule needs.</summary>
internal sealed class ScheduleChange
{
    public required JobConsole Console { get; init; }

    public required JobAudit Audit { get; init; }

    public required Bells Bells { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ClaimsPrincipal User { get; init; }
}
