using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Etrms.Infrastructure.Redis;

/// <summary>
/// The one connection to Redis. It opens in the background, heals by itself, and everything over it may fail: nothing in Redis is needed to
/// protect an account (FC-54).
/// </summary>
public sealed partial class RedisConnection : IDisposable
{
    private readonly Task<ConnectionMultiplexer> _opening;
    private volatile ConnectionMultiplexer? _connection;
    private readonly ILogger<RedisConnection> _logger;

    public RedisConnection(IOptions<RedisOptions> options, ILogger<RedisConnection> logger)
    {
        _logger = logger;
        var configuration = ConfigurationOptions.Parse(options.Value.ConnectionString);
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = 2000;
        configuration.SyncTimeout = 1000;
        configuration.ConnectRetry = 1;
        configuration.ReconnectRetryPolicy = new LinearRetry(500);
        _opening = OpenAsync(configuration);
    }

    /// <summary>True while commands get through.</summary>
    public bool IsConnected => _connection is { IsConnected: true };

    public void Dispose() => _connection?.Dispose();

    internal Task<ConnectionMultiplexer> OpenedAsync(CancellationToken cancellationToken) => _opening.WaitAsync(cancellationToken);

    /// <summary>Sends; false when Redis is not there.</summary>
    internal async Task<bool> TrySendAsync(Func<ConnectionMultiplexer, Task> send)
    {
        if (_connection is not { IsConnected: true } connection)
        {
            return false;
        }

        try
        {
            await send(connection);
            return true;
        }
        catch (Exception lost) when (lost is RedisException or TimeoutException or ObjectDisposedException)
        {
            LogLost(lost.Message);
            return false;
        }
    }

    /// <summary>Asks for a value; null when there is none or Redis is not there.</summary>
    internal async Task<string?> TryReadAsync(string key, CancellationToken cancellationToken)
    {
        if (_connection is not { IsConnected: true } connection)
        {
            return null;
        }

        try
        {
            return await connection.GetDatabase().StringGetAsync(key).WaitAsync(cancellationToken);
        }
        catch (Exception lost) when (lost is RedisException or TimeoutException)
        {
            LogLost(lost.Message);
            return null;
        }
    }

    private async Task<ConnectionMultiplexer> OpenAsync(ConfigurationOptions configuration)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        connection.ConnectionFailed += (_, failure) => LogLost(failure.FailureType.ToString());
        connection.ConnectionRestored += (_, _) => LogRestored();
        _connection = connection;
        return connection;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer, live updates fall back to polling: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again")]
    private partial void LogRestored();
}
