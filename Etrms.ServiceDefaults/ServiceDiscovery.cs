using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Etrms.ServiceDefaults;

/// <summary>Finds services by Aspire's variables: http://api becomes the value of services__api__http__0.</summary>
public static class ServiceDiscovery
{
    /// <summary>The address of a service; null when the configuration names none.</summary>
    public static Uri? FindService(this IConfiguration configuration, string name) =>
        configuration[$"services:{name}:http:0"] is { Length: > 0 } address ? new Uri(address) : null;

    /// <summary>Gives an HTTP client the address of a service, read retries and a time-out.</summary>
    public static IHttpClientBuilder AddServiceClient<TClient>(this IHostApplicationBuilder builder, string service)
        where TClient : class =>
        builder.Services
            .AddHttpClient<TClient>(client => client.BaseAddress = new Uri($"http://{service}"))
            .AddHttpMessageHandler(provider => new ServiceAddressHandler(provider.GetRequiredService<IConfiguration>()))
            .AddHttpMessageHandler(() => new RetriedReadsHandler());

    internal static void AddServiceDiscovery(this IHostApplicationBuilder builder) => builder.Services.AddHttpClient();

    private sealed class ServiceAddressHandler(IConfiguration configuration) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { } uri && configuration.FindService(uri.Host) is { } address)
            {
                request.RequestUri = new UriBuilder(uri) { Scheme = address.Scheme, Host = address.Host, Port = address.Port }.Uri;
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
