namespace Etrms.Domain.Risk.Breakers;

/// <summary>
/// Moves the stops of a tripped breaker after the price while positions survive, also when it is latched (RISK FC-67): tighter only, and
/// only by steps that are worth a request.
/// </summary>
internal static class StopTrail
{
    /// <summary>Share of the distance by which a stop has to lag before it is moved.</summary>
    private const decimal Step = 0.1m;

    public static void Continue(BreakerWatch watch, WatchCell cell, BoardContext context)
    {
        if (context.IsPrice || !watch.Acts(cell) || (watch.IsPerPosition && cell.Position is null))
        {
            return;
        }

        var trip = PlanIds.OfTrip(context.Owner, watch.Breaker.Id, watch.Breaker.Revision, cell.TripSeq);
        foreach (var action in watch.ActionsOf(cell).Where(action => action.Kind == BreakerActionKind.SetStops))
        {
            foreach (var step in TripPlan.Trail(trip, (watch.Breaker.ActScope, cell.Position), action.Distance ?? 0, Step, context.Books))
            {
                Move(cell, step, context);
            }
        }
    }

    private static void Move(WatchCell cell, PlanStep step, BoardContext context)
    {
        var former = cell.Steps.FindAll(known => known.Kind == PlanStepKind.Protect
            && (known.Account, known.Instrument, known.Side) == (step.Account, step.Instrument, step.Side));
        if (former.TrueForAll(known => known.IsDone))
        {
            former.ForEach(known => cell.Steps.Remove(known));
            cell.Steps.Add(step);
            TripPlan.Emit(step, context);
        }
    }
}
