namespace Etrms.Domain.Risk.Breakers;

/// <summary>How hard a reduction pushes.</summary>
/// <param name="Style">Limits that move away from the touch before market orders, or market orders at once.</param>
/// <param name="MaxSlippage">How far from the best price it may fill, as a fraction; null knows no limit.</param>
public readonly record struct ClosePressure(CloseStyle Style, decimal? MaxSlippage)
{
    public static ClosePressure Of(BreakerAction action) => new(action.Style, action.MaxSlippage);

    /// <summary>What satisfies both: a plan that knows no limit is not held up by one that does.</summary>
    public static ClosePressure Harder(ClosePressure one, ClosePressure other) => new(
        (CloseStyle)Math.Max((int)one.Style, (int)other.Style),
        one.MaxSlippage is { } most && other.MaxSlippage is { } more ? Math.Max(most, more) : null);
}
