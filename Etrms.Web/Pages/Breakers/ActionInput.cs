using Etrms.Contracts;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages.Breakers;

/// <summary>One action of a stage with everything that any kind can say; what the chosen kind does not know is left out.</summary>
public sealed class ActionInput
{
    private const decimal Percent = 100m;

    /// <summary>Null while nothing is chosen.</summary>
    public BreakerActionKind? Kind { get; set; }

    /// <summary>Percent of the size at the trip.</summary>
    public decimal? ReduceBy { get; set; } = 50;

    public PositionSelector Selector { get; set; }

    public CancelFilter CancelFilter { get; set; }

    public PauseMode PauseMode { get; set; }

    public PauseUntil Until { get; set; }

    public DurationInput For { get; set; } = new();

    /// <summary>Percent of its size at which new risk passes.</summary>
    public decimal? Factor { get; set; } = 50;

    /// <summary>Percent from the mark.</summary>
    public decimal? Distance { get; set; } = 5;

    public CloseStyle Style { get; set; }

    /// <summary>Percent from the best price; null knows no limit.</summary>
    public decimal? MaxSlippage { get; set; }

    public ReductionOrder Order { get; set; }

    public AlertSeverity Severity { get; set; } = AlertSeverity.Warning;

    /// <summary>Ids of the channels to take; none takes the usual ones.</summary>
    public IList<Guid> Channels { get; set; } = [];

    /// <summary>Trip of a day from which on the action counts.</summary>
    public int FromTrip { get; set; } = 1;

    public ActionBody ToBody() => new()
    {
        Kind = Kind,
        ReduceBy = Kind == BreakerActionKind.ReducePosition ? ReduceBy / Percent : null,
        Selector = Reduces ? Selector : default,
        Style = Reduces ? Style : default,
        MaxSlippage = Reduces ? MaxSlippage / Percent : null,
        Order = Kind == BreakerActionKind.ReducePosition ? Order : default,
        Severity = Kind == BreakerActionKind.Notify && Severity != AlertSeverity.Warning ? Severity : null,
        Channels = Kind == BreakerActionKind.Notify ? [.. Channels] : [],
        FromTrip = FromTrip,
        CancelFilter = Kind == BreakerActionKind.CancelOrders ? CancelFilter : default,
        PauseMode = Kind == BreakerActionKind.PauseTrading ? PauseMode : default,
        Until = Ends ? Until : default,
        ForSeconds = Ends && Until == PauseUntil.Duration ? For.Seconds : null,
        Factor = Kind == BreakerActionKind.ScaleNewRisk ? Factor / Percent : null,
        Distance = Kind == BreakerActionKind.SetStops ? Distance / Percent : null,
    };

    public static ActionInput From(ActionBody action)
    {
        var usual = new ActionInput();
        return new ActionInput
        {
            Kind = action.Kind,
            ReduceBy = action.ReduceBy * Percent ?? usual.ReduceBy,
            Selector = action.Selector,
            CancelFilter = action.CancelFilter,
            PauseMode = action.PauseMode,
            Until = action.Until,
            For = DurationInput.From(action.ForSeconds),
            Factor = action.Factor * Percent ?? usual.Factor,
            Distance = action.Distance * Percent ?? usual.Distance,
            Style = action.Style,
            MaxSlippage = action.MaxSlippage * Percent,
            Order = action.Order,
            Severity = action.Severity ?? AlertSeverity.Warning,
            Channels = [.. action.Channels],
            FromTrip = action.FromTrip,
        };
    }

    private bool Reduces => Kind is BreakerActionKind.ReducePosition or BreakerActionKind.ClosePositions;

    private bool Ends => Kind is BreakerActionKind.PauseTrading or BreakerActionKind.LockOut;
}
