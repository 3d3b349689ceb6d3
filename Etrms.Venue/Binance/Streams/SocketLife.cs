namespace Etrms.Venue.Binance.Streams;

/// <summary>Every socket lives 24 hours at most, is pinged, and can be met by scripted faults.</summary>
internal static class SocketLife
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan PingEvery = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PongWithin = TimeSpan.FromMinutes(10);

    /// <summary>Accepts the connection and serves it to its end.</summary>
    public static async Task ServeAsync(HttpContext http, StreamSocket socket, Func<ReadOnlyMemory<byte>, Task> onMessage)
    {
        var services = http.RequestServices;
        var sockets = services.GetRequiredService<StreamSockets>();
        using var life = new CancellationTokenSource(Longest, services.GetRequiredService<TimeProvider>());
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            life.Token, http.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        sockets.Add(socket);
        try
        {
            using var accepted = await http.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin });
            await socket.RunAsync(accepted, onMessage, ends.Token);
        }
        finally
        {
            sockets.Remove(socket);
        }
    }
}
