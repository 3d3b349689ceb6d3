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
/// Starts and stops monitoring. Stopping needs a reason and a time to come back (FC-69), says so to everybody, and takes no protection away:
/// breakers, exits and readings go on.
/// </summary>
internal sealed class MonitoringSwitch(
    IDbContextFactory<EtrmsDbContext> contexts, MonitoringState monitoring, DecisionNews news, TimeProvider clock) : ICommandHandler, ITermLoop
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public IReadOnlyCollection<string> Kinds => [CommandKinds.StartMonitoring, CommandKinds.StopMonitoring];

    public async Task<CommandOutcome> HandleAsync(OperatorCommandRow row, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (row.Kind == CommandKinds.StartMonitoring)
        {
            await SaveAsync(new MonitoringRow { IsStopped = false, Since = now, ChangedBy = row.Operator }, cancellationToken);
            return CommandOutcome.Done;
        }

        var payload = EngineCommands.Payload<StopMonitoringCommand>(row);
        if (payload.Reason.Length < 3 || payload.ResumeAfterMinutes is < 1 or > 1440)
        {
            return CommandOutcome.Refused("Stopping needs a reason and a time to come back of 1 to 1440 minutes.");
        }

        await SaveAsync(
            new MonitoringRow
            {
                IsStopped = true,
                Reason = payload.Reason,
                Since = now,
                ResumeAt = now.AddMinutes(payload.ResumeAfterMinutes),
                ChangedBy = row.Operator,
            },
            cancellationToken);
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
                await LookAsync(cancellationToken);
            }
            catch (Exception away) when (DatabaseOutage.Is(away))
            {
                // The wish stands as it was last read; the store tells about the outage.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

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
            monitoring.Becomes(wish is { IsStopped: true } ? "stopped" : "running", isReady: true);
        }
    }

    private async Task SaveAsync(MonitoringRow wish, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Monitoring.Where(row => row.OwnerId == Owner.Operator).ExecuteDeleteAsync(cancellationToken);
        db.Monitoring.Add(wish);
        await db.SaveChangesAsync(cancellationToken);
        monitoring.Becomes(wish.IsStopped ? "stopped" : "running", isReady: true);
        news.Raise(new Alert(
            $"monitoring/{wish.Since:O}", AlertSeverity.Warning, wish.IsStopped ? "Monitoring was stopped" : "Monitoring runs",
            wish.IsStopped
                ? $"{wish.ChangedBy} stopped it: {wish.Reason}. It comes back at {wish.ResumeAt:u}. Breakers and exits go on protecting open positions."
                : $"Started by {wish.ChangedBy}.",
            null, wish.Since, wish.Since));
    }
}
