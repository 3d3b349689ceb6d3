using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Etrms.Api.Live;

/// <summary>Lets a socket in when its origin and ticket are good, and serves it.</summary>
internal sealed class LiveDoor(
    SocketTickets tickets, LiveRelay relay, FirstFrames firstFrames, IOptions<LiveOptions> options)
{
    public async Task<Results<EmptyHttpResult, ProblemHttpResult>> EnterAsync(string channel, SocketQuery query, HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return Problems.Invalid("upgrade", "This address is a WebSocket.");
        }

        if (!IsOriginAllowed(context.Request))
        {
            return Problems.Forbidden("Sockets may not be opened from this origin.");
        }

        if (!relay.IsConnected)
        {
            return Problems.Unavailable("The message bus cannot be reached, so nothing would come. Poll until it is back.");
        }

        if (relay.Count >= options.Value.MostSockets)
        {
            return Problems.TooMany(context, TimeSpan.FromSeconds(5));
        }

        if (string.IsNullOrEmpty(query.Ticket) || !await tickets.RedeemAsync(query.Ticket, context.RequestAborted))
        {
            return Problems.Unauthorized("Get a ticket from POST /api/v1/ws/tickets; it opens one socket within 30 seconds.");
        }

        await ServeAsync(context, relay[channel], query.Since);
        return TypedResults.Empty;
    }

    private async Task ServeAsync(HttpContext context, LiveChannel channel, long? since)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var listener = channel.Open();
        try
        {
            using var expiry = new CancellationTokenSource(options.Value.SocketLife);
            var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var live = new LiveSocket(
                socket, listener, new SocketStart(since, (after, token) => firstFrames.ReadAsync(channel.Name, after, token)));
            await live.ServeAsync(expiry.Token, stopping);
        }
        finally
        {
            channel.Close(listener);
        }
    }

    /// <summary>Other pages of the browser could ride on its network position; programs send no origin.</summary>
    private bool IsOriginAllowed(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value)
            || options.Value.AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Contains(origin, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>The query of a socket's address.</summary>
internal sealed class SocketQuery
{
    public string? Ticket { get; init; }

    /// <summary>On the alerts channel: number of the last message seen; what came after it is sent again.</summary>
    public long? Since { get; init; }
}
