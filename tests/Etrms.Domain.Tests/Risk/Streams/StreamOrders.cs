using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>The trader's commands and orders, and the executor that carries out what the engine decided, as well as it can.</summary>
internal static class StreamOrders
{
    public static void Command(StreamWorld world, Dice dice)
    {
        var account = dice.Of<StreamAccount>(world.Accounts.AsSpan());
        var breaker = world.Events.LastOrDefault(e => e.Kind == BreakerEventKind.Triggered)?.BreakerId ?? dice.Of<CircuitBreaker>(world.Breakers.AsSpan()).Id;
        var (instrument, side) = account.Leg(dice);
        var mark = world.Marks[instrument];
        var id = new Guid(++world.Ids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xc]);
        world.Pass(0.1m);
        OperatorCommand command = dice.Below(18) switch
        {
            0 => new OperatorCommand.Close(account.Id, dice.Chance(50) ? instrument : null, side) { Id = id, Operator = "ada" },
            1 => new OperatorCommand.Reduce(account.Id, instrument, side, 0.01m) { Id = id, Operator = "ada" },
            2 => new OperatorCommand.Protect(account.Id, instrument, side, mark * 0.9m, null) { Id = id, Operator = "ada" },
            3 => new OperatorCommand.CancelOrders(account.Id, null, CancelFilter.Opening) { Id = id, Operator = "ada" },
            4 => new OperatorCommand.Pause(Scope.Global, PauseMode.ReduceOnly) { Id = id, Operator = "ada" },
            5 => new OperatorCommand.LiftPause { Id = id, Operator = "ada" },
            6 or 7 => new OperatorCommand.PressButton(dice.Of<CircuitBreaker>(world.Breakers.AsSpan()).Id) { Id = id, Operator = "ada" },
            8 => new OperatorCommand.AcceptBalance(account.Id) { Id = id, Operator = "ada" },
            _ => Resume(breaker, id, dice),
        };
        world.Tell(times => new RiskEvent.Commanded(command) { Times = times });
    }

    private static OperatorCommand.ResumeBreaker Resume(Guid breaker, Guid id, Dice dice)
    {
        var rebase = dice.Of(Enum.GetValues<RebaseMode>());
        return new OperatorCommand.ResumeBreaker(breaker, rebase, rebase == RebaseMode.Grace ? 0.01m : null) { Id = id, Operator = "ada" };
    }

    /// <summary>Some of what is open is carried out: wholly, in part, or not at all.</summary>
    public static void CarryOut(StreamWorld world, Dice dice)
    {
        foreach (var decision in world.ToDo.ToList())
        {
            if (dice.Chance(70))
            {
                world.Pass(0.2m);
                CarryOut(world, decision, dice.Below(10), dice);
            }
        }
    }

    private static void CarryOut(StreamWorld world, RiskDecision decision, int luck, Dice dice)
    {
        switch (decision)
        {
            case RiskDecision.ReduceTo reduce:
                CarryOut(world, reduce, luck, dice);
                break;
            case RiskDecision.CancelOrders cancel:
                Cancel(world, cancel);
                Report(world, cancel, (cancel.PlanId, cancel.Account), new(cancel.Instrument, PositionSide.Both, ActionOutcome.TargetMet, null));
                break;
            case RiskDecision.SetProtection protect:
                Protect(world, protect);
                Report(world, protect, (protect.PlanId, protect.Account), new(protect.Instrument, protect.Side, ActionOutcome.TargetMet, null));
                break;
        }
    }

    private static void CarryOut(StreamWorld world, RiskDecision.ReduceTo reduce, int luck, Dice dice)
    {
        if (world.Accounts.FirstOrDefault(account => account.Id == reduce.Account) is not { } account)
        {
            return;
        }

        var held = account.QuantityOf(reduce.Instrument, reduce.Side);
        var (outcome, left) = luck switch
        {
            0 => (ActionOutcome.Sent, Math.Abs(held)),
            1 => (ActionOutcome.Retrying, (Math.Abs(held) + reduce.Target) / 2),
            2 => (ActionOutcome.Failed, Math.Abs(held)),
            3 => (ActionOutcome.Dust, reduce.Target + 0.0001m),
            _ => (ActionOutcome.TargetMet, reduce.Target),
        };
        if (Math.Abs(held) > left)
        {
            StreamTrades.Move(world, account, (reduce.Instrument, reduce.Side), Math.Sign(held) * left, dice);
        }

        Report(world, reduce, (reduce.PlanId, reduce.Account), new(reduce.Instrument, reduce.Side, outcome, Math.Min(left, Math.Abs(held))));
    }

    private static void Report(StreamWorld world, RiskDecision decision, (Guid Plan, AccountId Account) plan, Progress progress)
    {
        if (progress.Outcome is ActionOutcome.TargetMet or ActionOutcome.Dust)
        {
            world.ToDo.Remove(decision);
        }

        var report = new ActionReport(plan.Plan, plan.Account, progress.Instrument, progress.Side, progress.Outcome, progress.Remaining, progress.Outcome.ToString());
        world.Tell(times => new RiskEvent.ActionReported(report) { Times = times });
    }

    private static void Cancel(StreamWorld world, RiskDecision.CancelOrders cancel)
    {
        if (world.Accounts.FirstOrDefault(account => account.Id == cancel.Account) is not { } account)
        {
            return;
        }

        foreach (var order in account.Orders.Values.Where(order => (cancel.Instrument is null || order.Instrument == cancel.Instrument)
            && (cancel.OrderId is { } id ? order.OrderId == id : cancel.Filter != CancelFilter.Opening || !order.IsReducing)).ToList())
        {
            End(world, account, order, OrderStatus.Canceled);
        }
    }

    private static void Protect(StreamWorld world, RiskDecision.SetProtection protect)
    {
        if (world.Accounts.FirstOrDefault(account => account.Id == protect.Account) is { } account
            && protect.StopLoss is { } level && account.QuantityOf(protect.Instrument, protect.Side) is not 0 and var held)
        {
            Place(world, account, Some.Stop(protect.Instrument.Symbol, held, level) with { Instrument = protect.Instrument, PositionSide = protect.Side });
        }
    }

    /// <summary>The trader places a limit or a stop, or an order of his ends, or is refused.</summary>
    public static void PlaceOrEnd(StreamWorld world, Dice dice)
    {
        var account = dice.Of<StreamAccount>(world.Accounts.AsSpan());
        var (instrument, side) = account.Leg(dice);
        var mark = world.Marks[instrument];
        var held = account.QuantityOf(instrument, side);
        world.Pass(0.1m);
        switch (dice.Below(4))
        {
            case 0 when account.Orders.Count > 0:
                End(world, account, account.Orders.Values.First(), dice.Of(OrderStatus.Canceled, OrderStatus.Filled, OrderStatus.Expired), dice.Chance(30));
                break;
            case 1 when held != 0:
                Place(world, account, Some.Stop(instrument.Symbol, held, mark * (1 - (0.05m * Math.Sign(held)))) with { Instrument = instrument, PositionSide = side });
                break;
            case 2:
                var refused = Some.Limit(instrument.Symbol, 0.01m, mark, $"o{++world.Ids}") with { Instrument = instrument, PositionSide = side, Status = OrderStatus.Rejected };
                Hear(world, account, refused);
                break;
            default:
                Place(world, account, Some.Limit(instrument.Symbol, side == PositionSide.Short ? -0.01m : 0.01m, mark * 0.9m, "") with { Instrument = instrument, PositionSide = side });
                break;
        }
    }

    private static void Place(StreamWorld world, StreamAccount account, Order order)
    {
        var id = $"o{++world.Ids}";
        world.Pass(0.01m);
        var placed = order with { OrderId = id, ClientOrderId = id, UpdatedAt = world.Market };
        account.Orders[id] = placed;
        Hear(world, account, placed);
    }

    private static void End(StreamWorld world, StreamAccount account, Order order, OrderStatus status, bool isBySwitch = false)
    {
        account.Orders.Remove(order.OrderId);
        world.Pass(0.01m);
        Hear(world, account, order with { Status = status, IsEndedBySwitch = isBySwitch });
    }

    private static void Hear(StreamWorld world, StreamAccount account, Order order)
    {
        if (!account.IsDeaf)
        {
            world.Pass(0.01m);
            var told = order with { UpdatedAt = world.Market };
            world.Tell(times => new RiskEvent.OrderChanged(account.Id, told) { Times = times });
        }
    }

    private readonly record struct Progress(InstrumentId? Instrument, PositionSide Side, ActionOutcome Outcome, decimal? Remaining);
}
