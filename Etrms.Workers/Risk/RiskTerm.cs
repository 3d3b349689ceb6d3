using Etrms.Workers.Journal;
using Etrms.Workers.Risk.DeadMan;

namespace Etrms.Workers.Risk;

/// <summary>One term of leadership, from the wait for the lease to its end. All that lives in it is made anew for the next.</summary>
internal sealed class RiskTerm(
    Leadership leadership, WriteAheadJournal journal, RiskRecovery recovery, IEnumerable<ITermLoop> loops, TermTasks tasks)
{
    /// <summary>Returns on a clean stop; throws what broke the term.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await leadership.AcquireAsync(stopping);
        journal.Open(leadership.Lease.Epoch);
        try
        {
            tasks.Start(leadership.KeepAsync);
            tasks.Start(journal.WatchAsync);
            await UnlessBrokenAsync(recovery.RecoverAsync(stopping));
            foreach (var loop in loops)
            {
                tasks.Start(loop.RunAsync);
            }

            await UnlessBrokenAsync(Task.Delay(Timeout.Infinite, stopping));
        }
        finally
        {
            await tasks.StopAsync();
        }
    }

    /// <summary>
    /// After a clean stop: nothing is on the wire any more. The venues' switches are taken back, then the next holder need not wait.
    /// </summary>
    public async Task HandOverAsync(DeadManHeartbeat heartbeat, RiskStoreWriter store, CancellationToken cancellationToken)
    {
        await heartbeat.TakeBackAllAsync(cancellationToken);
        await store.SaveAsync(cancellationToken);
        await leadership.ReleaseAsync(cancellationToken);
    }

    private async Task UnlessBrokenAsync(Task work) => await await Task.WhenAny(work, tasks.Broken);
}
