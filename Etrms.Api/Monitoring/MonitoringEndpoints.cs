using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Monitoring;

internal static class MonitoringEndpoints
{
    public static void AddMonitoring(this IHostApplicationBuilder builder) => builder.Services.AddScoped<MonitoringStatus>();

    public static RouteGroupBuilder MapMonitoring(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/monitoring").WithTags("Monitoring");
        group.MapGet("", Status).WithSummary("Whether the risk monitor runs, who runs it, and the risk it sees");
        group.MapGet("/dead-man", DeadManSwitches.ReadAsync).WithSummary("The exchanges' dead-man switches and what they did when they fired");
        group.MapPost("/start", Start).WithSummary("Start the risk monitor");
        group.MapPost("/stop", Stop).WithSummary("Stop the risk monitor for a reason and a limited time");
        group.MapPost("/divergence/clear", ClearDivergence).WithSummary("Let standbys take over again after a divergence was looked into");
        return group;
    }

    private static async Task<Ok<MonitoringView>> Status(MonitoringStatus status, CancellationToken cancellationToken) =>
        TypedResults.Ok(await status.ReadAsync(cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> ClearDivergence(
        ClaimsPrincipal user, Divergences divergences, CancellationToken cancellationToken) =>
        await divergences.ClearAsync(user.UserName(), cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("No divergence stands.");

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Start(
        [AsParameters] CommandCall call, CancellationToken cancellationToken)
    {
        var order = CommandOrder.Of(call.Key.Id, CommandKinds.StartMonitoring, new PlainCommand(), call.Operator);
        return (await call.Desk.SubmitAsync(order, cancellationToken)).ToResult("monitoring");
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Stop(
        StopMonitoringRequest body, [AsParameters] CommandCall call, CancellationToken cancellationToken)
    {
        var payload = new StopMonitoringCommand(body.Reason, body.ResumeAfterMinutes.GetValueOrDefault());
        var order = CommandOrder.Of(call.Key.Id, CommandKinds.StopMonitoring, payload, call.Operator);
        return (await call.Desk.SubmitAsync(order, cancellationToken)).ToResult("monitoring");
    }
}
