using Etrms.Contracts;
using Microsoft.Net.Http.Headers;

namespace Etrms.Api.Requests;

/// <summary>How requests are read: JSON dialect, size, clean text, and the headers of every answer.</summary>
internal static class RequestsRegistration
{
    private const long LargestBody = 256 * 1024;

    public static void AddRequests(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            EtrmsJson.Configure(json.SerializerOptions);
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.Converters.Add(new PlainText());
        });
    }

    /// <summary>
    /// Turns away what no endpoint could read: query text reaches SQL, which cannot hold every character, and JSON is UTF-8.
    /// </summary>
    public static void UseReadableRequests(this WebApplication app) => app.Use((context, next) =>
    {
        var unclean = context.Request.Query.FirstOrDefault(pair => !IsClean(pair.Key) || !pair.Value.All(IsClean));
        return unclean.Key switch
        {
            null when IsUtf8(context.Request.ContentType) => next(context),
            null => TypedResults.Problem("JSON must be in UTF-8.", statusCode: StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(context),
            var key => Problems.Invalid(IsClean(key) ? key : "query", "Must not contain control characters.").ExecuteAsync(context),
        };
    });

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        // The browsable documentation is the only page here; its styles are inline.
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase)
            ? "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
            : "default-src 'none'; frame-ancestors 'none'";
        return next(context);
    });

    private static bool IsUtf8(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Charset.Length == 0
        || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static bool IsClean(string? text) => PlainText.IsPlain(text);
}
