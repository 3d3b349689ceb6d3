using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Etrms.ServiceDefaults;

/// <summary>What every ETRMS service has: logs, telemetry, health, discovery and resilient HTTP clients.</summary>
public static class ServiceDefaultsRegistration
{
    private const string LiveTag = "live";

    // The host gives each wave four seconds to end; open sockets must not use them up.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(3);

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddEtrmsVariables();
        builder.AddServiceLogging();
        builder.AddTelemetry();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWithin);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.AddServiceDiscovery();
        builder.ConfigureContainer(new DefaultServiceProviderFactory(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        return builder;
    }

    /// <summary>Maps /health (ready: every check) and /alive (the process answers), and names the server spans.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseMiddleware<RequestSpans>();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = TellAsync }).AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).AllowAnonymous();
        return app;
    }

    /// <summary>The state, and why it is no better.</summary>
    private static Task TellAsync(HttpContext context, HealthReport report)
    {
        var reasons = report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description);
        return context.Response.WriteAsync(string.Join(' ', reasons.Prepend($"{report.Status}.")), context.RequestAborted);
    }
}
