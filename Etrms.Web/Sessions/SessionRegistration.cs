using Etrms.Web.Api;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Etrms.Web.Sessions;

internal static class SessionRegistration
{
    public const string SessionClaim = "etrms:session";

    public static void AddSessions(this IHostApplicationBuilder builder)
    {
        var folder = Path.Combine(builder.Configuration["Etrms:StateFolder"] ?? Path.GetTempPath(), "web");
        var keys = Directory.CreateDirectory(Path.Combine(folder, "keys"));
        DropUnsealedKeys(keys);
        builder.Services.AddSingleton(new KeyRingCipher(builder.Configuration["Etrms:MasterKey"]
            ?? throw new InvalidOperationException("Etrms:MasterKey is missing; the AppHost sets it, by hand give Etrms__MasterKey.")));
        builder.Services.AddOptions<KeyManagementOptions>().Configure<KeyRingCipher>(
            (options, cipher) => options.XmlEncryptor = new KeyRingEncryptor(cipher));
        builder.Services.AddOptions<SessionOptions>().Configure(options => options.Folder = folder).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddDataProtection()
            .SetApplicationName("etrms-portal")
            .PersistKeysToFileSystem(keys);
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

    /// <summary>Keys from before the ring was sealed: whoever read them could forge cookies, so everybody logs in once more.</summary>
    private static void DropUnsealedKeys(DirectoryInfo keys)
    {
        foreach (var file in keys.EnumerateFiles("key-*.xml"))
        {
            if (!File.ReadLines(file.FullName).Any(line => line.Contains("encryptedSecret", StringComparison.Ordinal)))
            {
                file.Delete();
            }
        }
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
