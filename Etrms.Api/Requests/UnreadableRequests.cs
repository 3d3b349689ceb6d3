using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Api.Breakers;
using Etrms.Api.Commands;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api.Requests;

/// <summary>Turns what binding could not read into a problem that names the field.</summary>
internal sealed partial class UnreadableRequests : IExceptionHandler
{
    private static readonly string[] Required = ["Is required."];

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException unreadable)
        {
            return false;
        }

        await ToProblem(unreadable).ExecuteAsync(httpContext);
        return true;
    }

    private static ProblemHttpResult ToProblem(BadHttpRequestException unreadable) => unreadable switch
    {
        { InnerException: JsonException json } when MissingMembers().Match(json.Message) is { Success: true } missing =>
            Problems.Invalid(missing.Groups["name"].Captures.ToDictionary(name => name.Value, _ => Required, StringComparer.Ordinal)),
        { InnerException: JsonException json } => Problems.Invalid(Field(json), Reason(json)),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
            TypedResults.Problem("The body must be application/json in UTF-8.", statusCode: unreadable.StatusCode),
        { StatusCode: not StatusCodes.Status400BadRequest } =>
            TypedResults.Problem(unreadable.Message, statusCode: unreadable.StatusCode),
        _ when Parameter().Match(unreadable.Message) is { Success: true } match =>
            Problems.Invalid(match.Groups["name"].Value, $"Cannot read \"{Shortened(match.Groups["value"].Value)}\" as {Kind(match.Groups["type"].Value)}."),
        _ => Problems.Invalid("body", "A JSON body is required."),
    };

    private static string Field(JsonException json)
    {
        var parent = json.Path is null or "$" ? "" : json.Path.StartsWith("$.", StringComparison.Ordinal) ? json.Path[2..] : json.Path;
        if (UnknownMember().Match(json.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups["name"].Value;
            return parent.Length == 0 || parent == name ? name : $"{parent}.{name}".Replace($".{name}.{name}", $".{name}", StringComparison.Ordinal);
        }

        return parent.Length == 0 ? "body" : parent;
    }

    private static string Reason(JsonException json)
    {
        if (UnknownMember().IsMatch(json.Message))
        {
            return "Unknown member.";
        }

        if (Conversion().Match(json.Message) is { Success: true } conversion)
        {
            return $"Must be {Kind(conversion.Groups["type"].Value)}.";
        }

        return NullRefused().IsMatch(json.Message) ? "Must not be null." : WithoutPosition().Replace(json.Message, "");
    }

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("Int", StringComparison.Ordinal) || type.StartsWith("int", StringComparison.Ordinal)
            || type.StartsWith("long", StringComparison.Ordinal) =>
            "a whole number in range",
        _ when type.Contains("Decimal", StringComparison.OrdinalIgnoreCase) => "a decimal number",
        _ when type.Contains("Bool", StringComparison.OrdinalIgnoreCase) => "true or false",
        _ when type.Contains("Guid", StringComparison.Ordinal) => "a GUID",
        _ when type.Contains("Date", StringComparison.Ordinal) => "an instant such as 2025-06-13T00:00:00Z",
        _ when type.Contains("List", StringComparison.Ordinal) => "a list",
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object of texts",
        _ when type.Contains("String", StringComparison.Ordinal) => "text",
        _ when type.StartsWith(nameof(IdempotencyKey), StringComparison.Ordinal) => "a key of at most 200 characters",
        _ when type.StartsWith(nameof(EntityTag), StringComparison.Ordinal) => "an entity tag such as \"3\"",
        _ => "an object",
    };

    private static string Shortened(string value) => value.Length <= 40 ? value : $"{value[..40]}…";

    [GeneratedRegex("""Failed to bind parameter "(?<type>[^ "]+) (?<name>\w+)" from "(?<value>.*)"\.""", RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex("""missing required properties including: (?:'(?<name>[^']+)'(?:, )?)+""")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("""The JSON property '(?<name>[^']*)' could not be mapped""")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("""could not be converted to (?<type>.+?)\. Path:""")]
    private static partial Regex Conversion();

    [GeneratedRegex("""doesn't allow setting null|Cannot get the value of a null""")]
    private static partial Regex NullRefused();

    [GeneratedRegex(""" ?(?:Path: .*|LineNumber: .*)$""", RegexOptions.Singleline)]
    private static partial Regex WithoutPosition();
}
