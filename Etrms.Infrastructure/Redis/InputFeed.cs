using System.Text.Json;
using Etrms.Contracts;
using StackExchange.Redis;

namespace Etrms.Infrastructure.Redis;

/// <summary>
/// What a leading worker records, for a standby that computes along (RISK 4.10), and how far that has come. Lines that Redis loses leave a gap that
/// the standby notices: it then asks the leader for a new beginning.
/// </summary>
public sealed class InputFeed(RedisConnection redis)
{
    private static readonly TimeSpan ProgressLives = TimeSpan.FromSeconds(10);

    /// <summary>Sends whole lines of the input journal; false when Redis is not there, which no leader needs to mend.</summary>
    /// <param name="leader">Holder of the lease.</param>
    /// <param name="lines">The lines as they are stored.</param>
    public Task<bool> PublishAsync(string leader, byte[] lines) =>
        redis.TrySendAsync(connection => connection.GetSubscriber().PublishAsync(LinesOf(leader), lines, CommandFlags.FireAndForget));

    /// <summary>Calls back for the lines of a leader, in order; false when Redis is not there. The call must be quick.</summary>
    public Task<bool> TryFollowAsync(string leader, Action<byte[]> received) =>
        redis.TrySendAsync(connection => connection.GetSubscriber().SubscribeAsync(LinesOf(leader), (_, lines) => received((byte[])lines!)));

    public Task<bool> TryLeaveAsync(string leader) =>
        redis.TrySendAsync(connection => connection.GetSubscriber().UnsubscribeAsync(LinesOf(leader)));

    /// <summary>Asks a leader to begin a file, which tells where its engine stands.</summary>
    public Task<bool> AskForBeginningAsync(string leader) =>
        redis.TrySendAsync(connection => connection.GetSubscriber().PublishAsync(AskedOf(leader), "", CommandFlags.FireAndForget));

    /// <summary>Calls back when a standby asks; false when Redis is not there.</summary>
    public Task<bool> TryListenAsync(string leader, Action asked) =>
        redis.TrySendAsync(connection => connection.GetSubscriber().SubscribeAsync(AskedOf(leader), (_, _) => asked()));

    public Task<bool> TryEndListeningAsync(string leader) =>
        redis.TrySendAsync(connection => connection.GetSubscriber().UnsubscribeAsync(AskedOf(leader)));

    /// <summary>Tells how far a standby has come; forgotten when it is not told again.</summary>
    public Task<bool> ReportAsync(string leader, StandbyView progress)
    {
        var json = JsonSerializer.Serialize(progress, EtrmsJson.Options);
        return redis.TrySendAsync(connection => connection.GetDatabase().StringSetAsync(ProgressOf(leader), json, ProgressLives));
    }

    /// <summary>The standby of a leader; null when there is none or Redis is not there.</summary>
    public async Task<StandbyView?> ReadProgressAsync(string leader, CancellationToken cancellationToken) =>
        await redis.TryReadAsync(ProgressOf(leader), cancellationToken) is { } json
            ? JsonSerializer.Deserialize<StandbyView>(json, EtrmsJson.Options)
            : null;

    private static string LinesOf(string leader) => $"etrms:inputs:{leader}";

    private static string AskedOf(string leader) => $"etrms:inputs:begin:{leader}";

    private static string ProgressOf(string leader) => $"etrms:standby:{leader}";
}
