using System.Security.Cryptography;

namespace Etrms.Venue.Binance.Streams;

/// <summary>
/// The listen keys: one per account, living 60 minutes of the wall clock from the last POST or PUT.
/// </summary>
internal sealed class ListenKeys(TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(60);
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _byAccount = new(StringComparer.Ordinal);

    /// <summary>The active key of an account, extended; a new one when there is none.</summary>
    public string Open(string account)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (!_byAccount.TryGetValue(account, out var entry) || entry.ExpiresAt <= now)
            {
                entry = new Entry(RandomNumberGenerator.GetString(Letters, 64), now);
            }

            _byAccount[account] = entry with { ExpiresAt = now + Life };
            return entry.Key;
        }
    }

    /// <summary>Extends the active key of an account; null when there is none.</summary>
    public string? Extend(string account)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (!_byAccount.TryGetValue(account, out var entry) || entry.ExpiresAt <= now)
            {
                return null;
            }

            _byAccount[account] = entry with { ExpiresAt = now + Life };
            return entry.Key;
        }
    }

    /// <summary>Ends the key of an account; null when there was none.</summary>
    public string? Close(string account)
    {
        lock (_lock)
        {
            return _byAccount.Remove(account, out var entry) ? entry.Key : null;
        }
    }

    /// <summary>The active key of an account; null when there is none.</summary>
    public string? Find(string account)
    {
        lock (_lock)
        {
            return _byAccount.TryGetValue(account, out var entry) && entry.ExpiresAt > clock.GetUtcNow() ? entry.Key : null;
        }
    }

    /// <summary>Takes out the keys whose life is over and names them with their accounts.</summary>
    public IReadOnlyList<(string Account, string ListenKey)> TakeExpired()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var expired = _byAccount.Where(pair => pair.Value.ExpiresAt <= now).Select(pair => (pair.Key, pair.Value.Key)).ToList();
            expired.ForEach(pair => _byAccount.Remove(pair.Item1));
            return expired;
        }
    }

    /// <summary>Takes out every key.</summary>
    public List<string> TakeAll()
    {
        lock (_lock)
        {
            var ended = _byAccount.Values.Select(entry => entry.Key).ToList();
            _byAccount.Clear();
            return ended;
        }
    }

    private sealed record Entry(string Key, DateTimeOffset ExpiresAt);
}
