using System.Globalization;
using Etrms.Web.Api;
using Etrms.Web.Shell;

namespace Etrms.Web.Pages;

internal static class PagesRegistration
{
    /// <summary>Everything comes from the portal itself; nothing is inline, nothing may frame it.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void AddPortalPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(options => options.Conventions.Add(new AddShellConvention()))
            .AddCookieTempDataProvider(options => options.Cookie.Name = "etrms_notice");
        builder.Services.AddRouting(options => options.LowercaseUrls = true);
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "etrms_forgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
    }

    public static void UsePortalErrors(this WebApplication app)
    {
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.Use(SendToLogin);
        app.Use(TellDialogs);
    }

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    });

    /// <summary>Numbers are written as this browser's trader reads them.</summary>
    public static void UseNumberStyle(this WebApplication app) => app.Use((context, next) =>
    {
        CultureInfo.CurrentUICulture = Preferences.Of(context.Request).Numbers.Culture;
        return next(context);
    });

    /// <summary>A session that ended on the server leads to the login page, which says so; scripts get a plain 401.</summary>
    private static async Task SendToLogin(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (SessionEndedException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            if (context.Request.Headers.ContainsKey("X-Portal-Part") || context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            var back = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : "/";
            context.Response.Redirect($"/login?reason=ended&return={Uri.EscapeDataString(back)}");
        }
    }

    /// <summary>A script cannot read where a redirect leads without following it, which would use up the next page's notice.</summary>
    private static Task TellDialogs(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers["X-Portal-Part"] == "dialog" && HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response is { StatusCode: StatusCodes.Status302Found, Headers.Location: [{ } target] })
                {
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                    context.Response.Headers.Remove("Location");
                    context.Response.Headers["X-Portal-Then"] = target;
                }

                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    private sealed class AddShellConvention : Microsoft.AspNetCore.Mvc.ApplicationModels.IPageApplicationModelConvention
    {
        public void Apply(Microsoft.AspNetCore.Mvc.ApplicationModels.PageApplicationModel model) => model.Filters.Add(new ShellFilter());
    }
}
