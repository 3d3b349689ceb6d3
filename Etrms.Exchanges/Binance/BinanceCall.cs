using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Binance;

/// <summary>How a call proves who sends it.</summary>
internal enum BinanceAuth
{
    None,

    /// <summary>The key header alone.</summary>
    Key,

    /// <summary>Key header, time stamp and signature.</summary>
    Signed,
}

/// <summary>One endpoint with its parameters.</summary>
internal sealed record BinanceCall(HttpMethod Method, string Path, int Weight)
{
    public SignedRequest Parameters { get; init; } = new();

    public BinanceAuth Auth { get; init; } = BinanceAuth.Signed;

    public CallUrgency Urgency { get; init; } = CallUrgency.Ordinary;

    /// <summary>Counts against the order limits of the account.</summary>
    public bool IsOrder { get; init; }

    /// <summary>Asked at the wallet's address, not the futures'.</summary>
    public bool IsWallet { get; init; }

    /// <summary>A reading changes nothing at the venue and may be repeated.</summary>
    public bool IsReading => Method == HttpMethod.Get;

    public static BinanceCall Get(string path, int weight) => new(HttpMethod.Get, path, weight);

    public static BinanceCall Post(string path, int weight) => new(HttpMethod.Post, path, weight);

    public static BinanceCall Delete(string path, int weight) => new(HttpMethod.Delete, path, weight);
}
