using System.Text.Json;
using Etrms.Api.Commands;
using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Breakers;

internal static class BreakerActionEndpoints
{
    private const int MostLooks = 10;

    /// <summary>The worker publishes four times a second.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public static void MapBreakerActions(this RouteGroupBuilder group)
    {
        group.MapPost("/evaluate", Evaluate).WithSummary("Measure breakers now without acting");
        group.MapPost("/{id:guid}/press", Press).WithSummary("Press the button of a breaker of type MANUAL");
        group.MapPost("/{id:guid}/resume", Resume).WithSummary("Re-arm a latched breaker");
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Resume(
        Guid id, ResumeBreakerRequest body, [AsParameters] CommandCall call, BreakerViews views, CancellationToken cancellationToken)
    {
        if (body.Rebase == RebaseMode.Grace ? body.Grace is not > 0 : body.Grace is not null)
        {
            return Problems.Invalid("grace", "Give a threshold above 0 with GRACE, and only then.");
        }

        // Looked at first: a state that the same request has changed already is no conflict.
        if (await views.FindAsync(id, cancellationToken) is not { } breaker)
        {
            return BreakerEndpoints.Unknown(id);
        }

        if (await call.RepeatedAsync(CommandKinds.ResumeBreaker, cancellationToken) is { } repeated)
        {
            return repeated.ToResult("breaker");
        }

        if (Moved(body.StateVersion, breaker) is { } moved)
        {
            return moved;
        }

        var command = new OperatorCommand.ResumeBreaker(id, body.Rebase.GetValueOrDefault(), body.Grace)
        {
            Id = call.Key.Id,
            Operator = call.Operator,
            Reason = body.Reason,
            StateVersion = body.StateVersion,
        };
        var row = await call.Desk.SubmitAsync(CommandOrder.Of(CommandKinds.ResumeBreaker, command), cancellationToken);
        return row?.Refusal == OperatorCommand.ResumeBreaker.Outdated
            ? Outdated(await NewerAsync(breaker, views, cancellationToken))
            : row.ToResult("breaker");
    }

    private static ProblemHttpResult Outdated(BreakerView breaker) => Problems.Conflict(
        "state_version", $"The breaker is {breaker.Status.ToString().ToUpperInvariant()} in state version {breaker.StateVersion} by now.", breaker);

    /// <summary>The engine saw a newer state than the one that was published; its next picture shows it.</summary>
    private static async Task<BreakerView> NewerAsync(BreakerView seen, BreakerViews views, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if (await views.FindAsync(seen.Id, cancellationToken) is { } breaker && breaker.StateVersion != seen.StateVersion)
            {
                return breaker;
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return seen;
    }

    private static async Task<Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult>> Press(
        Guid id, PressButtonRequest body, [AsParameters] CommandCall call, BreakerViews views, CancellationToken cancellationToken)
    {
        if (await call.RepeatedAsync(CommandKinds.PressButton, cancellationToken) is { } repeated)
        {
            return repeated.ToResult("breaker");
        }

        if (await views.FindAsync(id, cancellationToken) is not { } breaker)
        {
            return BreakerEndpoints.Unknown(id);
        }

        if (Moved(body.StateVersion, breaker) is { } moved)
        {
            return moved;
        }

        var command = new OperatorCommand.PressButton(id) { Id = call.Key.Id, Operator = call.Operator, Reason = body.Reason };
        return (await call.Desk.SubmitAsync(CommandOrder.Of(CommandKinds.PressButton, command), cancellationToken)).ToResult("breaker");
    }

    private static ProblemHttpResult? Moved(long? seen, BreakerView breaker) =>
        seen is { } version && version != breaker.StateVersion ? Outdated(breaker) : null;

    private static async Task<Results<Ok<BreakerEvaluationsView>, ProblemHttpResult>> Evaluate(
        EvaluateBreakersRequest? body, [AsParameters] CommandCall call, BreakerViews views, CancellationToken cancellationToken)
    {
        var wanted = body?.Breakers ?? [];
        var known = (await views.ListAsync(cancellationToken)).Breakers.Select(breaker => breaker.Id).ToHashSet();
        if (wanted.FirstOrDefault(id => !known.Contains(id)) is var unknown && unknown != Guid.Empty)
        {
            return Problems.Refused("breakers", $"There is no circuit breaker {unknown}.");
        }

        var order = CommandOrder.Of(call.Key.Id, CommandKinds.EvaluateBreakers, new EvaluateBreakersCommand(wanted), call.Operator);
        return await call.Desk.SubmitAsync(order, cancellationToken) switch
        {
            null => Problems.Conflict("idempotency_key", CommandAnswers.KeyReused),
            { State: OperatorCommandState.Refused } refused => Problems.Refused("breakers", refused.Refusal ?? "Refused."),
            { State: OperatorCommandState.Done, Answer: { } answer } => TypedResults.Ok(answer.Deserialize<BreakerEvaluationsView>(EtrmsJson.Options)!),
            _ => Problems.Unavailable("The risk worker did not answer in time, so nothing was measured."),
        };
    }
}
