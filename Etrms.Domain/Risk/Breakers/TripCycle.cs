namespace Etrms.Domain.Risk.Breakers;

/// <summary>From the trip to armed again: act, verify, cool down or latch, resolve (RISK 4.4).</summary>
internal static class TripCycle
{
    /// <summary>Fires a stage and with it every lower one that has not fired in this trip.</summary>
    public static void Fire(BreakerWatch watch, WatchCell cell, int stage, BoardContext context)
    {
        var isFirst = !cell.IsTripped;
        var firstStage = cell.StagesFired;
        if (isFirst)
        {
            Begin(watch, cell, context);
        }

        cell.StagesFired = stage + 1;
        var actions = watch.ActionsOf(cell, firstStage).ToList();
        watch.StateVersion++;
        var stageAt = watch.Breaker.Stages[stage].At;
        if (watch.Breaker.Mode == BreakerMode.Observe)
        {
            Observe(watch, cell, stageAt, actions, context);
            return;
        }

        var steps = Plan(watch, cell, stage, isFirst, actions, context);
        ClaimPostures(watch, cell, steps, context);

        // The event goes before its plan: so who carries the plan out knows where it came from.
        Announce(watch, cell, firstStage, isFirst ? BreakerEventKind.Triggered : BreakerEventKind.Stage, actions, context);
        foreach (var step in steps)
        {
            TripPlan.Emit(step, context);
        }

        if (steps.Count > 0)
        {
            cell.Status = BreakerStatus.Acting;
            cell.ActingSince = context.Now;
        }
        else if (isFirst || cell.Status is BreakerStatus.CoolingDown or BreakerStatus.Latched)
        {
            Rest(watch, cell);
        }
    }

    /// <summary>What time, reports and the value do to a tripped cell.</summary>
    public static void Continue(BreakerWatch watch, WatchCell cell, bool isKnown, BoardContext context)
    {
        switch (cell.Status)
        {
            case BreakerStatus.Acting or BreakerStatus.Verifying or BreakerStatus.ActionError:
                ContinueActing(watch, cell, context);
                break;
            case BreakerStatus.CoolingDown:
                CareForStops(watch, cell, context);
                Rearming.Continue(watch, cell, isKnown, context);
                break;
            case BreakerStatus.Latched:
                CareForStops(watch, cell, context);
                break;
            case BreakerStatus.Disabled or BreakerStatus.Armed or BreakerStatus.Qualifying:
                break;
            case BreakerStatus.Blind or BreakerStatus.Triggered or BreakerStatus.EvaluationError:
                break;
        }
    }

    /// <summary>True when nothing that fired does more than tell.</summary>
    public static bool OnlyNotified(BreakerWatch watch, WatchCell cell) =>
        watch.Breaker.Mode == BreakerMode.Observe
        || watch.ActionsOf(cell).All(action => action.Kind == BreakerActionKind.Notify);

    public static string CellClaim(BreakerWatch watch, WatchCell cell) =>
        cell.Leg is { } leg ? $"{watch.ClaimPrefix}{leg.Account}:{leg.Instrument}:{leg.Side}:" : watch.ClaimPrefix + "scope:";

    private static void Begin(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        cell.TripSeq = ++watch.TripSeq;
        cell.TripsInDay = cell.TripDay == context.Books.Day.Id ? cell.TripsInDay + 1 : 1;
        cell.TripDay = context.Books.Day.Id;
        (cell.TrippedAt, cell.TrippedVenueAt) = (context.Now, context.Books.Clock.VenueNow);
        cell.Steps.Clear();
        cell.Held.Clear();
        foreach (var position in TripPlan.Candidates(watch.Breaker.ActScope, cell.Position, context.Books))
        {
            cell.Held[position.Key] = position.Quantity;
        }

        watch.LastTrippedAt = context.Books.Clock.Wall;
    }

    private static void Observe(BreakerWatch watch, WatchCell cell, decimal stageAt, List<BreakerAction> actions, BoardContext context)
    {
        cell.Status = BreakerStatus.CoolingDown;
        var would = $"Would {Words.List(BreakerSentence.Deeds(actions, watch.Breaker))}; nothing was done, it only observes.";
        context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.DryRun, stageAt, BreakerEvents.Explain(watch, cell), would));
        context.Alert(
            AlertKey(watch, cell), AlertSeverity.Info, $"{watch.Breaker.Name} would have tripped",
            $"{BreakerEvents.Explain(watch, cell)}. {would}", watch.Breaker.Id);
    }

    private static List<PlanStep> Plan(
        BreakerWatch watch, WatchCell cell, int stage, bool isFirst, List<BreakerAction> actions, BoardContext context)
    {
        var trip = PlanIds.OfTrip(context.Owner, watch.Breaker.Id, watch.Breaker.Revision, cell.TripSeq);
        var plan = isFirst ? trip : PlanIds.Part(trip, $"stage/{stage}");
        var ground = new PlanGround(watch.Breaker.ActScope, context.Books) { Only = cell.Position, Held = cell.Held };
        var steps = watch.Acts(cell) ? TripPlan.Build(plan, actions, ground) : [];
        foreach (var step in steps)
        {
            // A stricter stage of the same trip takes the place of the target before it.
            cell.Steps.RemoveAll(old => old.Kind == PlanStepKind.Reduce && step.Kind == PlanStepKind.Reduce
                && old.Account == step.Account && old.Instrument == step.Instrument && old.Side == step.Side && old.Target >= step.Target);
            cell.Steps.Add(step);
        }

        return steps;
    }

    private static void ClaimPostures(BreakerWatch watch, WatchCell cell, List<PlanStep> steps, BoardContext context)
    {
        var actions = watch.ActionsOf(cell).ToList();
        var reason = $"{watch.Breaker.Name} tripped";
        var claim = CellClaim(watch, cell);
        TripClaims.Put(watch, cell, actions, context);

        if (actions.Exists(BreakerWatch.Reduces) && watch.Acts(cell))
        {
            var closes = actions.Exists(action => action.Kind == BreakerActionKind.ClosePositions);
            var isUnderWay = steps.Exists(step => step.Kind == PlanStepKind.Reduce);
            var posture = closes ? isUnderWay ? Posture.Flatten : Posture.NoNewRisk : Posture.Reduce;
            if (closes || isUnderWay)
            {
                context.Postures.Claim(claim + "act", ActingScope(watch, cell), posture, reason);
            }
        }
    }

    private static Scope ActingScope(BreakerWatch watch, WatchCell cell) => cell.Leg is { } leg
        ? new Scope { Accounts = [leg.Account], Exchanges = [leg.Instrument.Exchange], Symbols = [leg.Instrument.Symbol] }
        : watch.Breaker.ActScope;

    /// <summary>The first stages of a trip are told as TRIGGERED, every further one as STAGE, also the one that closes.</summary>
    private static void Announce(
        BreakerWatch watch, WatchCell cell, int firstStage, BreakerEventKind kind, List<BreakerAction> actions, BoardContext context)
    {
        var stageAt = watch.Breaker.Stages[cell.StagesFired - 1].At;
        var does = Words.List(BreakerSentence.Deeds(actions, watch.Breaker));
        var steps = cell.Steps.Count(step => step.Kind == PlanStepKind.Reduce);
        var consequence = $"{StagesDo(watch, firstStage, cell.StagesFired)}: {does}." + (steps > 0 ? $" {steps} position{(steps == 1 ? "" : "s")} to bring down." : "");
        var explanation = BreakerEvents.Explain(watch, cell);
        context.Record(BreakerEvents.Of(watch, cell, kind, stageAt, explanation, consequence));
        var title = actions.TrueForAll(action => action.Kind == BreakerActionKind.Notify)
            ? $"{watch.Breaker.Name} warns at {Words.Percent(stageAt)} of its threshold"
            : kind == BreakerEventKind.Triggered ? $"{watch.Breaker.Name} tripped"
            : $"{watch.Breaker.Name} reached stage {cell.StagesFired} of {watch.Breaker.Stages.Length}";
        context.Alert(AlertKey(watch, cell), Notice.Of(actions), title, TripAlert.Text(watch, cell, explanation), watch.Breaker.Id);
    }

    private static string StagesDo(BreakerWatch watch, int first, int fired) => watch.Breaker.Stages.Length == 1 ? "It does"
        : fired == first + 1 ? $"Stage {fired} of {watch.Breaker.Stages.Length} does"
        : $"Stages {first + 1} to {fired} of {watch.Breaker.Stages.Length} do";

    private static string AlertKey(BreakerWatch watch, WatchCell cell) =>
        $"trip/{watch.Breaker.Id:N}/{cell.TripSeq}/{cell.StagesFired}";

    /// <summary>A stop that cannot be moved is a failure like any other of the trip.</summary>
    private static void CareForStops(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        StopTrail.Continue(watch, cell, context);
        if (cell.Steps.Find(step => step.Outcome == ActionOutcome.Failed) is { } failed)
        {
            Fail(watch, cell, failed, context);
        }
    }

    private static void ContinueActing(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        Extend(watch, cell, context);
        if (cell.Steps.TrueForAll(step => step.IsDone))
        {
            Finish(watch, cell, context);
            return;
        }

        var failed = cell.Steps.Find(step => step.Outcome == ActionOutcome.Failed);
        if (cell.Status != BreakerStatus.ActionError
            && (failed is not null || context.Now - cell.ActingSince >= context.Books.Settings.ActionDeadline.Ticks))
        {
            Fail(watch, cell, failed, context);
        }
        else if (cell.Status == BreakerStatus.Acting && cell.Steps.TrueForAll(step => step.Outcome is not null))
        {
            cell.Status = BreakerStatus.Verifying;
        }
    }

    /// <summary>What is opened in the act scope while everything there is being closed is closed too.</summary>
    private static void Extend(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        var closesAll = watch.ActionsOf(cell).Any(action => action is { Kind: BreakerActionKind.ClosePositions, Selector: PositionSelector.All });
        if (!closesAll || cell.Leg is not null)
        {
            return;
        }

        var plan = PlanIds.OfTrip(context.Owner, watch.Breaker.Id, watch.Breaker.Revision, cell.TripSeq);
        var pressure = watch.ActionsOf(cell).Where(BreakerWatch.Reduces).Select(ClosePressure.Of).Aggregate(ClosePressure.Harder);
        foreach (var position in context.Books.Accounts.SelectMany(account => account.Positions))
        {
            if (TripPlan.Covers(watch.Breaker.ActScope, position) && !cell.Steps.Exists(step => TripPlan.IsLeg(step, position.Key)))
            {
                var step = TripPlan.Reduction(plan, position, 0, pressure);
                cell.Steps.Add(step);
                TripPlan.Emit(step, context);
            }
        }
    }

    private static void Finish(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        var dust = cell.Steps.Where(step => step.Outcome == ActionOutcome.Dust).ToList();
        var consequence = dust.Count == 0
            ? "Every target is met, read back from the venue."
            : $"Done but for dust in {Words.List(dust.Select(step => step.Instrument?.Symbol ?? ""))}: too small for an order.";
        watch.StateVersion++;
        Rest(watch, cell);
        Relax(watch, cell, context);
        context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.Acted, null, BreakerEvents.Explain(watch, cell), consequence));
    }

    /// <summary>After closing, new risk stays refused until the breaker is armed again: a tripped breaker could not protect it.</summary>
    private static void Relax(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        var claim = CellClaim(watch, cell) + "act";
        var closed = watch.ActionsOf(cell).Any(action => action.Kind == BreakerActionKind.ClosePositions);
        if (closed)
        {
            context.Postures.Claim(claim, ActingScope(watch, cell), Posture.NoNewRisk, $"{watch.Breaker.Name} tripped");
        }
        else
        {
            context.Postures.Release(claim);
        }
    }

    private static void Fail(BreakerWatch watch, WatchCell cell, PlanStep? failed, BoardContext context)
    {
        cell.Status = BreakerStatus.ActionError;
        watch.StateVersion++;
        var open = cell.Steps.Where(step => !step.IsDone).ToList();
        var left = Words.List(open.Select(step => step.Kind == PlanStepKind.Cancel
            ? $"cancelling orders{(step.Instrument is { } contract ? $" of {contract.Symbol}" : "")}"
            : $"{step.Instrument?.Symbol} {(step.Kind == PlanStepKind.Protect ? "a stop at" : "down to")} {Words.Plain(step.Target)}"));
        var why = failed is null ? $"not done within {Words.Duration(context.Books.Settings.ActionDeadline)}" : failed.Detail;
        var (next, orders) = failed is { IsFinal: true }
            ? ("Nothing more is tried; act at the exchange now.", "Nothing more is tried: do it at the exchange yourself now.")
            : ("It is tried again slowly; act at the exchange now.", "It is tried again, but close it at the exchange yourself now.");
        context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.ActionFailed, null, $"{why}; left: {left}", next));
        context.Alert(
            $"{AlertKey(watch, cell)}/failed", AlertSeverity.Critical, $"{watch.Breaker.Name}: not everything could be done",
            $"{why}. Left: {left}. {orders}", watch.Breaker.Id);
    }

    /// <summary>Nothing is left to do: it waits for what arms it again. Once latched it stays so.</summary>
    private static void Rest(BreakerWatch watch, WatchCell cell)
    {
        cell.IsLatched |= watch.Breaker.Rearm.Mode == RearmMode.Manual && !OnlyNotified(watch, cell);
        cell.Status = cell.IsLatched ? BreakerStatus.Latched : BreakerStatus.CoolingDown;
    }
}
