using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>What a plan is made for.</summary>
internal sealed record PlanGround(Scope Scope, RiskBooks Books)
{
    /// <summary>The one position that tripped; null for all in scope.</summary>
    public PositionBook? Only { get; init; }

    /// <summary>Signed quantities at the trip; a leg that is not among them counts as it is now.</summary>
    public IReadOnlyDictionary<PositionKey, decimal> Held { get; init; } = ImmutableDictionary<PositionKey, decimal>.Empty;
}

/// <summary>Turns the actions of a trip into steps with targets. Targets, not deltas: two cuts by half leave half.</summary>
internal static class TripPlan
{
    /// <summary>Steps for the actions over the act scope, or over the one position that tripped; the riskiest first.</summary>
    public static List<PlanStep> Build(Guid plan, IReadOnlyCollection<BreakerAction> actions, PlanGround ground)
    {
        var (scope, books) = ground;
        var only = ground.Only;
        var steps = new List<PlanStep>();
        foreach (var action in actions)
        {
            switch (action.Kind)
            {
                case BreakerActionKind.ClosePositions or BreakerActionKind.ReducePosition:
                    Reduce(steps, plan, action, Sized(RiskiestFirst.Of(Select(action.Selector, Candidates(scope, only, books)), books), ground));
                    break;
                case BreakerActionKind.CancelOrders:
                    Cancel(steps, plan, action.CancelFilter, scope, books);
                    break;
                case BreakerActionKind.SetStops:
                    steps.AddRange(Candidates(scope, only, books).Select(position => Protect(plan, position, action.Distance ?? 0)).OfType<PlanStep>());
                    break;
                case BreakerActionKind.Notify or BreakerActionKind.PauseTrading or BreakerActionKind.LockOut or BreakerActionKind.ScaleNewRisk:
                    break;
            }
        }

        return steps;
    }

    /// <summary>Hands a step out with the target that holds over all plans.</summary>
    public static void Emit(PlanStep step, BoardContext context)
    {
        switch (step.Kind)
        {
            case PlanStepKind.Reduce:
                var key = new PositionKey(step.Account, step.Instrument!.Value, step.Side);
                var target = Math.Min(step.Target, context.TargetOf(key) ?? step.Target);
                context.Decisions.Add(new RiskDecision.ReduceTo(step.PlanId, step.Account, step.Instrument.Value, step.Side, target)
                {
                    Style = step.Style,
                    MaxSlippage = step.MaxSlippage,
                });
                break;
            case PlanStepKind.Cancel:
                context.Decisions.Add(new RiskDecision.CancelOrders(step.PlanId, step.Account, step.Instrument, step.Filter));
                break;
            case PlanStepKind.Protect:
                context.Decisions.Add(
                    new RiskDecision.SetProtection(step.PlanId, step.Account, step.Instrument!.Value, step.Side, step.Target, null) { TightenOnly = true });
                break;
            case PlanStepKind.SetLevels:
                context.Decisions.Add(new RiskDecision.SetProtection(
                    step.PlanId, step.Account, step.Instrument!.Value, step.Side, step.StopLoss, step.TakeProfit));
                break;
        }
    }

    public static bool Covers(Scope scope, PositionBook position) =>
        scope.Covers(position.Account.Id, position.Contract.Id, position.Contract.Underlying);

    /// <summary>Takes in the executor's report; true when it belongs to one of the steps and tells something new. Every failed attempt is new.</summary>
    public static bool Report(List<PlanStep> steps, ActionReport report)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var isSameLeg = step.Kind == PlanStepKind.Cancel || (step.Instrument == report.Instrument && step.Side == report.Side);
            var isKnown = step.IsDone || (report.Outcome != ActionOutcome.Retrying
                && (step.Outcome, step.Detail, step.IsFinal) == (report.Outcome, report.Detail, report.IsFinal));
            if (step.PlanId == report.PlanId && step.Account == report.Account && isSameLeg && !isKnown)
            {
                steps[i] = step with { Outcome = report.Outcome, Detail = report.Detail, IsFinal = report.IsFinal };
                return true;
            }
        }

        return false;
    }

    /// <summary>Positions with the size that a share is taken of: that at the trip, so that no stage takes off what an earlier one has.</summary>
    private static List<(PositionBook Position, decimal Size)> Sized(List<PositionBook> positions, PlanGround ground) => positions.ConvertAll(position =>
        (position, Math.Abs(ground.Held.TryGetValue(position.Key, out var held) && Math.Sign(held) == Math.Sign(position.Quantity) ? held : position.Quantity)));

    public static IEnumerable<PositionBook> Candidates(Scope scope, PositionBook? only, RiskBooks books) =>
        books.Accounts.SelectMany(account => account.Positions)
            .Where(position => (only is null || position == only) && Covers(scope, position))
            .OrderByDescending(position => position.Notional)
            .ThenBy(position => position.Key);

    private static IEnumerable<PositionBook> Select(PositionSelector selector, IEnumerable<PositionBook> candidates) => selector switch
    {
        PositionSelector.All => candidates,
        PositionSelector.Losing => candidates.Where(position => position.UnrealizedPnl < 0),
        PositionSelector.Worst => candidates.OrderBy(position => position.UnrealizedPnl).ThenBy(position => position.Key).Take(1),
        PositionSelector.Largest => candidates.Take(1),
        PositionSelector.Long => candidates.Where(position => position.Quantity > 0),
        PositionSelector.Short => candidates.Where(position => position.Quantity < 0),
    };

    /// <summary>Brings positions down in the order in which they are given.</summary>
    private static void Reduce(List<PlanStep> steps, Guid plan, BreakerAction action, List<(PositionBook Position, decimal Size)> positions)
    {
        var share = action.Kind == BreakerActionKind.ClosePositions ? 1 : action.ReduceBy ?? 0;
        var left = share * positions.Sum(sized => sized.Size * sized.Position.Contract.Mark);
        foreach (var (position, size) in positions)
        {
            var cut = share;
            var notional = size * position.Contract.Mark;
            if (action.Order == ReductionOrder.LargestRiskFirst && notional > 0)
            {
                cut = Math.Min(left / notional, 1);
                left -= cut * notional;
            }

            var target = size * (1 - cut);
            if (target < Math.Abs(position.Quantity))
            {
                Add(steps, Reduction(plan, position, target, ClosePressure.Of(action)), position.Key);
            }
        }
    }

    /// <summary>One step for a leg: of two targets the smaller, of two pressures the harder.</summary>
    private static void Add(List<PlanStep> steps, PlanStep step, PositionKey key)
    {
        var known = steps.FindIndex(other => other.Kind == PlanStepKind.Reduce && IsLeg(other, key));
        if (known < 0)
        {
            steps.Add(step);
            return;
        }

        var before = steps[known];
        var pressure = ClosePressure.Harder(new(before.Style, before.MaxSlippage), new(step.Style, step.MaxSlippage));
        steps[known] = before with { Target = Math.Min(before.Target, step.Target), Style = pressure.Style, MaxSlippage = pressure.MaxSlippage };
    }

    public static PlanStep Reduction(Guid plan, PositionBook position, decimal target, ClosePressure pressure) => new(
        plan, PlanStepKind.Reduce, position.Account.Id, position.Contract.Id, position.Side, target, CancelFilter.Opening, null, "")
    {
        Style = pressure.Style,
        MaxSlippage = pressure.MaxSlippage,
    };

    /// <summary>Stops that have fallen behind the price by a share of their distance, each at its place; the level names the plan, since it only tightens.</summary>
    public static IEnumerable<PlanStep> Trail(
        Guid trip, (Scope Scope, PositionBook? Only) where, decimal distance, decimal lag, RiskBooks books)
    {
        foreach (var position in Candidates(where.Scope, where.Only, books).Where(StopCover.IsCovered))
        {
            var level = StopLevel(position, distance);
            if (PositionMeasures.Protection(position, isStop: true) is { } stop
                && Math.Sign(position.Quantity) * (level - stop) >= lag * distance * position.Contract.Mark)
            {
                yield return Protection(PlanIds.Part(trip, $"trail/{position.Key.Name}/{Words.Plain(level)}"), position, level);
            }
        }
    }

    /// <summary>A stop at a distance from the mark; null when one that is nearer already covers the position.</summary>
    private static PlanStep? Protect(Guid plan, PositionBook position, decimal distance)
    {
        var level = StopLevel(position, distance);
        var isCovered = StopCover.IsCovered(position) && PositionMeasures.Protection(position, isStop: true) is { } stop
            && Math.Sign(position.Quantity) * (stop - level) >= 0;
        return position.Contract.Mark <= 0 || isCovered ? null : Protection(PlanIds.Part(plan, $"stop/{position.Key.Name}"), position, level);
    }

    private static decimal StopLevel(PositionBook position, decimal distance) =>
        position.Contract.Mark * (1 - (Math.Sign(position.Quantity) * distance));

    private static PlanStep Protection(Guid plan, PositionBook position, decimal level) => new(
        plan, PlanStepKind.Protect, position.Account.Id, position.Contract.Id, position.Side, level, CancelFilter.Opening, null, "");

    public static bool IsLeg(PlanStep step, PositionKey key) =>
        step.Account == key.Account && step.Instrument == key.Instrument && step.Side == key.Side;

    private static void Cancel(List<PlanStep> steps, Guid plan, CancelFilter filter, Scope scope, RiskBooks books)
    {
        // A report names plan and account, not the kind of work: cancels have ids of their own.
        foreach (var account in books.Accounts.Where(account => scope.CoversAccount(account.Id, account.Exchange)))
        {
            if (!scope.IsPartial)
            {
                var part = PlanIds.Part(plan, $"cancel/{account.Id}/{filter}");
                steps.Add(new PlanStep(part, PlanStepKind.Cancel, account.Id, null, PositionSide.Both, 0, filter, null, ""));
                continue;
            }

            var contracts = account.Orders.Values.Select(order => order.Instrument)
                .Concat(account.Positions.Select(position => position.Contract.Id))
                .Where(contract => scope.Covers(account.Id, contract, books.Contract(contract).Underlying))
                .Distinct()
                .Order()
                .ToImmutableArray();
            foreach (var contract in contracts)
            {
                var part = PlanIds.Part(plan, $"cancel/{account.Id}/{contract}/{filter}");
                steps.Add(new PlanStep(part, PlanStepKind.Cancel, account.Id, contract, PositionSide.Both, 0, filter, null, ""));
            }
        }
    }
}
