using System.Text.Json;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Accounts;

/// <summary>Why the worker refused a key, at the field that it blames.</summary>
internal static class KeyProblems
{
    public static ProblemHttpResult Of(OperatorCommandRow command) =>
        Problems.Refused(FieldOf(command.Answer), command.Refusal ?? "The venue refused the key.");

    private static string FieldOf(JsonElement? answer) =>
        answer is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("field", out var field) && field.GetString() is { Length: > 0 } name
            ? name
            : "api_key";
}
