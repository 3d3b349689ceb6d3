using System.Text.Json;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Breakers;

/// <summary>What a breaker would have done over the recorded days: asked for, followed and cancelled.</summary>
internal static class RehearsalEndpoints
{
    public static void MapRehearsals(this RouteGroupBuilder group)
    {
        group.MapPost("/rehearse", Rehearse).WithSummary("What a breaker would have done over the recorded days");
        group.MapGet("/rehearsals/{id:guid}", Find).WithSummary("How far a rehearsal is, and what it has found");
        group.MapDelete("/rehearsals/{id:guid}", Cancel).WithSummary("End a rehearsal with what it has found");
    }

    private static async Task<Results<Ok<RehearsalView>, Accepted<RehearsalView>, ProblemHttpResult>> Rehearse(
        RehearseBreakerRequest body, [AsParameters] CommandCall call, BreakerForm form, CancellationToken cancellationToken)
    {
        var (breaker, errors) = await form.ReadAsync(body.Breaker!, Guid.NewGuid(), cancellationToken);
        if (breaker is null)
        {
            return Problems.Invalid(errors.ToDictionary(error => $"breaker.{error.Key}", error => error.Value, StringComparer.Ordinal));
        }

        var order = CommandOrder.Of(call.Key.Id, CommandKinds.RehearseBreaker, new RehearseBreakerCommand(body.Breaker!, body.Days), call.Operator);
        return await call.Desk.SubmitAsync(order, CommandDesk.RehearsalWait, cancellationToken) switch
        {
            null => Problems.Conflict("idempotency_key", CommandAnswers.KeyReused),
            { State: OperatorCommandState.Refused } refused => Problems.Refused("breaker", refused.Refusal ?? "Refused."),
            { State: OperatorCommandState.Done } done => TypedResults.Ok(ViewOf(done)),
            { State: OperatorCommandState.Taken } running => TypedResults.Accepted($"/api/v1/circuit-breakers/rehearsals/{running.Id}", ViewOf(running)),
            _ => Problems.Unavailable("The risk worker did not answer in time, so nothing was rehearsed."),
        };
    }

    private static async Task<Results<Ok<RehearsalView>, ProblemHttpResult>> Find(Guid id, CommandDesk desk, CancellationToken cancellationToken) =>
        await FindAsync(id, desk, cancellationToken) switch
        {
            null => Unknown(id),
            { State: OperatorCommandState.Refused } refused => Problems.Refused("breaker", refused.Refusal ?? "Refused."),
            var row => TypedResults.Ok(ViewOf(row)),
        };

    private static async Task<Results<Ok<RehearsalView>, ProblemHttpResult>> Cancel(Guid id, CommandDesk desk, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, desk, cancellationToken) is not { } row)
        {
            return Unknown(id);
        }

        // What was over already stays as it is.
        return await desk.EndAsync(row, cancellationToken)
            ? TypedResults.Ok(ViewOf(row) with { IsRunning = false, IsCutShort = true })
            : await Find(id, desk, cancellationToken);
    }

    private static async Task<OperatorCommandRow?> FindAsync(Guid id, CommandDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, cancellationToken) is { Kind: CommandKinds.RehearseBreaker } row ? row : null;

    /// <summary>What an ended row still calls running was cancelled; one that waits for its turn has found nothing yet.</summary>
    private static RehearsalView ViewOf(OperatorCommandRow row)
    {
        var view = row.Answer?.Deserialize<RehearsalView>(EtrmsJson.Options) ?? new RehearsalView
        {
            Id = row.Id,
            IsRunning = true,
            Share = 0,
            Sentence = "",
            Unit = "",
            From = null,
            To = null,
            Inputs = 0,
            IsCutShort = false,
            Covered = "Nothing was read yet.",
            Trips = [],
        };
        return row.AnsweredAt is not null && view.IsRunning ? view with { IsRunning = false, IsCutShort = true } : view;
    }

    private static ProblemHttpResult Unknown(Guid id) => Problems.NotFound($"There is no rehearsal {id}.");
}
