using System.Collections.Concurrent;
using System.Diagnostics;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Workers.Journal;

namespace Etrms.Workers.Risk.Execution;

/// <summary>Tells the engine how plans go on and keeps their rows: one per plan, one per order, and one for how each part ended.</summary>
internal sealed class ActionRecorder(
    RiskStoreWriter store, RiskInbox inbox, RiskClock clock, MonitoredAccounts accounts, RiskTelemetry telemetry)
{
    private readonly ConcurrentDictionary<Guid, OpenPlan> _plans = new();
    private long _version;

    /// <summary>A part of a plan begins; the plan is finished when all its parts are.</summary>
    public void Began(Guid plan, object part, PlanOrigin origin)
    {
        var open = _plans.GetOrAdd(plan, _ => new OpenPlan(origin, clock.WallNow));
        lock (open.Parts)
        {
            open.Parts.Add(part);
            Put(plan, open, ActionPlanState.Acting, null);
        }
    }

    /// <summary>The order goes on the wire now.</summary>
    public void Prepared(OrderIntent intent, ApprovedOrder order)
    {
        if (_plans.TryGetValue(intent.PlanId, out var open) && open.TakeFirstOrder())
        {
            telemetry.OrderedFirst(open.DecidedAt);
        }

        Put(Step(intent, order, ActionOutcome.Sent, "Sent."));
    }

    public void Answered(OrderIntent intent, ApprovedOrder order, Order answer, TimeSpan latency)
    {
        var step = Step(intent, order, ActionOutcome.Sent, $"{order.Side} {order.Quantity} {intent.Instrument}: {answer.Status}.");
        step.FilledQuantity = answer.FilledQuantity;
        step.AveragePrice = answer.AveragePrice == 0 ? null : answer.AveragePrice;
        step.LatencyMs = latency.TotalMilliseconds;
        Put(step);
    }

    public void Failed(OrderIntent intent, ApprovedOrder order, string why, TimeSpan latency)
    {
        var step = Step(intent, order, ActionOutcome.Retrying, why);
        step.LatencyMs = latency.TotalMilliseconds;
        Put(step);
    }

    /// <summary>Posts a report to the engine; a final one ends its part of the plan.</summary>
    public void Report(ActionReport report, object part)
    {
        inbox.Post(new RiskEvent.ActionReported(report) { Times = clock.Now() });
        if (report.Outcome is ActionOutcome.Sent or ActionOutcome.Retrying || !_plans.TryGetValue(report.PlanId, out var open))
        {
            return;
        }

        if (Result(report, part) is { } result)
        {
            Put(result);
        }

        lock (open.Parts)
        {
            open.HasFailed |= report.Outcome == ActionOutcome.Failed;
            open.Parts.Remove(part);
            if (open.Parts.Count == 0)
            {
                Put(report.PlanId, open, open.HasFailed ? ActionPlanState.Failed : ActionPlanState.Met, clock.WallNow);
                _plans.TryRemove(report.PlanId, out _);
            }
        }
    }

    private ActionStepRow Step(OrderIntent intent, ApprovedOrder order, ActionOutcome outcome, string detail) => new()
    {
        Id = PlanIds.Uuid5(intent.PlanId, intent.ClientOrderId),
        PlanId = intent.PlanId,
        Number = intent.Attempt,
        Kind = order.IsConditional ? "set_protection" : "reduce",
        AccountId = intent.Account.Value,
        Exchange = intent.Instrument.Exchange,
        Symbol = intent.Instrument.Symbol,
        Side = intent.Side,
        Quantity = order.Quantity,
        ClientOrderId = intent.ClientOrderId,
        Outcome = outcome,
        Detail = detail,
        At = clock.WallNow,
        Version = NextVersion(),
    };

    /// <summary>How a part of a plan ended, read back from the venue; null when the account is gone.</summary>
    private ActionStepRow? Result(ActionReport report, object part) => accounts.Find(report.Account) is not { } account ? null : new ActionStepRow
    {
        Id = PlanIds.Uuid5(report.PlanId, $"result/{report.Account}/{report.Instrument}/{report.Side}"),
        PlanId = report.PlanId,
        Kind = part switch
        {
            RiskDecision.CancelOrders => "cancel_orders",
            RiskDecision.SetProtection => "verify_protection",
            _ => "verify_position",
        },
        AccountId = report.Account.Value,
        Exchange = account.Exchange,
        Symbol = report.Instrument?.Symbol,
        Side = report.Side,
        Remaining = report.Remaining,
        Outcome = report.Outcome,
        Detail = report.Detail,
        At = clock.WallNow,
        Version = NextVersion(),
    };

    private void Put(ActionStepRow row) => store.Add(rows => rows.Put(row));

    private void Put(Guid plan, OpenPlan open, ActionPlanState state, DateTimeOffset? finishedAt)
    {
        var row = new ActionPlanRow
        {
            Id = plan,
            BreakerId = open.Origin.BreakerId,
            TripSeq = open.Origin.TripSeq,
            CommandId = open.Origin.CommandId,
            State = state,
            Summary = open.Origin.Summary,
            CreatedAt = open.Began,
            FinishedAt = finishedAt,
            Version = NextVersion(),
        };
        store.Add(rows => rows.Put(row));
    }

    /// <summary>Above every version of a former worker, since it counts from the clock.</summary>
    private long NextVersion()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _version);
            var next = Math.Max(last + 1, clock.WallNow.UtcTicks);
            if (Interlocked.CompareExchange(ref _version, next, last) == last)
            {
                return next;
            }
        }
    }

    private sealed class OpenPlan(PlanOrigin origin, DateTimeOffset began)
    {
        private int _orders;

        public PlanOrigin Origin { get; } = origin;

        public DateTimeOffset Began { get; } = began;

        public HashSet<object> Parts { get; } = [];

        public bool HasFailed { get; set; }

        public long DecidedAt { get; } = Stopwatch.GetTimestamp();

        /// <summary>True once.</summary>
        public bool TakeFirstOrder() => Interlocked.Exchange(ref _orders, 1) == 0;
    }
}
