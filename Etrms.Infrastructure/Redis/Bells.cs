using System.Threading.Channels;
using StackExchange.Redis;

namespace Etrms.Infrastructure.Redis;

public enum Bell
{
    /// <summary>A new operator command stands in PostgreSQL.</summary>
    Commands,

    /// <summary>The breakers or accounts in PostgreSQL changed.</summary>
    Configuration,

    /// <summary>Alerts were acknowledged, or that was taken back; or the channels that alerts take changed.</summary>
    Alerts,

    /// <summary>Jobs were added, cancelled, paused or let go on.</summary>
    Jobs,
}

/// <summary>Wakes another process early; what it then does stands in PostgreSQL, so a bell that nobody heard costs a second, not an order.</summary>
public sealed class Bells(RedisConnection redis)
{
    /// <summary>False when Redis is not there.</summary>
    public Task<bool> RingAsync(Bell bell) =>
        redis.TrySendAsync(connection => connection.GetSubscriber().PublishAsync(Name(bell), "", CommandFlags.FireAndForget));

    public BellListener Listen(Bell bell) => new(redis, Name(bell));

    private static string Name(Bell bell) => bell switch
    {
        Bell.Commands => "etrms:commands",
        Bell.Configuration => "etrms:config",
        Bell.Alerts => "etrms:alerts",
        Bell.Jobs => "etrms:jobs",
    };
}

/// <summary>Hears one bell. Several rings before a wait count as one.</summary>
public sealed class BellListener
{
    private readonly Channel<bool> _rung =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly RedisConnection _redis;
    private readonly string _name;
    private Task? _subscribed;

    internal BellListener(RedisConnection redis, string name)
    {
        _redis = redis;
        _name = name;
    }

    /// <summary>Returns when the bell rang since the last call, or after the given time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        _subscribed ??= SubscribeAsync(cancellationToken);
        using var limit = new CancellationTokenSource(atMost, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _rung.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Nobody rang; the caller looks anyway.
        }
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        var connection = await _redis.OpenedAsync(cancellationToken);
        await connection.GetSubscriber().SubscribeAsync(_name, (_, _) => _rung.Writer.TryWrite(true));
    }
}
