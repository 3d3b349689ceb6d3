using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Control;
using Etrms.Venue.Hyperliquid.Limits;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Hyperliquid.Streams;

/// <summary>The one WebSocket path of the protocol.</summary>
internal static class StreamsRegistration
{
    public static void AddHyperliquidStreams(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StreamHub>().AddSingleton<MarketPushes>().AddSingleton<UserFrames>().AddSingleton<UserPushes>();
        builder.Services.AddSingleton<StreamSubscriptions>().AddSingleton<SocketRequests>().AddSingleton<SocketCounts>();
        builder.Services.AddSingleton<PulseParts>();
        builder.Services.AddHostedService<StreamPulse>();
    }

    public static void MapHyperliquidStreams(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/ws", ServeAsync);

    private static async Task ServeAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var counts = services.GetRequiredService<SocketCounts>();
        var ip = http.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!http.WebSockets.IsWebSocketRequest || !counts.TryOpen(ip))
        {
            http.Response.StatusCode = http.WebSockets.IsWebSocketRequest ? StatusCodes.Status429TooManyRequests : StatusCodes.Status400BadRequest;
            return;
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var (requests, sockets) = (services.GetRequiredService<SocketRequests>(), services.GetRequiredService<StreamSockets>());
        var socket = new StreamSocket(StreamRoute.Hyperliquid, isCombined: false, services.GetRequiredService<WireLog>(), clock);
        var longestSilence = services.GetRequiredService<IOptions<HyperliquidOptions>>().Value.LongestSilence;
        using var silence = new CancellationTokenSource(longestSilence, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            silence.Token, http.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        sockets.Add(socket);
        try
        {
            using var accepted = await http.WebSockets.AcceptWebSocketAsync();
            await socket.RunAsync(
                accepted,
                message =>
                {
                    silence.CancelAfter(longestSilence);
                    return HandleAsync(message, socket, requests, ip);
                },
                ends.Token);
        }
        finally
        {
            sockets.Remove(socket);
            counts.Close(ip);
            await requests.LeaveAsync(socket);
        }
    }

    private static async Task HandleAsync(ReadOnlyMemory<byte> message, StreamSocket socket, SocketRequests requests, string ip)
    {
        try
        {
            using var parsed = JsonDocument.Parse(message);
            await requests.HandleAsync(socket, parsed.RootElement.Clone(), ip);
        }
        catch (JsonException)
        {
            SocketRequests.RefuseUnreadable(socket, Encoding.UTF8.GetString(message.Span));
        }
    }
}

/// <summary>Open sockets by IP address.</summary>
internal sealed class SocketCounts(IOptions<HyperliquidOptions> options)
{
    private readonly ConcurrentDictionary<string, int> _byAddress = new(StringComparer.Ordinal);

    /// <returns>False when the address has as many as it may.</returns>
    public bool TryOpen(string ip)
    {
        if (_byAddress.AddOrUpdate(ip, 1, (_, open) => open + 1) <= options.Value.Connections)
        {
            return true;
        }

        Close(ip);
        return false;
    }

    public void Close(string ip) => _byAddress.AddOrUpdate(ip, 0, (_, open) => open - 1);
}
