using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>
/// What has tripped does not trip again before it is armed, each watched position for itself, every stage fires once in a trip, and what has latched
/// is armed by the trader alone.
/// </summary>
internal sealed class LatchWatch : IStreamWatch
{
    /// <summary>The highest stage of each trip.</summary>
    private readonly Dictionary<(Guid Breaker, int Trip), decimal?> _trips = [];
    private ImmutableArray<WatchState> _before = [];

    public void After(StreamWorld world, RiskEvent input, IReadOnlyList<RiskDecision> decided)
    {
        var told = decided.OfType<RiskDecision.Record>().Select(record => record.Event).ToList();
        if (told.Count == 0 && !decided.OfType<RiskDecision.RaiseAlert>().Any(raised => raised.Alert.Key.StartsWith("latched/", StringComparison.Ordinal)))
        {
            return;
        }

        var now = world.State.Breakers;
        foreach (var watch in _before)
        {
            foreach (var cell in watch.Cells.Where(IsTripped))
            {
                Stays(watch.Breaker.Id, cell, now.FirstOrDefault(after => after.Breaker.Id == watch.Breaker.Id), told);
            }
        }

        Assert.All(told, Rises);
        _before = now;
    }

    private void Rises(BreakerEvent e)
    {
        if (e.Kind == BreakerEventKind.Triggered)
        {
            Assert.True(_trips.TryAdd((e.BreakerId, e.TripSeq), e.StageAt), $"trip {e.TripSeq} told twice");
        }
        else if (e.Kind == BreakerEventKind.Stage)
        {
            Assert.True(e.StageAt > _trips[(e.BreakerId, e.TripSeq)], $"a stage of trip {e.TripSeq} fired twice");
            _trips[(e.BreakerId, e.TripSeq)] = e.StageAt;
        }
    }

    private static void Stays(Guid breaker, CellState before, WatchState? after, List<BreakerEvent> told)
    {
        var isResumed = told.Exists(e => e.BreakerId == breaker && e.TripSeq == before.TripSeq && e.Kind == BreakerEventKind.Resumed);
        var isRearmed = told.Exists(e => e.BreakerId == breaker && e.TripSeq == before.TripSeq && e.Kind == BreakerEventKind.Rearmed);
        var isLatched = before.Status == BreakerStatus.Latched || before.IsLatched;
        Assert.False(isLatched && isRearmed, "a latched breaker armed itself");
        if (isResumed || isRearmed)
        {
            return;
        }

        var same = Assert.Single(after?.Cells ?? [], cell => cell.Leg == before.Leg);
        Assert.True(IsTripped(same), $"{before.Status} became {same.Status} without being armed");
        Assert.Equal(before.TripSeq, same.TripSeq);
        Assert.True(!isLatched || same.IsLatched, "a latch was lost");
    }

    private static bool IsTripped(CellState cell) => cell.Status is BreakerStatus.Acting or BreakerStatus.Verifying or BreakerStatus.CoolingDown
        or BreakerStatus.Latched or BreakerStatus.ActionError;
}
