using System.Net;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>What an answer other than success means: refused for sure, or unknown. The venue gives texts, no codes; they are told by how they begin.</summary>
internal static class HyperliquidFailures
{
    private const string AddressExhausted = "Too many cumulative requests";
    private const string UnknownOrder = "Order was never placed";
    private const string TooSmall = "Order must have minimum value";

    /// <summary>Anything not named here is something to compute anew: sizes, prices, margin, reduce-only, open interest.</summary>
    private static readonly (string Beginning, RejectionClass Class)[] Known =
    [
        (AddressExhausted, RejectionClass.Throttled),
        ("Too many requests", RejectionClass.Throttled),
        ("Nonce error", RejectionClass.Retry),
        ("Invalid nonce", RejectionClass.Retry),
        ("Action expired", RejectionClass.Retry),
        ("Only post-only orders allowed", RejectionClass.Retry),
        ("User or API Wallet", RejectionClass.Fatal),
        ("L1 error: User or API Wallet", RejectionClass.Fatal),
        ("Must deposit", RejectionClass.Fatal),
        ("Vault not registered", RejectionClass.Fatal),
        ("Cannot set scheduled cancel", RejectionClass.Fatal),
        ("Trading is halted", RejectionClass.Retry),
    ];

    public static ExchangeRejection OfText(string text)
    {
        var found = Array.Find(Known, known => text.StartsWith(known.Beginning, StringComparison.OrdinalIgnoreCase));
        var kind = found.Beginning is null ? RejectionClass.Fixable : found.Class;
        return new(0, text, kind, kind == RejectionClass.Throttled ? AddressBudget.ExhaustedPause : null)
        {
            IsTooSmall = text.StartsWith(TooSmall, StringComparison.OrdinalIgnoreCase),
        };
    }

    public static bool IsAddressExhausted(string text) => text.StartsWith(AddressExhausted, StringComparison.OrdinalIgnoreCase);

    /// <summary>The order to cancel is gone: filled, cancelled before, or never there.</summary>
    public static bool IsUnknownOrder(string text) => text.StartsWith(UnknownOrder, StringComparison.OrdinalIgnoreCase);

    public static ExchangeOutcome<T> OfStatus<T>(HttpStatusCode status, string body, TimeSpan? retryAfter)
    {
        var text = $"HTTP {(int)status}: {body[..Math.Min(body.Length, 200)]}";
        return (int)status switch
        {
            429 => Rejected(RejectionClass.Throttled),
            401 or 403 or 451 => Rejected(RejectionClass.Fatal),
            408 or >= 500 => new ExchangeOutcome<T>.Unknown(text),
            _ => Rejected(RejectionClass.Fixable),
        };

        ExchangeOutcome<T> Rejected(RejectionClass kind) =>
            new ExchangeOutcome<T>.Rejected(new((int)status, text, kind, retryAfter));
    }
}
