using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Etrms.Venue.Binance.Rest;

/// <summary>The newest entries of a kind per account, oldest first. Kept in memory: a restart forgets them.</summary>
internal sealed class AccountLog<T>
{
    private const int Capacity = 1_000;
    private readonly ConcurrentDictionary<string, ImmutableQueue<T>> _byAccount = new(StringComparer.Ordinal);
    private long _lastId;

    public long NextId() => Interlocked.Increment(ref _lastId);

    public void Add(string account, T entry) => _byAccount.AddOrUpdate(
        account, _ => [entry], (_, entries) => entries.Count() < Capacity ? entries.Enqueue(entry) : entries.Dequeue().Enqueue(entry));

    public IEnumerable<T> Read(string account) => _byAccount.GetValueOrDefault(account, []);
}
