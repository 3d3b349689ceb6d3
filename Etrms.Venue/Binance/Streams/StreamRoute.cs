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
}

internal static class StreamRouteRules
{
    public static bool Carries(this StreamRoute route, StreamRoute home) => route == StreamRoute.Unsplit || route == home;
}
