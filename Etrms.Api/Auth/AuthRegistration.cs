using Etrms.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Etrms.Api.Auth;

internal static class AuthRegistration
{
    /// <summary>Bearer tokens everywhere unless an endpoint says otherwise.</summary>
    public static void AddAuth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section)
            .Configure<IConfiguration>((options, configuration) => options.HasPaperVenue = configuration.FindService("venue") is not null)
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddScoped<SignIn>().AddScoped<Sessions>().AddScoped<FirstRun>();
        builder.Services.AddHostedService<UnattendedSetup>();
        builder.Services.AddAuthentication(BearerHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.Name, null);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
