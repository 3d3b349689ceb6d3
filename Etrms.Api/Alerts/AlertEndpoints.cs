using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Alerts;

internal static class AlertEndpoints
{
    public static void AddAlerts(this IHostApplicationBuilder builder) => builder.Services.AddScoped<AlertMarks>().AddScoped<AlertEscalation>();

    public static RouteGroupBuilder MapAlerts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/alerts").WithTags("Alerts");
        group.MapGet("", List).WithSummary("Alerts, newest first");
        group.MapGet("/{id:guid}", Find).WithSummary("An alert with its deliveries and where its repetition stands");
        group.MapPost("/acknowledge", AcknowledgeAll).WithSummary("Acknowledge every alert");
        group.MapPost("/{id:guid}/acknowledge", Acknowledge).WithSummary("Acknowledge an alert");
        group.MapDelete("/{id:guid}/acknowledge", Undo).WithSummary("Take an acknowledgement back");
        return group;
    }

    private static async Task<Results<Ok<Page<AlertView>>, ProblemHttpResult>> List(
        [AsParameters] AlertQuery query, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var limit = query.Limit ?? Paging.DefaultLimit;
        var matching = query.Matching(database.Alerts.AsNoTracking().Where(row => row.OwnerId == Owner.Operator));
        var total = await matching.LongCountAsync(cancellationToken);
        var rows = await query.From(matching).OrderByDescending(row => row.RaisedAt).ThenByDescending(row => row.Id)
            .Take(limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > limit ? AlertCursor.Of(rows[limit - 1]).ToString() : null;
        return TypedResults.Ok(new Page<AlertView>([.. rows.Take(limit).Select(AlertViews.ToView)], next, total));
    }

    private static async Task<Results<Ok<AlertDetailView>, ProblemHttpResult>> Find(
        Guid id, AlertEscalation escalation, CancellationToken cancellationToken) =>
        await escalation.FindAsync(id, cancellationToken) is { } detail ? TypedResults.Ok(detail) : Problems.NotFound($"There is no alert {id}.");

    private static Task<Results<Ok<AlertView>, ProblemHttpResult>> Acknowledge(
        Guid id, AlertMarks marks, ClaimsPrincipal user, TimeProvider clock, CancellationToken cancellationToken) =>
        MarkAsync(id, marks, new Acknowledgement(clock.GetUtcNow(), user.UserName()), cancellationToken);

    private static Task<Results<Ok<AlertView>, ProblemHttpResult>> Undo(Guid id, AlertMarks marks, CancellationToken cancellationToken) =>
        MarkAsync(id, marks, null, cancellationToken);

    private static async Task<NoContent> AcknowledgeAll(
        AlertMarks marks, ClaimsPrincipal user, TimeProvider clock, CancellationToken cancellationToken)
    {
        await marks.SetAllAsync(new Acknowledgement(clock.GetUtcNow(), user.UserName()), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AlertView>, ProblemHttpResult>> MarkAsync(
        Guid id, AlertMarks marks, Acknowledgement? mark, CancellationToken cancellationToken) =>
        await marks.SetAsync(id, mark, cancellationToken) is { } row
            ? TypedResults.Ok(row.ToView())
            : Problems.NotFound($"There is no alert {id}.");
}

internal static class AlertViews
{
    public static AlertView ToView(this AlertRow row) =>
        new(row.Id, row.Key, row.Severity, row.Title, row.Text, row.BreakerId, row.At, row.RaisedAt, row.AcknowledgedAt);
}
