using System.Text.Json;
using Etrms.Api.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api;

/// <summary>Words of a query string, spelled as in the JSON.</summary>
internal static class QueryWords
{
    private const int LongestText = 200;

    /// <summary>Null for an absent word, and for one that is none of them.</summary>
    public static T? Read<T>(string? text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(WordOf(value), text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    public static ProblemHttpResult? Check<T>(string field, string? text)
        where T : struct, Enum =>
        string.IsNullOrEmpty(text) || Read<T>(text) is not null
            ? null
            : Problems.Invalid(field, $"Must be one of {string.Join(", ", Enum.GetValues<T>().Select(WordOf).Order(StringComparer.Ordinal))}.");

    public static ProblemHttpResult? CheckText(string field, string? text) =>
        text is { Length: > LongestText } ? Problems.Invalid(field, $"Must not be longer than {LongestText} characters.")
        : text is not null && !PlainText.IsPlain(text) ? Problems.Invalid(field, "Must not contain control characters.")
        : null;

    private static string WordOf<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
