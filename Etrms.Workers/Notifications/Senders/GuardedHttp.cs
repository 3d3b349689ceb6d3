using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Notifications.Senders;

/// <summary>An address that only this machine or its networks can reach, and that may not be posted to.</summary>
internal sealed class PrivateAddressException(string message) : IOException(message);

/// <summary>
/// HTTP for addresses that were typed in: no redirects, and no private networks unless allowed. The address is judged when it is connected to,
/// so that a name cannot change its meaning after the check. Traces and logs get no addresses, since those may carry tokens.
/// </summary>
internal sealed class GuardedHttp(IOptions<NotificationOptions> options) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, token) => ConnectAsync(context.DnsEndPoint, options.Value.AllowPrivateNetworks, token),
    });

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancellationToken);
        IPAddress[] allowed = allowPrivate ? addresses : [.. addresses.Where(address => !PrivateNetworks.Contains(address))];
        if (allowed.Length == 0)
        {
            throw new PrivateAddressException(
                $"{to.Host} lies in a private network. Set Notifications__AllowPrivateNetworks=true for the worker if that is meant.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
