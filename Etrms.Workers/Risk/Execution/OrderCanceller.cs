using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Execution;

/// <summary>Cancels resting orders of an account, in both books, until a reading shows none of them.</summary>
internal sealed class OrderCanceller(OrderDesk desk, ExecutionRules rules)
{
    public async Task RunAsync(RiskDecision.CancelOrders plan, Task intent, CancellationToken cancellationToken)
    {
        using var span = RiskTelemetry.StartSpan("cancel orders")?.SetTag("etrms.account", plan.Account.Value);
        await intent;
        var pace = rules.NewPace();
        while (await RoundAsync(plan, cancellationToken) is { } trouble)
        {
            pace.Fail();
            if (trouble.IsFatal || pace.IsLate)
            {
                Report(plan, ActionOutcome.Failed, $"{trouble.Detail} By hand: cancel the orders on the exchange.", isFinal: true);
                return;
            }

            if (pace.IsWorthTellingOf(trouble))
            {
                Report(plan, ActionOutcome.Retrying, pace.Describe(trouble));
            }

            await pace.WaitAsync(trouble.Rejection, cancellationToken);
        }

        Report(plan, ActionOutcome.TargetMet, "No such order rests any more.");
    }

    /// <summary>Null when nothing is left to cancel.</summary>
    private async Task<Trouble?> RoundAsync(RiskDecision.CancelOrders plan, CancellationToken cancellationToken)
    {
        if (desk.Accounts.Find(plan.Account) is not { } account)
        {
            return null;
        }

        var (orders, trouble) = await ReadAsync(account, plan, cancellationToken);
        var unwanted = orders.Where(order => order.IsOpen && Matches(order, plan)).ToList();
        if (trouble is not null || unwanted.Count == 0)
        {
            return trouble;
        }

        if (!await desk.Sender.MayCancelAsync(cancellationToken))
        {
            return new Trouble(null, "The lease is not certain; nothing was cancelled.");
        }

        var outcomes = await Task.WhenAll(unwanted.Select(order => account.Gateway.CancelAsync(order, cancellationToken)));
        var refused = outcomes.Select(outcome => Trouble.Of(outcome, "A cancel")).FirstOrDefault(found => found is not null);
        return refused ?? await VerifyAsync(account, plan, cancellationToken);
    }

    private static async Task<Trouble?> VerifyAsync(
        MonitoredAccount account, RiskDecision.CancelOrders plan, CancellationToken cancellationToken)
    {
        var (orders, trouble) = await ReadAsync(account, plan, cancellationToken);
        var left = orders.Count(order => order.IsOpen && Matches(order, plan));
        return trouble ?? (left == 0 ? null : new Trouble(null, $"{left} orders still rest."));
    }

    private static async Task<(ImmutableArray<Order> Orders, Trouble? Trouble)> ReadAsync(
        MonitoredAccount account, RiskDecision.CancelOrders plan, CancellationToken cancellationToken)
    {
        if (plan.Instrument is { } instrument)
        {
            var open = await account.Gateway.ReadOpenOrdersAsync(instrument, cancellationToken);
            return open is ExchangeOutcome<ImmutableArray<Order>>.Accepted { Value: var read } ? (read, null) : ([], Trouble.Of(open, "Reading orders"));
        }

        var snapshot = await account.Feed.ReadSnapshotAsync(cancellationToken);
        return snapshot is ExchangeOutcome<AccountSnapshot>.Accepted { Value: var all }
            ? (all.OpenOrders, null)
            : ([], Trouble.Of(snapshot, "Reading the account"));
    }

    private static bool Matches(Order order, RiskDecision.CancelOrders plan) =>
        plan.OrderId is { } one ? order.OrderId == one : Matches(order, plan.Filter);

    private static bool Matches(Order order, CancelFilter filter) => filter switch
    {
        CancelFilter.Opening => !order.IsReducing,
        CancelFilter.AllButProtective => !ProtectionPlanner.IsProtective(order),
        CancelFilter.All => true,
    };

    private void Report(RiskDecision.CancelOrders plan, ActionOutcome outcome, string detail, bool isFinal = false) =>
        desk.Recorder.Report(
            new ActionReport(plan.PlanId, plan.Account, plan.Instrument, PositionSide.Both, outcome, null, detail) { IsFinal = isFinal }, plan);
}
