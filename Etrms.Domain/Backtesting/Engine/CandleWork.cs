namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Works a candle of one contract through, in this order: funding that falls due at its open, what breakers want closed, market orders, liquidation,
/// stop-loss and take-profit, then resting orders, stops before limits.
/// </summary>
internal sealed class CandleWork(BacktestSettings settings, BarAccount account, RiskSeat risk)
{
    public void Run(BarLeg leg)
    {
        Fund(leg);
        MeetTarget(leg);
        FillMarketOrders(leg);
        Liquidate(leg);
        CheckProtection(leg, wasEnteredInside: false);
        FillResting(leg);
        leg.Close();
    }

    /// <summary>Closes a position at a price, for the end of a run.</summary>
    public void CloseOut(BarLeg leg, decimal price, ExitReason reason)
    {
        if (leg.Position.Quantity != 0)
        {
            account.Fill(leg, leg.ExitSide, Math.Abs(leg.Position.Quantity), settings.Costs.Slip(leg.ExitSide, price), new FillFacts(reason));
        }
    }

    private void Fund(BarLeg leg)
    {
        while (leg.TryTakeFunding(out var funding))
        {
            if (leg.Position.Quantity != 0 && leg.Trade!.At < funding.At)
            {
                account.Fund(leg, funding.At, MarkAt(leg, leg.OpenAt) ?? leg.Bar.Open, funding.Rate);
            }
        }
    }

    private void MeetTarget(BarLeg leg)
    {
        if (leg.Target is not { } target)
        {
            return;
        }

        var excess = Math.Abs(leg.Position.Quantity) - target;
        if (excess > 0)
        {
            var quantity = Math.Min(leg.Instrument.RoundQuantityUp(excess), Math.Abs(leg.Position.Quantity));
            account.Fill(leg, leg.ExitSide, quantity, settings.Costs.Slip(leg.ExitSide, leg.Bar.Open), new FillFacts(ExitReason.Breaker));
        }

        leg.Target = null;
        risk.Met(leg);
    }

    private void FillMarketOrders(BarLeg leg)
    {
        for (var i = 0; i < leg.Orders.Count; i++)
        {
            if (leg.Orders[i] is { Order.Kind: BarOrderKind.Market } admitted)
            {
                leg.Orders.RemoveAt(i--);
                Execute(leg, admitted, leg.Bar.Open, isMaker: false);
            }
        }
    }

    /// <summary>By the mark, and before a stop that lies beyond it.</summary>
    private void Liquidate(BarLeg leg)
    {
        if (account.LiquidationPrice(leg) is not { } price)
        {
            return;
        }

        var mark = MarkBar(leg);
        if (FillModel.Stop(leg.ExitSide, price, mark) is not { } touched || IsStopNearer(leg, price))
        {
            return;
        }

        account.ChargeLiquidation(leg, Math.Abs(leg.Position.Quantity) * touched);
        account.Fill(leg, leg.ExitSide, Math.Abs(leg.Position.Quantity), touched, new FillFacts(ExitReason.Liquidation));
    }

    private static bool IsStopNearer(BarLeg leg, decimal liquidation) =>
        leg.Protection.StopLoss is { } stop && (leg.Position.Quantity > 0 ? stop > liquidation : stop < liquidation)
        && FillModel.Stop(leg.ExitSide, stop, leg.Bar) is not null;

    /// <param name="leg">The contract.</param>
    /// <param name="wasEnteredInside">
    /// True when the position was opened at a price inside the candle: its stop lies further the same way, its target may have been passed before.
    /// </param>
    private void CheckProtection(BarLeg leg, bool wasEnteredInside)
    {
        if (leg.Position.Quantity == 0 || leg.Protection == default)
        {
            return;
        }

        var side = leg.ExitSide;
        var stop = leg.Protection.StopLoss is { } stopLoss ? FillModel.Stop(side, stopLoss, leg.Bar) : null;
        var target = leg.Protection.TakeProfit is { } takeProfit && !wasEnteredInside ? FillModel.Limit(side, takeProfit, leg.Bar) : null;
        var isAmbiguous = stop is not null && target is not null;
        var quantity = Math.Abs(leg.Position.Quantity);
        if (stop is { } stopped && (target is null || settings.IntrabarOrder == IntrabarOrder.StopFirst))
        {
            account.Fill(leg, side, quantity, settings.Costs.Slip(side, stopped), new FillFacts(ExitReason.StopLoss) { IsAmbiguous = isAmbiguous });
        }
        else if (target is { } met)
        {
            account.Fill(leg, side, quantity, met, new FillFacts(ExitReason.TakeProfit) { IsMaker = true, IsAmbiguous = isAmbiguous });
        }
    }

    private void FillResting(BarLeg leg)
    {
        if (leg.Orders.Count == 0)
        {
            return;
        }

        FillWhere(leg, isStop: true);
        FillWhere(leg, isStop: false);
    }

    private void FillWhere(BarLeg leg, bool isStop)
    {
        for (var i = 0; i < leg.Orders.Count; i++)
        {
            var admitted = leg.Orders[i];
            if (isStop != (admitted is { Order.Kind: BarOrderKind.Stop } or { Order.Kind: BarOrderKind.StopLimit, ReleasedAt: null }))
            {
                continue;
            }

            if (admitted.ReleasedAt == leg.Index)
            {
                continue;
            }

            var price = PriceOf(admitted, leg.Bar, out var isReleased);
            if (price is { } filled)
            {
                leg.Orders.RemoveAt(i--);
                Execute(leg, admitted, filled, isMaker: admitted.Order.Kind == BarOrderKind.Limit);
                CheckProtection(leg, wasEnteredInside: filled != leg.Bar.Open);
            }
            else if (isReleased)
            {
                leg.Orders[i] = admitted with { ReleasedAt = leg.Index };
            }
        }
    }

    private static decimal? PriceOf(AdmittedOrder admitted, in Bar bar, out bool isReleased)
    {
        isReleased = false;
        var order = admitted.Order;
        return order.Kind switch
        {
            BarOrderKind.Limit => FillModel.Limit(order.Side, order.Limit!.Value, bar),
            BarOrderKind.Stop => FillModel.Stop(order.Side, order.Trigger!.Value, bar),
            BarOrderKind.TakeProfit => FillModel.Limit(order.Side, order.Trigger!.Value, bar),
            BarOrderKind.StopLimit when admitted.ReleasedAt is not null => FillModel.Limit(order.Side, order.Limit!.Value, bar),
            BarOrderKind.StopLimit => FillModel.StopLimit(order.Side, order.Trigger!.Value, order.Limit!.Value, bar, out isReleased),
            _ => null,
        };
    }

    private void Execute(BarLeg leg, AdmittedOrder admitted, decimal price, bool isMaker)
    {
        var order = admitted.Order;
        var slipped = isMaker ? price : settings.Costs.Slip(order.Side, price);
        var held = Math.Abs(leg.Position.Quantity);
        var closable = leg.Position.Closable(order.Side);
        if (order.ReduceOnly)
        {
            Close(leg, order, Math.Min(order.Size.Quantity ?? closable, closable), slipped, isMaker);
            return;
        }

        if (order.Reverses && closable > 0)
        {
            Close(leg, order, held, slipped, isMaker);
        }

        var quantity = account.QuantityOf(leg, order.Size.Times(admitted.Factor), slipped);
        if (quantity < leg.Instrument.MinQuantity || quantity <= 0 || quantity * slipped < leg.Instrument.MinNotional)
        {
            return;
        }

        account.Fill(leg, order.Side, quantity, slipped,
            new FillFacts(order.Reason) { IsMaker = isMaker, Protection = order.Protection, SizeFraction = admitted.Factor });
    }

    private void Close(BarLeg leg, BarOrder order, decimal quantity, decimal price, bool isMaker)
    {
        if (quantity > 0)
        {
            account.Fill(leg, order.Side, quantity, price, new FillFacts(order.Reason) { IsMaker = isMaker });
        }
    }

    private static decimal? MarkAt(BarLeg leg, DateTimeOffset at)
    {
        if (leg.Market.Marks is not { } marks)
        {
            return null;
        }

        var index = marks.IndexAt(at);
        return index < marks.Count && marks.OpenAt(index) == at ? marks.Open(index) : null;
    }

    private static Bar MarkBar(BarLeg leg)
    {
        if (leg.Market.Marks is not { } marks)
        {
            return leg.Bar;
        }

        var index = marks.IndexAt(leg.OpenAt);
        return index < marks.Count && marks.OpenAt(index) == leg.OpenAt
            ? new Bar(marks.Open(index), marks.High(index), marks.Low(index), marks.Close(index))
            : leg.Bar;
    }
}
