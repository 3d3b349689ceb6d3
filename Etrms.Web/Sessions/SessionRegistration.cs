using Etrms.Web.Api;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Etrms.Web.Sessions;

internal static class SessionRegistration
{
    public const string SessionClaim = "etrms:session";

    public static void AddSessions(this IHostApplicationBuilder builder)
    {
        var folder = Path.Combine(builder.Configuration["Etrms:StateFolder"] ?? Path.GetTempPath(), "web");
        Directory.CreateDirectory(folder);
        builder.Services.AddOptions<SessionOptions>().Configure(options => options.Folder = folder).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddDataProtection()
            .SetApplicationName("etrms-portal")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddTransient(provider => new SessionTokens(
            provider.GetRequiredService<SessionStore>(), provider.GetRequiredService<AuthApi>(),
            provider.GetRequiredService<IHttpContextAccessor>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddTransient(provider => new SignIn(
            provider.GetRequiredService<SessionStore>(), provider.GetRequiredService<AuthApi>()));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(ConfigureCookie);
        builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "etrms_session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = SessionOptions.LongestLife;
        options.SlidingExpiration = true;
        options.LoginPath = "/login";
        options.ReturnUrlParameter = "return";
        options.Events.OnValidatePrincipal = async context =>
        {
            var id = context.Principal?.FindFirst(SessionClaim)?.Value;
            var store = context.HttpContext.RequestServices.GetRequiredService<SessionStore>();
            if (id is null || await store.FindAsync(id, context.HttpContext.RequestAborted) is null)
            {
                context.RejectPrincipal();
            }
        };
    }
}
