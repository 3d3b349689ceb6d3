using System.Diagnostics;
using System.Net;

namespace Etrms.Exchanges.Transport;

/// <summary>
/// Pooled connections to one venue, tuned for the first byte: HTTP/1.1, no proxy, no cookies, no redirects, no trace headers to strangers.
/// Made here and not by the client factory, whose defaults may retry, and an order must never be retried by a handler.
/// </summary>
internal static class VenueConnections
{
    public static SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };

    /// <summary>Time-outs are set per call.</summary>
    public static HttpClient CreateClient(HttpMessageHandler handler) => new(handler, disposeHandler: false)
    {
        DefaultRequestVersion = HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
