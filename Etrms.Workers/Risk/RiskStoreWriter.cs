using System.Threading.Channels;
using Etrms.Infrastructure.Postgres;
using Etrms.Workers.Journal;

namespace Etrms.Workers.Risk;

/// <summary>
/// Carries what happened into PostgreSQL, beside the risk loop and never in its way. While PostgreSQL is away rows wait here and in the
/// write-ahead journal, and no new risk is taken (RISK 4.6).
/// </summary>
internal sealed class RiskStoreWriter(
    RiskStore store, WriteAheadJournal journal, Leadership leadership, RiskTroubles troubles, RiskClock clock) : ITermLoop
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private PendingRows _pending = new();
    private long _journalSeq;

    /// <summary>Adds rows to the next batch.</summary>
    public void Add(Action<PendingRows> add)
    {
        lock (_gate)
        {
            add(_pending);
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Rows added so far cover the journal up to this entry.</summary>
    public void CoversJournal(long seq)
    {
        lock (_gate)
        {
            _journalSeq = Math.Max(_journalSeq, seq);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _wake.Reader.ReadAsync(cancellationToken);
            await Task.Delay(Gather, cancellationToken);
            if (!await SaveAsync(cancellationToken))
            {
                await Task.Delay(Retry, cancellationToken);
                _wake.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>Stores what waits now; false when PostgreSQL does not answer.</summary>
    public async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        var (rows, seq) = Take();
        if (rows.IsEmpty)
        {
            return true;
        }

        try
        {
            var batch = rows.ToBatch(leadership.Lease.Epoch, clock.WallNow);
            if (await store.SaveAsync(leadership.Lease, batch, cancellationToken) == SaveOutcome.Fenced)
            {
                throw new LeadershipLostException("A save was fenced off: another worker holds the lease.");
            }

            troubles.End(RiskTroubles.Database);
            journal.Acknowledge(seq);
            return true;
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            troubles.Raise(RiskTroubles.Database, $"PostgreSQL does not answer ({away.Message}); protection goes on from the local journal.");
            PutBack(rows);
            return false;
        }
    }

    private (PendingRows Rows, long JournalSeq) Take()
    {
        lock (_gate)
        {
            var taken = _pending;
            _pending = new PendingRows();
            return (taken, _journalSeq);
        }
    }

    private void PutBack(PendingRows rows)
    {
        lock (_gate)
        {
            rows.PutBackUnder(_pending);
        }
    }
}
