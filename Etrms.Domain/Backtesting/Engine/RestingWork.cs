using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Fills the orders that rest for a price: stops before limits, or the other way round where a run assumes so.</summary>
internal sealed class RestingWork(BacktestSettings settings, OrderExecution execution, ProtectionWork protection, LiquidationWork liquidation, OrderLog log)
{
    public void Fill(BarLeg leg)
    {
        var isAmbiguous = leg.Orders.Count > 1 && Touches(leg, areStops: true) && Touches(leg, areStops: false);
        leg.AmbiguousAt = isAmbiguous ? leg.Index : leg.AmbiguousAt;
        var stopsFirst = settings.IntrabarOrder == IntrabarOrder.StopFirst;
        Fill(leg, stopsFirst, isAmbiguous);
        Fill(leg, !stopsFirst, isAmbiguous);
    }

    /// <summary>Trailing stops follow the candle once it is over.</summary>
    public static void Trail(BarLeg leg)
    {
        for (var i = 0; i < leg.Orders.Count; i++)
        {
            if (leg.Orders[i] is { Order.Kind: BarOrderKind.TrailingStop } admitted)
            {
                var best = admitted.Order.Side == OrderSide.Sell ? Math.Max(admitted.Best, leg.Bar.High) : Math.Min(admitted.Best, leg.Bar.Low);
                leg.Orders[i] = admitted with { Best = best };
            }
        }
    }

    /// <summary>The price at which an order stops a position; null for an order of another kind.</summary>
    public static decimal? StopOf(BarLeg leg, AdmittedOrder admitted) => admitted.Order switch
    {
        { Kind: BarOrderKind.Stop, Trigger: { } trigger } => trigger,
        { Kind: BarOrderKind.TrailingStop, Trail: { } trail } => ProtectionWork.TrailingStop(leg, admitted.Order.Side, admitted.Best, trail),
        _ => null,
    };

    private static bool Touches(BarLeg leg, bool areStops)
    {
        foreach (var admitted in leg.Orders)
        {
            var canFill = !admitted.Order.ReduceOnly || leg.Position.Closable(admitted.Order.Side) > 0;
            if (canFill && IsStop(admitted) == areStops && PriceOf(leg, admitted, out _) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStop(AdmittedOrder admitted) =>
        admitted is { Order.Kind: BarOrderKind.Stop or BarOrderKind.TrailingStop } or { Order.Kind: BarOrderKind.StopLimit, ReleasedAt: null };

    private void Fill(BarLeg leg, bool areStops, bool isAmbiguous)
    {
        for (var i = 0; i < leg.Orders.Count; i++)
        {
            var admitted = leg.Orders[i];
            if (areStops != IsStop(admitted) || admitted.ReleasedAt == leg.Index)
            {
                continue;
            }

            var price = PriceOf(leg, admitted, out var isReleased);
            if (price is { } filled)
            {
                leg.Orders.RemoveAt(i);
                Execute(leg, admitted, filled, isAmbiguous);

                // An exit may have ended others; those that filled are gone, so the walk ends.
                i = -1;
            }
            else if (isReleased)
            {
                leg.Orders[i] = admitted with { ReleasedAt = leg.Index };
                log.Add(OrderNoteKind.Released, leg, admitted.Order);
            }
        }
    }

    private void Execute(BarLeg leg, AdmittedOrder admitted, decimal price, bool isAmbiguous)
    {
        execution.Execute(leg, admitted, new Touch(price, IsMaker(leg, admitted), isAmbiguous));
        liquidation.Check(leg);
        protection.Check(leg, wasEnteredInside: price != leg.Bar.Open);
    }

    /// <summary>A limit order takes liquidity when it comes to an open that is better than its price, and gives it when it rested before.</summary>
    private static bool IsMaker(BarLeg leg, AdmittedOrder admitted)
    {
        var order = admitted.Order;
        if (order.Kind == BarOrderKind.Limit)
        {
            var isMarketable = order.Side == OrderSide.Buy ? order.Limit > leg.Bar.Open : order.Limit < leg.Bar.Open;
            return admitted.PlacedAt != leg.Index - 1 || !isMarketable;
        }

        return order.Kind == BarOrderKind.StopLimit && admitted.ReleasedAt is not null;
    }

    private static decimal? PriceOf(BarLeg leg, AdmittedOrder admitted, out bool isReleased)
    {
        isReleased = false;
        var (order, bar) = (admitted.Order, leg.Bar);
        return order.Kind switch
        {
            BarOrderKind.Limit => FillModel.Limit(order.Side, order.Limit!.Value, bar),
            BarOrderKind.Stop => FillModel.Stop(order.Side, order.Trigger!.Value, bar),
            BarOrderKind.TrailingStop => FillModel.Stop(order.Side, StopOf(leg, admitted)!.Value, bar),
            BarOrderKind.TakeProfit => FillModel.Limit(order.Side, order.Trigger!.Value, bar),
            BarOrderKind.StopLimit when admitted.ReleasedAt is not null => FillModel.Limit(order.Side, order.Limit!.Value, bar),
            BarOrderKind.StopLimit => FillModel.StopLimit(order.Side, order.Trigger!.Value, order.Limit!.Value, bar, out isReleased),
            BarOrderKind.Market => null,
        };
    }
}
