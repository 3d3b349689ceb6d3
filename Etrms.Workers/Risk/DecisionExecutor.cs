using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
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
        var events = decisions.OfType<RiskDecision.Record>().Select(record => record.Event).ToImmutableArray();
        var alerts = decisions.OfType<RiskDecision.RaiseAlert>().Select(raise => raise.Alert).ToImmutableArray();
        var todo = decisions.Where(IsPlan).ToList();
        if (todo.Exists(plan => plan is RiskDecision.ReduceTo))
        {
            crash.Reached(CrashPoint.TripDecided);
        }

        foreach (var entry in events)
        {
            plans.Learn(entry);
        }

        var intent = events.IsEmpty && todo.Count == 0
            ? Task.CompletedTask
            : WriteDownAsync(engine.CaptureState(), events, alerts, cancellationToken);
        todo.ForEach(plan => plans.Start(plan, intent));
        news.Tell(events, alerts, decisions.OfType<RiskDecision.AnswerCommand>());
    }

    private static bool IsPlan(RiskDecision decision) => decision switch
    {
        RiskDecision.ReduceTo or RiskDecision.CancelOrders or RiskDecision.SetProtection => true,
        RiskDecision.Record or RiskDecision.RaiseAlert or RiskDecision.AnswerCommand => false,
        _ => throw new UnreachableException(),
    };

    /// <summary>Serialising and flushing run beside the first reading of the live position.</summary>
    private async Task WriteDownAsync(
        RiskEngineState state, ImmutableArray<BreakerEvent> events, ImmutableArray<Alert> alerts, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var entry = new JournalEntry.Decided(state, events, alerts) { At = news.Now };
        var seq = await journal.AppendAsync(entry, cancellationToken);
        crash.Reached(CrashPoint.IntentSynced);
        store.Add(rows => rows.State = state);
        if (seq is { } written)
        {
            store.CoversJournal(written);
        }
    }
}
