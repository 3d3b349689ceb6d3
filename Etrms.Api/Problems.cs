using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Api.Requests;
using Etrms.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api;

/// <summary>The one error shape: RFC 9457 with the trace and, for bad fields, their JSON names.</summary>
internal static partial class Problems
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);
        builder.Services.AddExceptionHandler<UnreadableRequests>();
        builder.Services.AddExceptionHandler<UnexpectedFailures>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddValidation();
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>400: the field cannot be taken as it is.</summary>
    public static ProblemHttpResult Invalid(string field, string reason) => Invalid(Of(field, reason));

    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        WithErrors(StatusCodes.Status400BadRequest, null, errors);

    /// <summary>422: understood and refused.</summary>
    public static ProblemHttpResult Refused(string field, string reason) =>
        WithErrors(StatusCodes.Status422UnprocessableEntity, reason, Of(field, reason));

    /// <summary>422: one field, for several reasons.</summary>
    public static ProblemHttpResult Refused(string field, string[] reasons) => WithErrors(
        StatusCodes.Status422UnprocessableEntity, reasons[0], new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = reasons });

    /// <summary>422: several fields.</summary>
    public static ProblemHttpResult Refused(IReadOnlyDictionary<string, string[]> errors) =>
        WithErrors(StatusCodes.Status422UnprocessableEntity, errors.First().Value[0], errors);

    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult Conflict(string field, string reason) =>
        WithErrors(StatusCodes.Status409Conflict, reason, Of(field, reason));

    /// <summary>409 that carries what the state is by now, so that the caller need not ask for it.</summary>
    public static ProblemHttpResult Conflict<T>(string field, string reason, T current) => TypedResults.Problem(
        new HttpValidationProblemDetails(Of(field, reason))
        {
            Status = StatusCodes.Status409Conflict,
            Title = null,
            Detail = reason,
            Extensions = { ["current"] = JsonSerializer.SerializeToElement(current, EtrmsJson.Options) },
        });

    public static ProblemHttpResult Stale(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed);

    public static ProblemHttpResult Unauthorized(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status401Unauthorized);

    public static ProblemHttpResult Forbidden(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden);

    public static ProblemHttpResult Unavailable(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>429 with the wait in words and in Retry-After.</summary>
    public static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = $"{seconds}";
        return TypedResults.Problem(
            $"Too many requests. Try again in {seconds} {(seconds == 1 ? "second" : "seconds")}.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }

    public static IReadOnlyDictionary<string, string[]> Of(string field, string reason) =>
        new Dictionary<string, string[]> { [field] = [reason] };

    /// <summary>The results of attributes, keyed and worded by JSON names.</summary>
    public static IReadOnlyDictionary<string, string[]> SpeakJson(IEnumerable<ValidationResult> results) => results
        .SelectMany(result => result.MemberNames.Select(member =>
            (Field: JsonPath(member), Reason: SpeakJson(result.ErrorMessage ?? "Is not valid."))))
        .GroupBy(error => error.Field, error => error.Reason, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private static ProblemHttpResult WithErrors(int status, string? detail, IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors) { Status = status, Title = null, Detail = detail });

    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions.Remove("traceId");
        problem.Extensions["trace_id"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        problem.Instance ??= context.HttpContext.Request.Path;
        if (problem is HttpValidationProblemDetails { Errors.Count: > 0 } validation)
        {
            validation.Title = validation.Status == StatusCodes.Status400BadRequest ? "The request is not valid." : validation.Title;
            validation.Errors = validation.Errors.ToDictionary(
                error => JsonPath(error.Key), error => error.Value.Select(SpeakJson).ToArray());
        }
    }

    /// <summary>"Stages[0].At" becomes "stages[0].at".</summary>
    private static string JsonPath(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    /// <summary>Attributes speak of "the field ApiKey"; the caller wrote api_key.</summary>
    private static string SpeakJson(string message) =>
        FieldName().Replace(message, match => JsonNamingPolicy.SnakeCaseLower.ConvertName(match.Value));

    [GeneratedRegex(@"(?<=\bfield )[A-Z]\w+|(?<=^The )[A-Z]\w+(?= field)")]
    private static partial Regex FieldName();
}
