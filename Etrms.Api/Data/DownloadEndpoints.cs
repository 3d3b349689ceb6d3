using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Api.Data;

/// <summary>Downloads are background jobs: asked for here, carried out by a worker, followed by their id.</summary>
internal static class DownloadEndpoints
{
    public static void MapDownloads(this RouteGroupBuilder group)
    {
        group.MapGet("/downloads", List).WithSummary("The latest 50 downloads, newest first");
        group.MapPost("/downloads", Create).WithSummary("Fetch public candles and funding in the background");
        group.MapGet("/downloads/{id:guid}", Find).WithSummary("How far a download is, and what the venue lacks");
        group.MapPost("/downloads/{id:guid}/cancel", Cancel).WithSummary("Stop a download; what it stored stays");
    }

    private static async Task<Ok<DownloadsView>> List(DownloadStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DownloadsView([.. (await store.ListAsync(cancellationToken)).Select(DownloadViews.ToView)]));

    private static async Task<Results<Accepted<DownloadView>, ProblemHttpResult>> Create(
        DownloadRequest body, [FromHeader(Name = "Idempotency-Key")] IdempotencyKey? key, ClaimsPrincipal user, DownloadStore store,
        CancellationToken cancellationToken)
    {
        var errors = DownloadCheck.ErrorsOf(body);
        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var wanted = DownloadCheck.Normalised(body);
        var stored = await store.AddAsync(key?.Id ?? Guid.NewGuid(), wanted, user.UserName(), cancellationToken);
        return DownloadCheck.AreSame(stored.Request, wanted)
            ? TypedResults.Accepted($"/api/v1/data/downloads/{stored.Download.Id}", stored.ToView())
            : Problems.Conflict("idempotency_key", "This key already stands for another download.");
    }

    private static async Task<Results<Ok<DownloadView>, ProblemHttpResult>> Find(Guid id, DownloadStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } stored ? TypedResults.Ok(stored.ToView()) : Missing(id);

    /// <summary>Cancelling what is over changes nothing and shows how it ended.</summary>
    private static async Task<Results<Ok<DownloadView>, ProblemHttpResult>> Cancel(Guid id, DownloadStore store, CancellationToken cancellationToken)
    {
        await store.EndAsync(id, DownloadState.Cancelled, "Cancelled by the trader. What was stored stays.", cancellationToken);
        return await Find(id, store, cancellationToken);
    }

    private static ProblemHttpResult Missing(Guid id) => Problems.NotFound($"There is no download {id}.");
}
