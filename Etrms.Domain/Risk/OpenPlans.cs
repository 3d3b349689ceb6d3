using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>Everything that is being carried out, whoever wanted it: breakers, their enforcement and the trader.</summary>
internal sealed class OpenPlans(BreakerBoard board, OperatorDesk desk)
{
    public bool IsEmpty => board.IsDone && desk.IsDone;

    public IEnumerable<PlanStep> Steps => board.OpenSteps().Concat(desk.OpenSteps());

    /// <summary>Reductions of an account.</summary>
    public IEnumerable<PlanStep> ReductionsOf(AccountId account) =>
        Steps.Where(step => step.Kind == PlanStepKind.Reduce && step.Account == account);

    /// <summary>The smallest target of any unfinished plan for a position; null when none.</summary>
    public decimal? TargetOf(PositionKey key)
    {
        decimal? smallest = null;
        foreach (var step in Steps)
        {
            if (step.Kind == PlanStepKind.Reduce && TripPlan.IsLeg(step, key) && (smallest is null || step.Target < smallest))
            {
                smallest = step.Target;
            }
        }

        return smallest;
    }

    /// <summary>An account that is connected anew may have a key that works: what was given up for the old one is tried again.</summary>
    public void RepeatFinal(AccountId account, BoardContext context) =>
        Repeat(Steps.Where(step => step.IsFinal && step.Account == account), context);

    public void Repeat(BoardContext context) => Repeat(Steps, context);

    public static void Repeat(IEnumerable<PlanStep> steps, BoardContext context)
    {
        foreach (var step in steps.ToList())
        {
            TripPlan.Emit(step, context);
        }
    }
}
