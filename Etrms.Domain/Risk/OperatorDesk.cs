using System.Collections.Immutable;
using System.Diagnostics;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>The trader's own orders. What reduces risk is always accepted; the same command twice has one effect.</summary>
internal sealed class OperatorDesk(RiskBooks books, BreakerBoard board)
{
    private const string PauseOwner = "operator:";
    private const int Remembered = 1024;

    private readonly Dictionary<Guid, string?> _answers = [];
    private readonly Queue<Guid> _order = new();
    private readonly SortedDictionary<Guid, List<PlanStep>> _plans = [];

    /// <summary>False for a command that was carried out before: it is only answered again.</summary>
    public bool Take(OperatorCommand command, BoardContext context)
    {
        var isNew = !_answers.TryGetValue(command.Id, out var refusal);
        if (isNew)
        {
            refusal = Carry(command, context);
            Remember(command.Id, refusal);
        }

        context.Decisions.Add(new RiskDecision.AnswerCommand(command.Id, refusal));
        return isNew;
    }

    /// <summary>True when the report belongs to an order of the trader and tells something new.</summary>
    public bool Report(ActionReport report, BoardContext context)
    {
        foreach (var (id, steps) in _plans)
        {
            if (!TripPlan.Report(steps, report))
            {
                continue;
            }

            if (report.Outcome == ActionOutcome.Failed)
            {
                var isPutBack = steps.Exists(step => step.Kind == PlanStepKind.Protect);
                context.Alert(
                    $"command/{id:N}/failed", AlertSeverity.Critical,
                    isPutBack ? "A stop could not be placed again" : "Your order could not be carried out",
                    $"{report.Instrument?.Symbol}: {report.Detail}. Act at the exchange.");
            }

            if (steps.TrueForAll(step => step.IsDone || step.Outcome == ActionOutcome.Failed))
            {
                _plans.Remove(id);
            }

            return true;
        }

        return false;
    }

    /// <summary>
    /// A dead-man switch that was armed by hand took the stop of an open position (FC-46): that is told, and the stop is placed again where no
    /// nearer one stands.
    /// </summary>
    public void PutBack(AccountBook account, Order order, BoardContext context)
    {
        if (!order.IsEndedBySwitch || !ProtectionPlanner.IsStop(order.Type) || !order.IsReducing
            || account.Find(order.Instrument, order.PositionSide) is not { } position)
        {
            return;
        }

        var id = PlanIds.Uuid5(PlanIds.Root, $"{context.Owner}/switch/{account.Id}/{order.OrderId}");
        context.Alert(
            $"switch/{id:N}", AlertSeverity.Critical, "A dead-man switch took a stop",
            $"{order.Instrument.Symbol} was left without its stop at {order.TriggerPrice}; it is placed again. "
            + "ETRMS arms no switch over an open position: find out who did.");
        Start(id, [Stop(id, position, order.TriggerPrice)], context);
    }

    public bool IsDone => _plans.Count == 0;

    /// <summary>Every unfinished step.</summary>
    public IEnumerable<PlanStep> OpenSteps() =>
        _plans.Values.SelectMany(steps => steps).Where(step => !step.IsDone && step.Outcome != ActionOutcome.Failed);

    public ImmutableArray<OperatorPlanState> CapturePlans() => [.. _plans.Select(plan => new OperatorPlanState(plan.Key, [.. plan.Value]))];

    public ImmutableArray<AnsweredCommand> CaptureAnswers() => [.. _order.Select(id => new AnsweredCommand(id, _answers[id]))];

    public void Restore(ImmutableArray<OperatorPlanState> plans, ImmutableArray<AnsweredCommand> answers)
    {
        foreach (var plan in plans)
        {
            _plans[plan.CommandId] = [.. plan.Steps];
        }

        foreach (var answer in answers)
        {
            Remember(answer.Id, answer.Refusal);
        }
    }

    private static string? Pause(OperatorCommand.Pause command, BoardContext context)
    {
        var posture = command.Mode == PauseMode.NoOrders ? Posture.Halt : Posture.NoNewRisk;
        var reason = command.Reason.Length == 0 ? $"paused by {command.Operator}" : $"paused by {command.Operator}: {command.Reason}";
        context.Postures.Claim($"{PauseOwner}{command.Id:N}", command.Scope, posture, reason);
        return null;
    }

    private static string? LiftPause(BoardContext context)
    {
        if (!context.Postures.Claims.Any(claim => claim.Owner.StartsWith(PauseOwner, StringComparison.Ordinal)))
        {
            return "There is no pause of yours to lift. What a breaker claims, only the breaker releases: resume it.";
        }

        context.Postures.ReleaseAll(PauseOwner);
        return null;
    }

    private string? Carry(OperatorCommand command, BoardContext context) => command switch
    {
        OperatorCommand.Close close => Close(close, context),
        OperatorCommand.Reduce reduce => Reduce(reduce, context),
        OperatorCommand.Protect protect => Protect(protect, context),
        OperatorCommand.CancelOrders cancel => Cancel(cancel, context),
        OperatorCommand.Pause pause => Pause(pause, context),
        OperatorCommand.LiftPause => LiftPause(context),
        OperatorCommand.ResumeBreaker resume => Resume(resume, context),
        OperatorCommand.PressButton press => Press(press),
        OperatorCommand.AcceptBalance accept => AcceptBalance(accept),
        _ => throw new UnreachableException(),
    };

    private string? Close(OperatorCommand.Close command, BoardContext context)
    {
        if (books.Account(command.Account) is not { } account)
        {
            return NoAccount;
        }

        var positions = command.Instrument is { } instrument
            ? [.. account.Positions.Where(position => position.Contract.Id == instrument && position.Side == command.Side)]
            : account.Positions.OrderByDescending(position => position.Notional).ThenBy(position => position.Key).ToList();
        if (positions.Count == 0)
        {
            return "There is no such open position.";
        }

        var plan = PlanIds.OfCommand(context.Owner, command.Id);
        Start(command.Id, positions.Select(position => Step(plan, position, 0)), context);
        return null;
    }

    private string? Reduce(OperatorCommand.Reduce command, BoardContext context)
    {
        if (books.Account(command.Account)?.Find(command.Instrument, command.Side) is not { } position)
        {
            return "There is no such open position.";
        }

        if (command.Quantity <= 0)
        {
            return "The quantity to take off must be above 0.";
        }

        var target = Math.Max(Math.Abs(position.Quantity) - command.Quantity, 0);
        Start(command.Id, [Step(PlanIds.OfCommand(context.Owner, command.Id), position, target)], context);
        return null;
    }

    private string? Protect(OperatorCommand.Protect command, BoardContext context)
    {
        if (books.Account(command.Account)?.Find(command.Instrument, command.Side) is not { } position)
        {
            return "There is no such open position.";
        }

        if (ProtectionPlanner.Refusal(position.Quantity, position.Contract.Mark, command.StopLoss, command.TakeProfit) is { } refusal)
        {
            return refusal.Message;
        }

        // Levels asked for later replace those that are still being set: a restart must not bring the older ones back.
        DropProtection(position);
        Start(command.Id, [Protection(PlanIds.OfCommand(context.Owner, command.Id), position, command)], context);
        return null;
    }

    private string? Cancel(OperatorCommand.CancelOrders command, BoardContext context)
    {
        if (command.OrderId is { } order)
        {
            return CancelOne(command, order, context);
        }

        var scope = new Scope
        {
            Accounts = command.Account is { } account ? [account] : [],
            Exchanges = command.Instrument is { } contract ? [contract.Exchange] : [],
            Symbols = command.Instrument is { } instrument ? [instrument.Symbol] : [],
        };
        var plan = PlanIds.OfCommand(context.Owner, command.Id);
        var action = new BreakerAction(BreakerActionKind.CancelOrders) { CancelFilter = command.Filter };
        var steps = TripPlan.Build(plan, [action], new PlanGround(scope, books));
        if (steps.Count == 0)
        {
            return "There is nothing to cancel.";
        }

        Start(command.Id, steps, context);
        return null;
    }

    private string? CancelOne(OperatorCommand.CancelOrders command, string orderId, BoardContext context)
    {
        if (command is not { Account: { } account, Instrument: { } instrument })
        {
            return "Name the account and the contract of the order.";
        }

        if (books.Account(account)?.Orders.Values.Any(order => order.Instrument == instrument && order.OrderId == orderId) != true)
        {
            return "There is no such open order.";
        }

        context.Decisions.Add(new RiskDecision.CancelOrders(PlanIds.OfCommand(context.Owner, command.Id), account, instrument, CancelFilter.All)
        {
            OrderId = orderId,
        });
        return null;
    }

    private string? Resume(OperatorCommand.ResumeBreaker command, BoardContext context) =>
        board.Find(command.BreakerId) is { } watch ? Rearming.Resume(watch, command, context) : "There is no such breaker.";

    private string? Press(OperatorCommand.PressButton command)
    {
        if (board.Find(command.BreakerId) is not { } watch)
        {
            return "There is no such breaker.";
        }

        if (watch.Breaker.Mode == BreakerMode.Off)
        {
            return "The breaker is switched off.";
        }

        return watch.Meter.TryPress(command.Reason) ? null : "Only a breaker of type MANUAL has a button.";
    }

    private string? AcceptBalance(OperatorCommand.AcceptBalance command)
    {
        if (books.Account(command.Account) is not { IsRead: true } account)
        {
            return NoAccount;
        }

        if (account.Audit.IsSettled)
        {
            return "Every change of this balance is explained; there is nothing to accept.";
        }

        account.Audit.Accept(account.Wallet);
        return null;
    }

    private const string NoAccount = "There is no such account, or it has not been read yet.";

    private static PlanStep Protection(Guid plan, PositionBook position, OperatorCommand.Protect command) => new(
        plan, PlanStepKind.SetLevels, position.Account.Id, position.Contract.Id, position.Side, 0, CancelFilter.Opening, null, "")
    {
        StopLoss = command.StopLoss,
        TakeProfit = command.TakeProfit,
    };

    private static PlanStep Stop(Guid plan, PositionBook position, decimal level) => new(
        plan, PlanStepKind.Protect, position.Account.Id, position.Contract.Id, position.Side, level, CancelFilter.Opening, null, "");

    private void DropProtection(PositionBook position)
    {
        var replaced = _plans.Where(plan => plan.Value.Exists(step => step.Kind == PlanStepKind.SetLevels && TripPlan.IsLeg(step, position.Key)));
        foreach (var (command, _) in replaced.ToList())
        {
            _plans.Remove(command);
        }
    }

    private static PlanStep Step(Guid plan, PositionBook position, decimal target) => new(
        plan, PlanStepKind.Reduce, position.Account.Id, position.Contract.Id, position.Side, target, CancelFilter.Opening, null, "");

    private void Start(Guid command, IEnumerable<PlanStep> steps, BoardContext context)
    {
        var plan = steps.ToList();
        _plans[command] = plan;
        foreach (var step in plan)
        {
            TripPlan.Emit(step, context);
        }
    }

    private void Remember(Guid id, string? refusal)
    {
        _answers[id] = refusal;
        _order.Enqueue(id);
        if (_order.Count > Remembered)
        {
            _answers.Remove(_order.Dequeue());
        }
    }
}
