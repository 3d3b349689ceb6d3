using Etrms.Workers.Live;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Etrms.Workers.Risk;

/// <summary>Ready once recovered and leading, or standing by for the worker that leads.</summary>
internal sealed class RiskHealthCheck(MonitoringState monitoring) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(monitoring.IsReady
            ? HealthCheckResult.Healthy(monitoring.Surroundings.Monitoring)
            : HealthCheckResult.Unhealthy($"The risk loop is {monitoring.Surroundings.Monitoring}."));
}
