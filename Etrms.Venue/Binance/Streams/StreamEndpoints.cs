using Etrms.Venue.Control;

namespace Etrms.Venue.Binance.Streams;

/// <summary>The WebSocket paths: three bases since the split of 2026-03, and the unsplit one.</summary>
internal static class StreamEndpoints
{
    private static readonly (string Base, StreamRoute Route)[] Bases =
    [
        ("/public", StreamRoute.Public), ("/market", StreamRoute.Market), ("/private", StreamRoute.Private), ("", StreamRoute.Unsplit),
    ];

    public static void MapBinanceStreams(this IEndpointRouteBuilder endpoints)
    {
        foreach (var (path, route) in Bases)
        {
            endpoints.MapGet(path + "/ws/{**streams}", (HttpContext http) => ServeAsync(http, route, isCombined: false));
            endpoints.MapGet(path + "/stream/{**streams}", (HttpContext http) => ServeAsync(http, route, isCombined: true));
        }
    }

    private static async Task ServeAsync(HttpContext http, StreamRoute route, bool isCombined)
    {
        var names = StreamNames(http.Request);
        if (!http.WebSockets.IsWebSocketRequest || names.Any(name => name.Contains(',', StringComparison.Ordinal)))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var services = http.RequestServices;
        var requests = services.GetRequiredService<StreamRequests>();
        var socket = new StreamSocket(route, isCombined, services.GetRequiredService<WireLog>(), services.GetRequiredService<TimeProvider>());
        try
        {
            Begin(http.Request, socket, names, requests);
            await SocketLife.ServeAsync(http, socket, message =>
            {
                requests.Handle(socket, message);
                return Task.CompletedTask;
            });
        }
        finally
        {
            requests.Leave(socket);
        }
    }

    private static void Begin(HttpRequest request, StreamSocket socket, IReadOnlyList<string> names, StreamRequests requests)
    {
        var events = request.Query["events"].ToString() is { Length: > 0 } listed
            ? listed.Split('/').ToHashSet(StringComparer.Ordinal)
            : null;
        if (request.Query["listenKey"].ToString() is { Length: > 0 } listenKey)
        {
            requests.Attach(socket, listenKey, events);
        }

        foreach (var name in names)
        {
            if (events is not null && !name.Contains('@', StringComparison.Ordinal))
            {
                requests.Attach(socket, name, events);
            }
            else
            {
                requests.Subscribe(socket, name);
            }
        }
    }

    // A raw socket names its streams in the path, a combined one in the query; a slash separates them in both.
    private static List<string> StreamNames(HttpRequest request)
    {
        var inPath = (string?)request.RouteValues["streams"] ?? "";
        return [.. inPath.Split('/').Concat(request.Query["streams"].ToString().Split('/')).Where(name => name.Length > 0)];
    }
}
