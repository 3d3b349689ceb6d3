using Etrms.Venue.Binance.Limits;
using Etrms.Venue.Binance.Streams;
using Etrms.Venue.Control;

namespace Etrms.Venue.Binance.Api;

/// <summary>The WebSocket API's path. A handshake costs weight like a call.</summary>
internal static class ApiEndpoints
{
    private const int HandshakeWeight = 5;

    public static void MapBinanceApi(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/ws-fapi/v1", ServeAsync);

    private static async Task ServeAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var services = http.RequestServices;
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        if (services.GetRequiredService<RequestWeights>().Book(address, HandshakeWeight, out _) is { } refusal)
        {
            http.Response.StatusCode = refusal.Status;
            return;
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var socket = new StreamSocket(StreamRoute.Api, isCombined: false, services.GetRequiredService<WireLog>(), clock);
        var session = new ApiSession(socket, new CallSource(services, address, null), services.GetRequiredService<ServerClock>().Now)
        {
            ShowsLimits = http.Request.Query["returnRateLimits"] != "false",
        };
        var requests = services.GetRequiredService<ApiRequests>();
        await SocketLife.ServeAsync(http, socket, message => requests.HandleAsync(session, message));
    }
}
