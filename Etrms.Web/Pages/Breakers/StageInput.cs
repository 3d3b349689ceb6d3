using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages.Breakers;

/// <summary>One row of the stage editor: how far along the limit, and what to do then.</summary>
public sealed class StageInput
{
    private const decimal Percent = 100m;

    /// <summary>Percent of the threshold; an empty row is left out.</summary>
    public decimal? At { get; set; }

    public bool Notify { get; set; }

    public bool Cancel { get; set; }

    public CancelFilter CancelFilter { get; set; }

    public bool Reduce { get; set; }

    /// <summary>Percent of the size at the trip.</summary>
    public decimal? ReduceBy { get; set; } = 50;

    public bool Close { get; set; }

    public PositionSelector Selector { get; set; }

    public bool Pause { get; set; }

    public PauseMode PauseMode { get; set; }

    public bool IsUsed => At is not null || Notify || Cancel || Reduce || Close || Pause;

    public StageBody ToBody() => new() { At = At / Percent, Actions = [.. Actions()] };

    public static StageInput From(StageBody stage)
    {
        var input = new StageInput { At = stage.At * Percent };
        foreach (var action in stage.Actions)
        {
            input.Take(action);
        }

        return input;
    }

    private IEnumerable<ActionBody> Actions()
    {
        if (Notify)
        {
            yield return new ActionBody { Kind = BreakerActionKind.Notify };
        }

        if (Pause)
        {
            yield return new ActionBody { Kind = BreakerActionKind.PauseTrading, PauseMode = PauseMode };
        }

        if (Cancel)
        {
            yield return new ActionBody { Kind = BreakerActionKind.CancelOrders, CancelFilter = CancelFilter };
        }

        if (Reduce)
        {
            yield return new ActionBody { Kind = BreakerActionKind.ReducePosition, ReduceBy = ReduceBy / Percent, Selector = Selector };
        }

        if (Close)
        {
            yield return new ActionBody { Kind = BreakerActionKind.ClosePositions, Selector = Selector };
        }
    }

    private void Take(ActionBody action)
    {
        switch (action.Kind)
        {
            case BreakerActionKind.Notify or null:
                Notify = true;
                break;
            case BreakerActionKind.CancelOrders:
                (Cancel, CancelFilter) = (true, action.CancelFilter);
                break;
            case BreakerActionKind.ReducePosition:
                (Reduce, ReduceBy, Selector) = (true, action.ReduceBy * Percent, action.Selector);
                break;
            case BreakerActionKind.ClosePositions:
                (Close, Selector) = (true, action.Selector);
                break;
            case BreakerActionKind.PauseTrading:
                (Pause, PauseMode) = (true, action.PauseMode);
                break;
        }
    }
}
