using System.Collections.Frozen;
using Etrms.Contracts;
using Etrms.Infrastructure.Redis;

namespace Etrms.Api.Live;

/// <summary>One subscription per channel for all sockets of this process.</summary>
internal sealed class LiveRelay(LiveBus bus) : BackgroundService
{
    private readonly FrozenDictionary<string, LiveChannel> _channels =
        LiveChannels.All.ToFrozenDictionary(name => name, name => new LiveChannel(name), StringComparer.Ordinal);

    /// <summary>Sockets that are open now.</summary>
    public int Count => _channels.Values.Sum(channel => channel.Count);

    public LiveChannel this[string name] => _channels[name];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_channels.Values.Select(channel => bus.SubscribeAsync(channel.Name, channel.Spread, stoppingToken)));
}
