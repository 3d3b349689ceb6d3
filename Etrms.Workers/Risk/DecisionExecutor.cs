using Etrms.Domain.Risk;
using Etrms.Workers.Journal;
using Etrms.Workers.Risk.Execution;

namespace Etrms.Workers.Risk;

/// <summary>
/// Carries out what one step of the engine decided. Plans start at once and wait for nothing but the disk; storing and announcing go beside.
/// </summary>
internal sealed class DecisionExecutor(
    WriteAheadJournal journal, RiskStoreWriter store, PlanExecutors plans, DecisionNews news, CrashPoints crash)
{
    public void CarryOut(RiskEngine engine, IReadOnlyList<RiskDecision> decisions, CancellationToken cancellationToken)
    {
        var batch = DecisionBatch.Of(decisions);
        if (batch.Plans.Any(plan => plan is RiskDecision.ReduceTo))
        {
            crash.Reached(CrashPoint.TripDecided);
        }

        news.Store(batch);
        var state = new TaskCompletionSource<RiskEngineState>(TaskCreationOptions.RunContinuationsAsynchronously);
        plans.Start(batch, batch.MustSurvive ? WriteDownAsync(state.Task, batch, cancellationToken) : Task.CompletedTask);
        if (batch.MustSurvive)
        {
            // After the plans have begun to read the live positions: the copy is large.
            state.SetResult(engine.CaptureState());
        }

        news.Tell(batch);
        if (!batch.Events.IsEmpty)
        {
            // Last, since nothing that acts waits for it: the book as the event found it.
            news.Picture(batch.Events, engine.Snapshot());
        }
    }

    /// <summary>Serialising and flushing run beside the first reading of the live position.</summary>
    private async Task WriteDownAsync(Task<RiskEngineState> captured, DecisionBatch batch, CancellationToken cancellationToken)
    {
        var state = await captured.WaitAsync(cancellationToken);
        var entry = new JournalEntry.Decided(state, batch.Events, batch.Alerts, batch.Origins) { At = news.Now };
        var seq = await journal.AppendAsync(entry, cancellationToken);
        crash.Reached(CrashPoint.IntentSynced);

        // Only now: what was answered is not forgotten.
        news.Answer(batch.Answers);
        store.Add(rows => rows.State = rows.State?.Seq > state.Seq ? rows.State : state);
        if (seq is { } written)
        {
            store.CoversJournal(written);
        }
    }
}
