using System.Collections.Concurrent;
using Etrms.Venue.Binance;

namespace Etrms.Venue.Hyperliquid.Wallets;

/// <summary>The nonces that each signer used: the 100 highest are kept, and a new one must be above the lowest of them.</summary>
internal sealed class Nonces(ServerClock clock)
{
    private const int Kept = 100;
    private static readonly TimeSpan Past = TimeSpan.FromDays(2);
    private static readonly TimeSpan Future = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, SortedSet<ulong>> _bySigner = new(StringComparer.Ordinal);

    /// <summary>Uses a nonce up.</summary>
    /// <returns>The refusal, or null.</returns>
    public string? Use(string signer, ulong nonce)
    {
        var now = clock.Now;
        if (nonce < (ulong)(now - Past).ToUnixTimeMilliseconds() || nonce > (ulong)(now + Future).ToUnixTimeMilliseconds())
        {
            return $"Invalid nonce: {nonce} is outside of the time bounds";
        }

        var used = _bySigner.GetOrAdd(signer, _ => []);
        lock (used)
        {
            if (used.Contains(nonce))
            {
                return $"Invalid nonce: duplicate nonce {nonce}";
            }

            if (used.Count == Kept && nonce < used.Min)
            {
                return $"Invalid nonce: {nonce} is too low";
            }

            used.Add(nonce);
            if (used.Count > Kept)
            {
                used.Remove(used.Min);
            }

            return null;
        }
    }
}
