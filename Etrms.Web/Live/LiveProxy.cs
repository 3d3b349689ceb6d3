using System.Net.WebSockets;
using Etrms.Contracts;
using Etrms.ServiceDefaults;
using Etrms.Web.Api;

namespace Etrms.Web.Live;

/// <summary>Passes a browser's socket on to the Api, so that the browser talks to one origin and never sees a token or ticket.</summary>
internal static class LiveProxy
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    public static void MapLiveProxy(this IEndpointRouteBuilder routes) => routes.Map("/live/{channel}", Handle).RequireAuthorization();

    private static async Task<IResult> Handle(string channel, HttpContext context, EtrmsApi api, IConfiguration configuration)
    {
        if (!LiveChannels.All.Contains(channel))
        {
            return Results.NotFound();
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            return Results.BadRequest();
        }

        if (!IsOwnOrigin(context.Request))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var ticket = await api.CreateSocketTicketAsync(context.RequestAborted);
        if (!ticket.IsOk)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        using var upstream = new ClientWebSocket();
        if (!await TryConnectAsync(upstream, AddressOf(configuration, channel, ticket.Value.Ticket, context.Request.Query["since"]), context.RequestAborted))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        using var downstream = await context.WebSockets.AcceptWebSocketAsync();
        await SocketPump.RunAsync(downstream, upstream, context.RequestAborted);
        return Results.Empty;
    }

    /// <summary>A page of another site must not ride on the trader's cookie.</summary>
    private static bool IsOwnOrigin(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
        && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private static Uri AddressOf(IConfiguration configuration, string channel, string ticket, string? since)
    {
        var api = configuration.FindService("api") ?? new Uri("http://api");
        return new UriBuilder(api)
        {
            Scheme = api.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
            Path = $"/api/v1/ws/{channel}",
            Query = $"ticket={Uri.EscapeDataString(ticket)}" + (string.IsNullOrEmpty(since) ? "" : $"&since={Uri.EscapeDataString(since)}"),
        }.Uri;
    }

    private static async Task<bool> TryConnectAsync(ClientWebSocket socket, Uri address, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ConnectWithin);
        try
        {
            await socket.ConnectAsync(address, deadline.Token);
            return true;
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException)
        {
            // The browser learns it from the status and falls back to polling.
            return false;
        }
    }
}
