using Etrms.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Commands;

internal static class CommandEndpoints
{
    public static void AddCommands(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<CommandDesk>().AddScoped<CommandProgress>();

    public static RouteGroupBuilder MapCommands(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/commands").WithTags("Commands");
        group.MapGet("/{id:guid}", Find).WithSummary("State and answer of an operator command");
        group.MapGet("/{id:guid}/progress", Progress).WithSummary("Which orders a command became and what the venue answered");
        return group;
    }

    private static async Task<Results<Ok<CommandView>, ProblemHttpResult>> Find(
        Guid id, CommandDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, cancellationToken) is { } row
            ? TypedResults.Ok(row.ToView())
            : Problems.NotFound($"There is no command {id}.");

    private static async Task<Results<Ok<CommandProgressView>, ProblemHttpResult>> Progress(
        Guid id, CommandDesk desk, CommandProgress progress, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, cancellationToken) is { } row
            ? TypedResults.Ok(await progress.ReadAsync(row, cancellationToken))
            : Problems.NotFound($"There is no command {id}.");
}
