using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Exchanges;
using Etrms.Workers.Journal;

namespace Etrms.Workers.Risk.Execution;

/// <summary>
/// Brings one position down to the lowest target that any plan has for it. Every round starts from the venue's live state and does the one next
/// thing that <see cref="Flattening"/> names, so crashes, hand trades and lost answers change the way but never the end (RISK 4.5, 4.8, 4.11).
/// </summary>
internal sealed class PositionConvergence(PositionKey key, OrderDesk desk, ExecutionRules rules)
{
    private readonly Lock _gate = new();
    private readonly List<Wanted> _wanted = [];
    private bool _isRunning;
    private bool _isLateReported;
    private bool _hasSent;
    private decimal _held;

    /// <summary>Adds a target; true when the caller has to start <see cref="RunAsync"/>, false when the one executor is at it already.</summary>
    /// <param name="plan">The target.</param>
    /// <param name="intent">Ends when the decision is on the disk: nothing is sent before.</param>
    public bool Join(RiskDecision.ReduceTo plan, Task intent)
    {
        lock (_gate)
        {
            var known = _wanted.FindIndex(wanted => wanted.PlanId == plan.PlanId);
            if (known >= 0)
            {
                _wanted[known] = _wanted[known].And(plan);
            }
            else
            {
                _wanted.Add(new Wanted(plan.PlanId, plan.Target, new ClosePressure(plan.Style, plan.MaxSlippage), intent));
            }

            var starts = !_isRunning;
            _isRunning = true;
            _isLateReported &= !starts;
            return starts;
        }
    }

    /// <summary>Works until no plan is left.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var span = RiskTelemetry.StartSpan("bring position down")?.SetTag("etrms.account", key.Account.Value).SetTag("etrms.position", key.ToString());
        var pace = rules.NewPace();
        while (Lowest() is { } wanted)
        {
            if (desk.Accounts.Find(key.Account) is not { } account)
            {
                End(ActionOutcome.Failed, null, "The account is not monitored any more.");
                continue;
            }

            var trouble = await RoundAsync(account, wanted, cancellationToken);
            if (trouble is null)
            {
                pace.Progress();
                continue;
            }

            pace.Fail();
            Tell(trouble, pace);
            if (!trouble.IsFatal)
            {
                await pace.WaitAsync(trouble.Rejection, cancellationToken);
            }
        }
    }

    /// <summary>One look at the live state and the one thing that follows from it; null when that worked.</summary>
    private async Task<Trouble?> RoundAsync(MonitoredAccount account, Wanted wanted, CancellationToken cancellationToken)
    {
        if (desk.Market.Find(key.Instrument) is not { } instrument)
        {
            return new Trouble(null, $"The trading rules of {key.Instrument} are not loaded yet.");
        }

        var live = await LiveReading.ReadAsync(account.Gateway, key.Instrument, cancellationToken);
        if (live.Trouble is not null)
        {
            return live.Trouble;
        }

        _held = live.PositionOf(key)?.Quantity ?? 0;
        await wanted.Intent;
        rules.Crash.Reached(!_hasSent ? CrashPoint.GateClosed : live.SizeOf(key) > wanted.Target ? CrashPoint.PartialFillSeen : CrashPoint.ReadBack);
        switch (Flattening.Next(Request(instrument, wanted, live, attempt: desk.Attempts.Last(wanted.PlanId, key) + 1)))
        {
            case FlatteningStep.CancelOpening opening:
                var refused = await CancelAsync(account, opening.Orders, CrashPoint.OpeningCancelSent, cancellationToken);
                rules.Crash.Reached(CrashPoint.OpeningCancelAnswered);
                return refused;
            case FlatteningStep.CancelCompetingReducers competing:
                return await CancelAsync(account, competing.Orders, CrashPoint.ReducerCancelSent, cancellationToken);
            case FlatteningStep.Send send:
                return await SendAsync(account, wanted, (send.Order, instrument), cancellationToken);
            case FlatteningStep.CancelLeftovers leftovers:
                var left = await CancelAsync(account, leftovers.Orders, null, cancellationToken);
                rules.Crash.Reached(CrashPoint.LeftoversCancelled);
                return left;
            case FlatteningStep.Done:
                End(ActionOutcome.TargetMet, live.SizeOf(key), $"{key} stands at {live.SizeOf(key)}, read back from the venue.");
                return null;
            case FlatteningStep.Dust dust:
                EndAsDust(wanted, $"{dust.Remaining} of {key} is left, too small for an order.");
                return null;
            case FlatteningStep.AwaitPrice:
                return new Trouble(null, $"No price of {key} is known to measure the allowed slippage from.");
            default:
                throw new UnreachableException();
        }
    }

    private async Task<Trouble?> SendAsync(
        MonitoredAccount account, Wanted wanted, (ApprovedOrder Order, Instrument Instrument) sending, CancellationToken cancellationToken)
    {
        var order = sending.Order;
        var intent = new OrderIntent(
            wanted.PlanId, key.Account, key.Instrument, key.Side, desk.Attempts.Next(wanted.PlanId, key), order.ClientOrderId, false, order.Quantity);
        var outcome = await desk.Sender.SendAsync(account, intent, order, cancellationToken);
        _hasSent = true;
        if (outcome is ExchangeOutcome<Order>.Accepted { Value: var accepted })
        {
            Report(ActionOutcome.Sent, null, $"{order.Side} {order.Quantity} {key} sent, {accepted.Status}.");
            return accepted is { IsOpen: false, FilledQuantity: 0 }
                ? new Trouble(null, $"{order.Side} {order.Quantity} {key} found nobody within its limit.")
                : null;
        }

        if (outcome is ExchangeOutcome<Order>.Rejected { Rejection.IsTooSmall: true } && IsResidue(Excess(wanted), sending.Instrument))
        {
            EndAsDust(wanted, $"{Math.Abs(_held)} of {key} is left and {Excess(wanted)} of it too small an order for the venue.");
            return null;
        }

        return Trouble.Of(outcome, $"{order.Side} {order.Quantity} {key}");
    }

    /// <summary>What is held beyond the target.</summary>
    private decimal Excess(Wanted wanted) => Math.Abs(_held) - wanted.Target;

    /// <summary>True when what is left to do is truly small: a venue that calls a large order too small is asked again.</summary>
    private bool IsResidue(decimal excess, Instrument instrument) => excess <= instrument.MinQuantity
        || (desk.Market.PricesOf(key.Instrument)?.Mark is > 0 and var mark && excess * mark < instrument.MinNotional);

    /// <summary>An order that is gone already is no trouble: the next reading shows it.</summary>
    private async Task<Trouble?> CancelAsync(
        MonitoredAccount account, ImmutableArray<Order> orders, CrashPoint? sent, CancellationToken cancellationToken)
    {
        if (!await desk.Sender.MayCancelAsync(cancellationToken))
        {
            return new Trouble(null, "The lease is not certain; nothing was cancelled.");
        }

        var cancelling = Task.WhenAll(orders.Select(order => account.Gateway.CancelAsync(order, cancellationToken)));
        var outcomes = await (sent is { } point ? rules.Crash.SentAsync(point, cancelling) : cancelling);
        return outcomes
            .Select(outcome => Trouble.Of(outcome, $"Cancelling an order of {key}"))
            .FirstOrDefault(trouble => trouble is { Rejection: null or { Class: not RejectionClass.Fixable } });
    }

    private FlatteningRequest Request(Instrument instrument, Wanted wanted, LiveReading live, int attempt) => new()
    {
        PlanId = wanted.PlanId,
        Account = key.Account,
        Instrument = instrument,
        Side = key.Side,
        Target = wanted.Target,
        Positions = live.Positions,
        OpenOrders = live.OpenOrders,
        Prices = desk.Market.PricesOf(key.Instrument) ?? MarkIn(live),
        Attempt = attempt,
        Settings = rules.Settings(wanted.Pressure),
    };

    /// <summary>Right after a start no price stream has spoken yet, but the venue's reading has a price: no reason to sell at any.</summary>
    private TouchPrices? MarkIn(LiveReading live) =>
        live.PositionOf(key) is { MarkPrice: > 0 } position ? new TouchPrices(0, 0, position.MarkPrice) : null;

    /// <summary>The most demanding plan; null, and the executor at rest, when none is left.</summary>
    private Wanted? Lowest()
    {
        lock (_gate)
        {
            _isRunning = _wanted.Count > 0;
            return _wanted.MinBy(wanted => wanted.Target) is { } lowest
                ? lowest with { Pressure = _wanted.Select(wanted => wanted.Pressure).Aggregate(ClosePressure.Harder) } : null;
        }
    }

    private void Tell(Trouble trouble, Pace pace)
    {
        if (trouble.IsFatal)
        {
            End(ActionOutcome.Failed, null, $"{trouble.Detail} ETRMS cannot go on with this account. {ByHand()}");
        }
        else if (pace.IsLate && !_isLateReported)
        {
            _isLateReported = true;
            Report(ActionOutcome.Failed, null, $"{trouble.Detail} The deadline passed; ETRMS goes on slowly. {ByHand()}");
        }
        else if (pace.IsWorthTellingOf(trouble))
        {
            Report(ActionOutcome.Retrying, null, $"Failure {pace.Failures}: {pace.Describe(trouble)}");
        }
    }

    /// <summary>What the trader has to do instead, as far as the last reading tells.</summary>
    private string ByHand()
    {
        var excess = Math.Abs(_held) - (Lowest()?.Target ?? 0);
        var what = excess > 0 ? $"{(_held > 0 ? "sell" : "buy")} {excess:0.##########} {key}" : $"close {key}";
        return $"By hand: {what} on {key.Instrument.Exchange}, reduce-only.";
    }

    /// <summary>Reports to every plan that takes part and forgets them: whoever joins later is read anew.</summary>
    private void End(ActionOutcome outcome, decimal? remaining, string detail) =>
        End(TakeAll(outcome == ActionOutcome.TargetMet ? remaining : null), outcome, remaining, detail);

    /// <summary>What is too small for this target may be enough for a lower one: a venue takes the close of a whole position, whatever it is worth.</summary>
    private void EndAsDust(Wanted wanted, string detail) => End(TakeAll(wanted.Target), ActionOutcome.Dust, Math.Abs(_held), detail);

    private void End(List<Wanted> plans, ActionOutcome outcome, decimal? remaining, string detail)
    {
        foreach (var wanted in plans)
        {
            desk.Recorder.Report(ReportOf(wanted, outcome, remaining, detail) with { IsFinal = outcome == ActionOutcome.Failed }, key);
        }
    }

    private void Report(ActionOutcome outcome, decimal? remaining, string detail)
    {
        foreach (var wanted in Snapshot())
        {
            desk.Recorder.Report(ReportOf(wanted, outcome, remaining, detail), key);
        }
    }

    private ActionReport ReportOf(Wanted wanted, ActionOutcome outcome, decimal? remaining, string detail) =>
        new(wanted.PlanId, key.Account, key.Instrument, key.Side, outcome, remaining, detail);

    /// <summary>Plans whose target is met, or all when that is not the question. A lower target that joined meanwhile stays.</summary>
    private List<Wanted> TakeAll(decimal? size)
    {
        lock (_gate)
        {
            var taken = _wanted.Where(wanted => size is null || wanted.Target >= size).ToList();
            _wanted.RemoveAll(taken.Contains);
            return taken;
        }
    }

    private List<Wanted> Snapshot()
    {
        lock (_gate)
        {
            return [.. _wanted];
        }
    }

    private sealed record Wanted(Guid PlanId, decimal Target, ClosePressure Pressure, Task Intent)
    {
        /// <summary>The stricter of both.</summary>
        public Wanted And(RiskDecision.ReduceTo plan) => this with
        {
            Target = Math.Min(Target, plan.Target),
            Pressure = ClosePressure.Harder(Pressure, new ClosePressure(plan.Style, plan.MaxSlippage)),
        };
    }
}
