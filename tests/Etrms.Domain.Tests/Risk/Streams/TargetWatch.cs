using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>
/// A target is below what is held and the smallest that any open plan wants, and asking again, as after a restart, asks for the same.
/// </summary>
internal sealed class TargetWatch : IStreamWatch
{
    public void After(StreamWorld world, RiskEvent input, IReadOnlyList<RiskDecision> decided)
    {
        var asked = decided.OfType<RiskDecision.ReduceTo>().ToList();
        if (asked.Count == 0)
        {
            return;
        }

        foreach (var leg in asked.GroupBy(reduce => (reduce.Account, reduce.Instrument, reduce.Side)))
        {
            var held = HeldBy(world.State, leg.Key);
            Assert.All(leg, reduce => Assert.InRange(reduce.Target, 0, held));
            Assert.All(leg, reduce => Assert.NotEqual(held, reduce.Target));
            Assert.Equal(Open(world.State, leg.Key).Min(), leg.Min(reduce => reduce.Target));
        }

        AskAgain(world);
    }

    private static void AskAgain(StreamWorld world)
    {
        var (first, second) = (new List<RiskDecision>(), new List<RiskDecision>());
        world.Engine.ResumePlans(first);
        world.Engine.ResumePlans(second);

        Assert.Equal(first, second);
        Assert.All(first.OfType<RiskDecision.ReduceTo>(), reduce =>
            Assert.Equal(Open(world.State, (reduce.Account, reduce.Instrument, reduce.Side)).Min(), reduce.Target));
    }

    private static decimal HeldBy(RiskEngineState state, (AccountId Account, InstrumentId Instrument, PositionSide Side) leg) => Math.Abs(
        state.Books.Accounts.Single(account => account.Id == leg.Account).Positions
            .Single(position => position.Instrument == leg.Instrument && position.Side == leg.Side).Quantity);

    private static IEnumerable<decimal> Open(RiskEngineState state, (AccountId Account, InstrumentId Instrument, PositionSide Side) leg) =>
        state.Breakers.SelectMany(watch => watch.Cells.SelectMany(cell => cell.Steps).Concat(watch.Enforcement.Steps))
            .Concat(state.OperatorPlans.SelectMany(plan => plan.Steps).Where(step => step.Outcome != ActionOutcome.Failed))
            .Where(step => step.Kind == PlanStepKind.Reduce && !step.IsDone
                && (step.Account, step.Instrument, step.Side) == (leg.Account, leg.Instrument, leg.Side))
            .Select(step => step.Target);
}
