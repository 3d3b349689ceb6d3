using Etrms.Domain.Risk.Books;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Measures;

/// <summary>How much of a position its resting stops close.</summary>
internal static class StopCover
{
    private const decimal Enough = 0.99m;

    public static bool IsCovered(PositionBook position) => Quantity(position) >= Enough * Math.Abs(position.Quantity);

    /// <summary>Base units that resting stops of the right side take off; a stop that closes everything covers all.</summary>
    public static decimal Quantity(PositionBook position)
    {
        var covered = 0m;
        foreach (var order in position.Account.Orders.Values)
        {
            if (IsStopOf(order, position))
            {
                covered += order.ClosePosition ? Math.Abs(position.Quantity) : order.RemainingQuantity;
            }
        }

        return Math.Min(covered, Math.Abs(position.Quantity));
    }

    /// <summary>True when a stop rests whose trigger the mark has passed: it should have filled.</summary>
    public static bool HasPassedStop(PositionBook position)
    {
        foreach (var order in position.Account.Orders.Values)
        {
            if (IsStopOf(order, position) && order.TriggerPrice > 0 && HasPassed(order, position))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasPassed(Order order, PositionBook position) =>
        order.Side == OrderSide.Sell ? position.Contract.Mark <= order.TriggerPrice : position.Contract.Mark >= order.TriggerPrice;

    private static bool IsStopOf(Order order, PositionBook position) =>
        order.Instrument == position.Contract.Id && order.PositionSide == position.Side
        && ProtectionPlanner.IsStop(order.Type) && ProtectionPlanner.IsProtective(order)
        && (order.Side == OrderSide.Sell) == (position.Quantity > 0);
}
