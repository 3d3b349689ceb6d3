using System.Text.Json;
using Etrms.Contracts;
using StackExchange.Redis;

namespace Etrms.Infrastructure.Redis;

/// <summary>Live messages between processes, and the newest one per channel. Never throws into a publisher's path.</summary>
public sealed class LiveBus(RedisConnection redis)
{
    /// <summary>True while messages get through; readers poll PostgreSQL when not.</summary>
    public bool IsConnected => redis.IsConnected;

    /// <summary>Stores a snapshot as the newest and announces it; false when Redis is not there, which no caller needs to mend.</summary>
    public Task<bool> PublishAsync(LiveMessage message)
    {
        var json = JsonSerializer.Serialize(message, EtrmsJson.Options);
        return redis.TrySendAsync(async connection =>
        {
            if (message.Type == LiveMessage.Snapshot)
            {
                await connection.GetDatabase().StringSetAsync(LatestKey(message.Channel), json, flags: CommandFlags.FireAndForget);
            }

            await connection.GetSubscriber().PublishAsync(ChannelName(message.Channel), json, CommandFlags.FireAndForget);
        });
    }

    /// <summary>The newest snapshot of a channel; null when there is none or Redis is not there.</summary>
    public async Task<LiveMessage?> ReadLatestAsync(string channel, CancellationToken cancellationToken) =>
        await redis.TryReadAsync(LatestKey(channel), cancellationToken) is { } json
            ? JsonSerializer.Deserialize<LiveMessage>(json, EtrmsJson.Options)
            : null;

    /// <summary>Calls back for every message of a channel from now on, also after Redis was away; completes once subscribed. The call must be quick.</summary>
    public async Task SubscribeAsync(string channel, Action<LiveMessage> received, CancellationToken cancellationToken)
    {
        var subscriber = (await redis.OpenedAsync(cancellationToken)).GetSubscriber();
        await subscriber.SubscribeAsync(
            ChannelName(channel), (_, json) => received(JsonSerializer.Deserialize<LiveMessage>((string)json!, EtrmsJson.Options)!));
    }

    private static string ChannelName(string channel) => $"etrms:live:{channel}";

    private static string LatestKey(string channel) => $"etrms:latest:{channel}";
}
