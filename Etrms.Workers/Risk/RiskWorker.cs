using Etrms.Workers.Live;
using Etrms.Workers.Risk.DeadMan;

namespace Etrms.Workers.Risk;

/// <summary>Holds one term of leadership after the other. A term that breaks is followed by one that starts through recovery.</summary>
internal sealed partial class RiskWorker(
    IServiceScopeFactory scopes, MonitoringState monitoring, CrashLoopGuard guard, TimeProvider clock, ILogger<RiskWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<RiskTerm>().RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                await HandOverAsync(scope.ServiceProvider);
                guard.StoppedCleanly();
                return;
            }
#pragma warning disable CA1031 // The boundary of the risk loop: whatever broke, accounts must be guarded again, through recovery.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogBroken(failure);
                monitoring.Becomes("recovering", isReady: false);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HandOverAsync(IServiceProvider term)
    {
        using var limit = new CancellationTokenSource(HandOverWithin);
        try
        {
            await term.GetRequiredService<RiskTerm>().HandOverAsync(
                term.GetRequiredService<DeadManHeartbeat>(), term.GetRequiredService<RiskStoreWriter>(), limit.Token);
        }
        catch (Exception away) when (away is OperationCanceledException || DatabaseOutage.Is(away))
        {
            LogNotHandedOver(away.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The risk loop broke; it starts again through recovery")]
    private partial void LogBroken(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease could not be given back, the next worker waits for it to run out: {Reason}")]
    private partial void LogNotHandedOver(string reason);
}
