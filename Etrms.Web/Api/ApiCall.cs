using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Web.Api;

/// <summary>Sends one request and turns every way it can end into an <see cref="ApiAnswer{T}"/>.</summary>
internal static class ApiCall
{
    /// <summary>The Api may add members before the portal knows them, so reading is more lenient than the Api's own.</summary>
    private static readonly JsonSerializerOptions Reading = new(EtrmsJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
    };

    public static async Task<ApiAnswer<T>> SendAsync<T>(HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return await ReadProblemAsync(response, cancellationToken);
            }

            if (typeof(T) == typeof(Done))
            {
                return new ApiAnswer<T>((T)(object)Done.It, null);
            }

            if (typeof(T) == typeof(ApiFile))
            {
                return new ApiAnswer<T>((T)(object)await ReadFileAsync(response.Content, cancellationToken), null);
            }

            var value = await response.Content.ReadFromJsonAsync<T>(Reading, cancellationToken);
            return value is null ? ApiProblem.Of(HttpStatusCode.BadGateway, "The Api answered without content", TraceId) : new ApiAnswer<T>(value, null);
        }
        catch (HttpRequestException)
        {
            return ApiProblem.Unreachable(TraceId);
        }
        catch (Exception time) when (IsTimeOut(time) && !cancellationToken.IsCancellationRequested)
        {
            return ApiProblem.Unreachable(TraceId);
        }
    }

    public static JsonContent Body<T>(T value) => JsonContent.Create(value, options: EtrmsJson.Options);

    private static async Task<ApiFile> ReadFileAsync(HttpContent content, CancellationToken cancellationToken) => new(
        await content.ReadAsByteArrayAsync(cancellationToken), content.Headers.ContentType?.MediaType ?? "application/octet-stream",
        content.Headers.ContentDisposition?.FileNameStar ?? content.Headers.ContentDisposition?.FileName?.Trim('"'));

    private static string? TraceId => Activity.Current?.TraceId.ToString();

    private static bool IsTimeOut(Exception exception) => exception is TaskCanceledException or Polly.Timeout.TimeoutRejectedException;

    private static async Task<ApiProblem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = ApiProblem.Of(response.StatusCode, Describe(response.StatusCode), TraceId) with
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return problem;
        }

        using var document = await ParseAsync(response, cancellationToken);
        return document is null ? problem : Fill(problem, document.RootElement);
    }

    private static async Task<JsonDocument?> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        }
        catch (JsonException)
        {
            // A proxy in between may answer with anything; the status alone then has to do.
            return null;
        }
    }

    private static ApiProblem Fill(ApiProblem problem, JsonElement root) => root.ValueKind != JsonValueKind.Object ? problem : problem with
    {
        Detail = Text(root, "detail"),
        TraceId = Text(root, "traceId") ?? Text(root, "trace_id") ?? problem.TraceId,
        Errors = Errors(root),
    };

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, string[]> Errors(JsonElement root)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        if (root.TryGetProperty("errors", out var fields) && fields.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in fields.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Array))
            {
                errors[field.Name] = [.. field.Value.EnumerateArray().Select(item => item.ToString())];
            }
        }

        return errors;
    }

    private static string Describe(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => "This was refused",
        HttpStatusCode.NotFound => "Not found",
        HttpStatusCode.Unauthorized => "Not logged in",
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => "It changed in the meantime",
        HttpStatusCode.TooManyRequests => "Too many requests",
        HttpStatusCode.ServiceUnavailable => "ETRMS is not ready",
        _ => $"The Api answered {(int)status}",
    };
}
