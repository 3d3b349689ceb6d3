using System.Collections.Concurrent;

namespace Etrms.Infrastructure.Redis;

/// <summary>
/// Sessions that ended while their access tokens still had time. Other processes learn of it through Redis; while that is away each knows
/// of its own alone, and elsewhere a token lives out its minutes.
/// </summary>
public sealed class EndedSessions(RedisConnection redis, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _own = new();

    /// <param name="session">The session that ended.</param>
    /// <param name="remember">How long a token of it could still be valid.</param>
    public async Task EndAsync(Guid session, TimeSpan remember)
    {
        var now = clock.GetUtcNow();
        foreach (var (other, until) in _own)
        {
            if (until < now)
            {
                _own.TryRemove(other, out _);
            }
        }

        _own[session] = now + remember;
        await redis.TrySendAsync(connection => connection.GetDatabase().StringSetAsync(KeyOf(session), "ended", remember));
    }

    public async Task<bool> HasEndedAsync(Guid session, CancellationToken cancellationToken) =>
        _own.ContainsKey(session) || await redis.TryReadAsync(KeyOf(session), cancellationToken) is not null;

    private static string KeyOf(Guid session) => $"etrms:ended:{session:N}";
}
