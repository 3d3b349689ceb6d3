using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Contracts;
using Etrms.Infrastructure.Backtests;
using Etrms.Infrastructure.Jobs;
using Etrms.Infrastructure.Redis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Backtests;

/// <summary>Backtests: stored requests that a job carries out, followed by their id.</summary>
internal static class BacktestEndpoints
{
    public static void AddBacktests(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<BacktestForm>().AddSingleton<BacktestDesk>().AddScoped<BacktestApplication>().AddScoped<AppliedBreakers>();

    public static RouteGroupBuilder MapBacktests(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/backtest").WithTags("Backtests");
        group.MapGet("", List).WithSummary("Backtests with their state and key figures, a page at a time");
        group.MapPost("", Create).WithSummary("Store a backtest; it starts with /run");
        group.MapPost("/check", Check).WithSummary("What is wrong with a backtest, which history it needs and how much work it is; nothing is stored");
        group.MapGet("/strategies", Strategies).WithSummary("Strategies that a backtest can name, with their parameters");
        group.MapGet("/compare", Compare).WithSummary("Up to five backtests beside each other: ?ids=…&ids=…");
        group.MapGet("/{id:guid}", Find).WithSummary("State, progress and, once there is one, the result");
        group.MapPut("/{id:guid}", Replace).WithSummary("Change a backtest that is not under way; a changed request loses its result");
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a backtest that is not under way, with its results");
        group.MapPost("/{id:guid}/run", Run).WithSummary("Start a backtest in the background");
        group.MapPost("/{id:guid}/cancel", Cancel).WithSummary("Stop a run within a second");
        group.MapBacktestResults();
        return group;
    }

    private static async Task<Results<Ok<BacktestListView>, ProblemHttpResult>> List(
        [AsParameters] BacktestQuery query, BacktestStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var offset = query.Offset ?? 0;
        var (rows, total) = await store.ListAsync(query.Filter, offset, query.Limit ?? Paging.DefaultLimit, cancellationToken);
        var next = offset + rows.Count;
        return TypedResults.Ok(new BacktestListView(
            [.. rows.Select(stored => stored.ToRowView(clock.GetUtcNow()))], total, offset, next < total ? next : null));
    }

    private static async Task<Results<Created<BacktestView>, ProblemHttpResult>> Create(
        BacktestBody body, BacktestForm form, BacktestStore store, BacktestDesk desk, CancellationToken cancellationToken)
    {
        if (form.ErrorsOf(body) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var stored = await store.AddAsync(body, cancellationToken);
        return TypedResults.Created($"/api/v1/backtest/{stored.Row.Id}", await desk.ViewAsync(stored, cancellationToken));
    }

    private static async Task<Results<Ok<BacktestView>, ProblemHttpResult>> Find(
        Guid id, BacktestStore store, BacktestDesk desk, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } stored ? TypedResults.Ok(await desk.ViewAsync(stored, cancellationToken)) : Unknown(id);

    private static async Task<Results<Ok<BacktestView>, ProblemHttpResult>> Replace(
        Guid id, BacktestBody body, [AsParameters] BacktestWrite write, CancellationToken cancellationToken)
    {
        if (write.Form.ErrorsOf(body) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        if (await write.Store.FindAsync(id, cancellationToken) is { IsUnderWay: true })
        {
            return UnderWay("changed");
        }

        return await write.Store.ReplaceAsync(id, body, cancellationToken) is { } stored
            ? TypedResults.Ok(await write.Desk.ViewAsync(stored, cancellationToken))
            : Unknown(id);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, BacktestStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is { IsUnderWay: true })
        {
            return UnderWay("deleted");
        }

        return await store.DeleteAsync(id, cancellationToken) ? TypedResults.NoContent() : Unknown(id);
    }

    private static async Task<Results<Accepted<BacktestView>, ProblemHttpResult>> Run(
        Guid id, [AsParameters] BacktestWrite write, CancellationToken cancellationToken)
    {
        if (await write.Store.FindAsync(id, cancellationToken) is not { } stored)
        {
            return Unknown(id);
        }

        if (stored.IsUnderWay)
        {
            return UnderWay("started again");
        }

        // Both may have changed since it was stored: strategies come from assemblies, candles from downloads.
        var errors = write.Form.ErrorsOf(stored.Configuration) is { Count: > 0 } wrong
            ? wrong
            : await write.Desk.MissingHistoryAsync(stored.Configuration, cancellationToken);
        if (errors.Count > 0)
        {
            return Problems.Refused(errors);
        }

        if (await write.Store.StartAsync(id, write.User.UserName(), cancellationToken) is null)
        {
            return UnderWay("started again");
        }

        await write.Bells.RingAsync(Bell.Jobs);
        return TypedResults.Accepted(
            $"/api/v1/backtest/{id}", await write.Desk.ViewAsync((await write.Store.FindAsync(id, cancellationToken))!, cancellationToken));
    }

    /// <summary>Cancelling what is over changes nothing and shows how it ended.</summary>
    private static async Task<Results<Ok<BacktestView>, ProblemHttpResult>> Cancel(
        Guid id, [AsParameters] BacktestWrite write, JobStore jobs, CancellationToken cancellationToken)
    {
        if (await write.Store.FindAsync(id, cancellationToken) is not { } stored)
        {
            return Unknown(id);
        }

        if (stored.Job is { } job && await jobs.EndAsync(job.Id, JobState.Cancelled, $"Cancelled by {write.User.UserName()}.", null, cancellationToken))
        {
            await write.Bells.RingAsync(Bell.Jobs);
        }

        return TypedResults.Ok(await write.Desk.ViewAsync((await write.Store.FindAsync(id, cancellationToken))!, cancellationToken));
    }

    private static async Task<Ok<BacktestCheckView>> Check(
        BacktestBody body, BacktestForm form, BacktestDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.CheckAsync(body, form.ErrorsOf(body), cancellationToken));

    private static Ok<StrategiesView> Strategies(BacktestForm form) => TypedResults.Ok(form.Strategies);

    private static async Task<Results<Ok<BacktestComparisonView>, ProblemHttpResult>> Compare(
        Guid[] ids, BacktestStore store, BacktestDesk desk, CancellationToken cancellationToken)
    {
        const int Most = 5;
        if (ids.Length is 0 or > Most)
        {
            return Problems.Invalid("ids", $"Name one to {Most} backtests.");
        }

        var views = new List<BacktestView>();
        foreach (var id in ids)
        {
            if (await store.FindAsync(id, cancellationToken) is not { } stored)
            {
                return Problems.Invalid("ids", $"There is no backtest {id}.");
            }

            views.Add(await desk.ViewAsync(stored, cancellationToken));
        }

        return TypedResults.Ok(new BacktestComparisonView(views));
    }

    internal static ProblemHttpResult Unknown(Guid id) => Problems.NotFound($"There is no backtest {id}.");

    private static ProblemHttpResult UnderWay(string what) => Problems.Conflict("state", $"It is under way and cannot be {what}. Cancel it first.");
}

/// <summary>What changing or starting a backtest needs beside its id and body.</summary>
internal sealed class BacktestWrite
{
    public required BacktestForm Form { get; init; }

    public required BacktestStore Store { get; init; }

    public required BacktestDesk Desk { get; init; }

    public required Bells Bells { get; init; }

    public required ClaimsPrincipal User { get; init; }
}
