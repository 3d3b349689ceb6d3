using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Hyperliquid;

internal static class HyperliquidTimings
{
    /// <summary>
    /// The venue answers a "ping" of its own on every stream and closes those that say nothing for a minute. Asked every two seconds, a
    /// stream that is silent for four is dead.
    /// </summary>
    public static readonly StreamTimings Stream = new(AlwaysSpeaks: true)
    {
        Question = """{"method":"ping"}"""u8.ToArray(),
        PingsByProtocol = false,
        Ping = TimeSpan.FromSeconds(2),
        Silence = TimeSpan.FromSeconds(4),
    };
}
