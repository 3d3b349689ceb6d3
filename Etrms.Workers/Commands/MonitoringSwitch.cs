using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Live;
using Etrms.Workers.Risk;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Workers.Commands;

/// <summary>
/// Starts and stops monitoring. Stopping needs a reason and a time to come back (FC-69) and says so to everybody. It takes no protection away:
/// breakers, exits and readings go on. What it ends is new risk: nobody watches, so nothing is added.
/// </summary>
internal sealed class MonitoringSwitch(
    IDbContextFactory<EtrmsDbContext> contexts, MonitoringState monitoring, RiskTroubles troubles, DecisionNews news, TimeProvider clock)
    : ICommandHandler, ITermLoop, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>One wish at a time: of two commands at once the later one stands, and both are done.</summary>
    private readonly SemaphoreSlim _gate = new(1);

    public IReadOnlyCollection<string> Kinds => [CommandKinds.StartMonitoring, CommandKinds.StopMonitoring];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (row.Kind == CommandKinds.StartMonitoring)
        {
            var start = new MonitoringRow { IsStopped = false, Since = now, ChangedBy = row.Operator };
            await AloneAsync(token => SaveAsync(start, token), cancellationToken);
            return CommandOutcome.Done;
        }

        var payload = EngineCommands.Payload<StopMonitoringCommand>(row);
        if (payload.Reason.Length < 3 || payload.ResumeAfterMinutes is < 1 or > 1440)
        {
            return CommandOutcome.Refused("Stopping needs a reason and a time to come back of 1 to 1440 minutes.");
        }

        var stop = new MonitoringRow
        {
            IsStopped = true,
            Reason = payload.Reason,
            Since = now,
            ResumeAt = now.AddMinutes(payload.ResumeAfterMinutes),
            ChangedBy = row.Operator,
        };
        await AloneAsync(token => SaveAsync(stop, token), cancellationToken);
        return CommandOutcome.Done;
    }

    /// <summary>Takes up the stored wish after a restart and resumes when its time has come.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            try
            {
                await AloneAsync(LookAsync, cancellationToken);
            }
            catch (Exception away) when (DatabaseOutage.Is(away))
            {
                // The wish stands as it was last read; the store tells about the outage.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    public void Dispose() => _gate.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wish = await db.Monitoring.AsNoTracking().SingleOrDefaultAsync(row => row.OwnerId == Owner.Operator, cancellationToken);
        var now = clock.GetUtcNow();
        if (wish is { IsStopped: true, ResumeAt: { } resumeAt } && now >= resumeAt)
        {
            await SaveAsync(new MonitoringRow { IsStopped = false, Since = now, ChangedBy = "worker" }, cancellationToken);
        }
        else
        {
            Obey(wish);
        }
    }

    /// <summary>Without a wish it runs.</summary>
    private void Obey(MonitoringRow? wish)
    {
        if (wish is { IsStopped: true })
        {
            monitoring.Becomes("stopped", isReady: true);
            troubles.Raise(
                RiskTroubles.Monitoring,
                $"Monitoring was stopped by {wish.ChangedBy}: {wish.Reason}. It starts again at {wish.ResumeAt:u}. Breakers go on protecting open positions.");
        }
        else
        {
            monitoring.Becomes("running", isReady: true);
            troubles.End(RiskTroubles.Monitoring);
        }
    }

    private async Task SaveAsync(MonitoringRow wish, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Monitoring.Where(row => row.OwnerId == Owner.Operator).ExecuteDeleteAsync(cancellationToken);
        db.Monitoring.Add(wish);
        await db.SaveChangesAsync(cancellationToken);
        troubles.End(RiskTroubles.Monitoring);
        Obey(wish);
        if (!wish.IsStopped)
        {
            news.Raise(new Alert(
                $"monitoring/{wish.Since:O}", AlertSeverity.Warning, "Monitoring runs", $"Started by {wish.ChangedBy}.", null, wish.Since, wish.Since));
        }
    }

    private async Task AloneAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await work(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }
}
