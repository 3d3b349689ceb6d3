using Etrms.Contracts;
using Microsoft.Extensions.Primitives;

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

    /// <summary>Query text reaches SQL parameters, which cannot hold every character.</summary>
    public static void UseCleanQueries(this WebApplication app) => app.Use(async (context, next) =>
    {
        var unclean = context.Request.Query.FirstOrDefault(pair => !IsClean(pair.Key) || !pair.Value.All(IsClean));
        if (unclean.Value == StringValues.Empty && unclean.Key is null)
        {
            await next(context);
            return;
        }

        await Problems.Invalid(IsClean(unclean.Key) ? unclean.Key! : "query", "Must not contain control characters.").ExecuteAsync(context);
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

    private static bool IsClean(string? text) => PlainText.IsPlain(text);
}
