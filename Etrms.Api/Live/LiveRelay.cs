using System.Collections.Frozen;
using Etrms.Contracts;
using Etrms.Infrastructure.Redis;

namespace Etrms.Api.Live;

/// <summary>
/// One subscription per channel for all sockets of this process. While the bus is away no socket stays open, so that every client
/// knows that it has to poll.
/// </summary>
internal sealed class LiveRelay(LiveBus bus, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly FrozenDictionary<string, LiveChannel> _channels =
        LiveChannels.All.ToFrozenDictionary(name => name, name => new LiveChannel(name, clock), StringComparer.Ordinal);

    /// <summary>Sockets that are open now.</summary>
    public int Count => _channels.Values.Sum(channel => channel.Count);

    public LiveChannel this[string name] => _channels[name];

    /// <summary>False while nothing can come from the worker.</summary>
    public bool IsConnected => bus.IsConnected;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(_channels.Values.Select(channel => bus.SubscribeAsync(channel.Name, channel.Spread, stoppingToken)));
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!bus.IsConnected)
            {
                Interrupt();
            }
        }
    }

    private void Interrupt()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Interrupt();
        }
    }
}
