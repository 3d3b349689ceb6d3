namespace Etrms.Venue.Binance.Streams;

/// <summary>The base path that a socket came in by. It decides what is delivered; what is not is acknowledged and stays silent.</summary>
internal enum StreamRoute
{
    /// <summary>Books and trades.</summary>
    Public,

    /// <summary>Marks, bars and tickers.</summary>
    Market,

    /// <summary>Account events.</summary>
    Private,

    /// <summary>The paths from before the split, which deliver everything, as the testnet's do.</summary>
    Unsplit,

    /// <summary>The WebSocket API, which carries no streams.</summary>
    Api,

    /// <summary>The other protocol's one path; nothing of this one's goes there.</summary>
    Hyperliquid,
}

internal static class StreamRouteRules
{
    public static bool Carries(this StreamRoute route, StreamRoute home) => route == StreamRoute.Unsplit || route == home;

    /// <summary>Most messages that a client may send in so many seconds; calls of the WebSocket API are held by their weight alone.</summary>
    public static (int Messages, int Seconds) MessageRate(this StreamRoute route) => route switch
    {
        StreamRoute.Public or StreamRoute.Market or StreamRoute.Private or StreamRoute.Unsplit => (10, 1),
        StreamRoute.Api => (int.MaxValue, 1),
        StreamRoute.Hyperliquid => (2_000, 60),
    };
}
