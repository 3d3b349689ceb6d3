using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Workers.Journal;

namespace Etrms.Workers.Risk.Execution;

/// <summary>Places, moves or removes the resting stop and target of a position; the new order stands before the old one goes.</summary>
internal sealed class ProtectionSetter(OrderDesk desk, ExecutionRules rules)
{
    public async Task RunAsync(RiskDecision.SetProtection plan, Task intent, CancellationToken cancellationToken)
    {
        using var span = RiskTelemetry.StartSpan("set protection")?.SetTag("etrms.account", plan.Account.Value);
        await intent;
        var pace = rules.NewPace();
        var isLateTold = false;
        while (await RoundAsync(plan, cancellationToken) is { } trouble)
        {
            pace.Fail();
            if (IsOver(plan, trouble, pace))
            {
                Report(plan, ActionOutcome.Failed, $"{trouble.Detail} {ByHand(plan)}", isFinal: true);
                return;
            }

            if (pace.IsLate && !isLateTold)
            {
                isLateTold = true;
                Report(plan, ActionOutcome.Failed, $"{trouble.Detail} The deadline passed; ETRMS goes on slowly. {ByHand(plan)}");
            }
            else if (pace.IsWorthTellingOf(trouble))
            {
                Report(plan, ActionOutcome.Retrying, pace.Describe(trouble));
            }

            await pace.WaitAsync(trouble.Rejection, cancellationToken);
        }

        Report(plan, ActionOutcome.TargetMet, "The protective orders stand as asked.");
    }

    /// <summary>What a rule protects it goes on protecting after the deadline; levels of the trader's may be out of date by then.</summary>
    private static bool IsOver(RiskDecision.SetProtection plan, Trouble trouble, Pace pace) =>
        trouble.IsFatal || trouble.Rejection?.Class == RejectionClass.Fixable || (pace.IsLate && !plan.TightenOnly);

    private static string ByHand(RiskDecision.SetProtection plan) =>
        $"By hand: set a stop{(plan.StopLoss is { } level ? $" at {level:0.##########}" : "")} for {PositionKey.Of(plan)} on {plan.Instrument.Exchange}.";

    /// <summary>Null when the levels stand.</summary>
    private async Task<Trouble?> RoundAsync(RiskDecision.SetProtection plan, CancellationToken cancellationToken)
    {
        var key = PositionKey.Of(plan);
        if (desk.Accounts.Find(plan.Account) is not { } account || desk.Market.Find(plan.Instrument) is not { } instrument)
        {
            return new Trouble(null, $"The account or the trading rules of {plan.Instrument} are not loaded.");
        }

        var live = await LiveReading.ReadAsync(account.Gateway, plan.Instrument, cancellationToken);
        if (live.Trouble is not null)
        {
            return live.Trouble;
        }

        var todo = ProtectionPlanner.Plan(new ProtectionRequest
        {
            PlanId = plan.PlanId,
            Account = plan.Account,
            Instrument = instrument,
            Position = live.PositionOf(key) ?? new Position { Instrument = plan.Instrument, Side = plan.Side, Quantity = 0, EntryPrice = 0 },
            OpenOrders = live.OpenOrders,
            Mark = desk.Market.PricesOf(plan.Instrument)?.Mark ?? 0,
            StopLoss = plan.StopLoss,
            TakeProfit = plan.TakeProfit,
            TightenOnly = plan.TightenOnly,
            Attempt = desk.Attempts.Next(plan.PlanId, key),
        });
        if (plan.TightenOnly && !todo.Send.IsEmpty && rules.Stops.Take(key) is { } wait)
        {
            return new Trouble(
                new ExchangeRejection(0, "", RejectionClass.Throttled, wait), $"Stops for {key} were placed too often within a minute.");
        }

        return await SendAsync(account, plan, todo, cancellationToken) ?? await CancelAsync(account, todo, cancellationToken);
    }

    private async Task<Trouble?> SendAsync(
        MonitoredAccount account, RiskDecision.SetProtection plan, ProtectionPlan todo, CancellationToken cancellationToken)
    {
        var key = PositionKey.Of(plan);
        foreach (var order in todo.Send)
        {
            var intent = new OrderIntent(
                plan.PlanId, plan.Account, plan.Instrument, plan.Side, desk.Attempts.Last(plan.PlanId, key), order.ClientOrderId, true, order.Quantity);
            var outcome = await desk.Sender.SendAsync(account, intent, order, cancellationToken);
            if (Trouble.Of(outcome, $"{order.Type} at {order.TriggerPrice}") is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    private async Task<Trouble?> CancelAsync(MonitoredAccount account, ProtectionPlan todo, CancellationToken cancellationToken)
    {
        if (todo.Cancel.IsEmpty)
        {
            return null;
        }

        if (!await desk.Sender.MayCancelAsync(cancellationToken))
        {
            return new Trouble(null, "The lease is not certain; nothing was cancelled.");
        }

        var outcomes = await Task.WhenAll(todo.Cancel.Select(order => account.Gateway.CancelAsync(order, cancellationToken)));
        return outcomes.Select(outcome => Trouble.Of(outcome, "Cancelling the former order")).FirstOrDefault(found => found is not null);
    }

    private void Report(RiskDecision.SetProtection plan, ActionOutcome outcome, string detail, bool isFinal = false) =>
        desk.Recorder.Report(new ActionReport(plan.PlanId, plan.Account, plan.Instrument, plan.Side, outcome, null, detail) { IsFinal = isFinal }, plan);
}
