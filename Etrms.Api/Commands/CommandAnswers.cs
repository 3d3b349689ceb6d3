using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Commands;

/// <summary>Commands as answers: 200 when carried out, 422 when refused, 202 with their URL while under way.</summary>
internal static class CommandAnswers
{
    public const string KeyReused = "This key was used for another request. Take a new one.";

    public static CommandView ToView(this OperatorCommandRow row) =>
        new(row.Id, row.Kind, row.State.ToString().ToLowerInvariant(), row.Refusal, row.CreatedAt, row.AnsweredAt);

    public static string UrlOf(Guid id) => $"/api/v1/commands/{id}";

    /// <param name="row">The command; null when its key was used for something else.</param>
    /// <param name="field">What a refusal is about, for the errors of the problem.</param>
    public static Results<Ok<CommandView>, Accepted<CommandView>, ProblemHttpResult> ToResult(
        this OperatorCommandRow? row, string field) =>
        row switch
        {
            null => Problems.Conflict("idempotency_key", KeyReused),
            { State: OperatorCommandState.Refused } => Problems.Refused(field, row.Refusal ?? "Refused."),
            { State: OperatorCommandState.Done } => TypedResults.Ok(row.ToView()),
            _ => TypedResults.Accepted(UrlOf(row.Id), row.ToView()),
        };
}
