namespace Etrms.Domain.Risk;

/// <summary>Where a period began. Equity moves with every later transfer, so that a ratio to it is a pure return.</summary>
/// <param name="Equity">Equity at the start, in today's units.</param>
/// <param name="Pnl">Cumulative profit at the start, with unrealised.</param>
/// <param name="Realized">Cumulative profit at the start, realised only.</param>
public readonly record struct PeriodStart(decimal Equity, decimal Pnl, decimal Realized);

/// <summary>
/// Equity as units times value per unit. A transfer buys or sells units at the value before it, so drawdowns and returns do not see it.
/// References (peak, trough, period starts) are kept in present units: they compare with equity without a division.
/// </summary>
public sealed class FlowNeutralEquity
{
    private decimal _worst;

    public bool IsStarted { get; private set; }

    public decimal Units { get; private set; }

    /// <summary>Equity at the start and all transfers since.</summary>
    public decimal Flows { get; private set; }

    public decimal Peak { get; private set; }

    /// <summary>Lowest equity since the peak.</summary>
    public decimal Trough { get; private set; }

    public PeriodStart Day { get; private set; }

    public PeriodStart Week { get; private set; }

    public PeriodStart Month { get; private set; }

    /// <summary>Value per unit; null without units.</summary>
    public decimal? ValuePerUnit(decimal equity) => Units > 0 ? equity / Units : null;

    public void Start(decimal equity, in PeriodStart origin)
    {
        IsStarted = true;
        Units = Flows = equity;
        Day = Week = Month = origin;
        Peak = Trough = equity;
    }

    /// <summary>Takes in the equity of the moment.</summary>
    public void Observe(decimal equity)
    {
        if (equity < Trough)
        {
            Trough = equity;
        }
        else if (equity > Peak)
        {
            _worst = MaxDrawdown();
            Peak = Trough = equity;
        }
    }

    /// <summary>Takes in a transfer that equity already contains; the factor by which every reference to equity has changed.</summary>
    public decimal Flow(decimal equityAfter, decimal flow)
    {
        Flows += flow;
        var before = equityAfter - flow;
        if (before <= 0 || equityAfter < 0)
        {
            // Nothing was left to measure from: the money that arrives starts a new series.
            Units = Peak = Trough = equityAfter;
            Day = Day with { Equity = equityAfter };
            Week = Week with { Equity = equityAfter };
            Month = Month with { Equity = equityAfter };
            return 0;
        }

        var factor = equityAfter / before;
        Units *= factor;
        Peak *= factor;
        Trough *= factor;
        Day = Day with { Equity = Day.Equity * factor };
        Week = Week with { Equity = Week.Equity * factor };
        Month = Month with { Equity = Month.Equity * factor };
        return factor;
    }

    public void StartPeriods(in PeriodStart now, bool week, bool month)
    {
        Day = now;
        Week = week ? now : Week;
        Month = month ? now : Month;
    }

    /// <summary>Fall from the peak as a fraction; 1 or more when equity is gone.</summary>
    public decimal Drawdown(decimal equity) => Fall(Peak, equity);

    public decimal MaxDrawdown() => Math.Max(_worst, Fall(Peak, Trough));

    public FlowNeutralState Capture() => new(IsStarted, Units, Flows, Peak, Trough, _worst, Day, Week, Month);

    public void Restore(FlowNeutralState state)
    {
        (IsStarted, Units, Flows, Peak, Trough) = (state.IsStarted, state.Units, state.Flows, state.Peak, state.Trough);
        (_worst, Day, Week, Month) = (state.Worst, state.Day, state.Week, state.Month);
    }

    /// <summary>Without a positive peak there was nothing to lose: 0.</summary>
    private static decimal Fall(decimal peak, decimal equity) => peak > 0 ? 1 - (equity / peak) : 0;
}
