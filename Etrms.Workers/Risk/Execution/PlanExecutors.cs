using System.Collections.Concurrent;
using Etrms.Domain.Risk;
using Etrms.Workers.Risk.Pumps;

namespace Etrms.Workers.Risk.Execution;

/// <summary>
/// Starts the executors: one per position, so that contracts and venues go on beside each other and no position has two. Accounts whose word is
/// wanted are read at once.
/// </summary>
internal sealed class PlanExecutors(OrderDesk desk, ExecutionRules rules, PlanOrigins origins, AccountPumps accounts, TermTasks tasks)
{
    private readonly ConcurrentDictionary<PositionKey, PositionConvergence> _positions = new();

    /// <summary>Starts carrying plans out; returns at once.</summary>
    /// <param name="batch">The plans of one step.</param>
    /// <param name="intent">Ends when the decision is on the disk: nothing is sent before.</param>
    public void Start(DecisionBatch batch, Task intent)
    {
        foreach (var plan in batch.Origins)
        {
            origins.Learn(plan);
        }

        foreach (var plan in batch.Plans)
        {
            Start(plan, intent);
        }

        foreach (var account in batch.Doubts)
        {
            accounts.Confirm(account);
        }
    }

    private void Start(RiskDecision decision, Task intent)
    {
        switch (decision)
        {
            case RiskDecision.ReduceTo reduce:
                var key = PositionKey.Of(reduce);
                desk.Recorder.Began(reduce.PlanId, key, origins.Of(reduce.PlanId));
                var position = _positions.GetOrAdd(key, fresh => new PositionConvergence(fresh, desk, rules));
                if (position.Join(reduce, intent))
                {
                    tasks.Start(position.RunAsync);
                }

                break;
            case RiskDecision.CancelOrders cancel:
                desk.Recorder.Began(cancel.PlanId, cancel, origins.Of(cancel.PlanId));
                tasks.Start(token => new OrderCanceller(desk, rules).RunAsync(cancel, intent, token));
                break;
            case RiskDecision.SetProtection protect:
                desk.Recorder.Began(protect.PlanId, protect, origins.Of(protect.PlanId));
                tasks.Start(token => new ProtectionSetter(desk, rules).RunAsync(protect, intent, token));
                break;
            default:
                throw new ArgumentException($"{decision.GetType().Name} is not a plan.", nameof(decision));
        }
    }
}
