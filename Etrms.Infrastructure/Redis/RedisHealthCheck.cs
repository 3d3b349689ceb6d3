using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Etrms.Infrastructure.Redis;

/// <summary>Degraded, not unhealthy, without Redis: protection and commands go on.</summary>
internal sealed class RedisHealthCheck(RedisConnection redis) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(redis.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Redis does not answer."));
}
