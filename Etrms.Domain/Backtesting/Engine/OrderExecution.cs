using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>How the price of an order came about.</summary>
internal readonly record struct Touch(decimal Price, bool IsMaker, bool IsAmbiguous);

/// <summary>Executes an order at a price: first what it closes, then what it opens, within what equity, margin table and venue allow.</summary>
internal sealed class OrderExecution(BacktestSettings settings, BarAccount account, OrderLog log)
{
    public void Execute(BarLeg leg, AdmittedOrder admitted, Touch touch)
    {
        var order = admitted.Order;
        var price = touch.IsMaker ? touch.Price : Bound(order, Slip(leg.Instrument, order.Side, touch.Price));
        touch = touch with { Price = price };
        var closable = leg.Position.Closable(order.Side);
        if (order.ReduceOnly)
        {
            Reduce(leg, order, Math.Min(order.Size.Quantity ?? closable, closable), touch);
            return;
        }

        var size = order.Size.Times(admitted.Factor);
        var closed = order.Reverses ? closable : Math.Min(closable, closable == 0 ? 0 : account.QuantityOf(leg, size, price));
        Close(leg, order, closed, touch);

        // What a reversal opens is sized by what is left after the close and its fee.
        var opened = order.Reverses || closed == 0 ? account.QuantityOf(leg, size, price) : (size.Quantity ?? closed) - closed;
        if (opened > 0 || closed == 0 || order.Reverses)
        {
            Open(leg, admitted, leg.Instrument.RoundQuantity(opened), touch);
        }
    }

    /// <summary>Closes what is held, at a price that takes liquidity.</summary>
    public void CloseAll(BarLeg leg, decimal price, in FillFacts facts) =>
        account.Fill(leg, leg.ExitSide, Math.Abs(leg.Position.Quantity), Slip(leg.Instrument, leg.ExitSide, price), facts);

    /// <summary>Slippage is to the trader's disadvantage, and so is the rounding to the tick.</summary>
    public decimal Slip(Instrument instrument, OrderSide side, decimal price)
    {
        if (settings.Costs.Slippage == 0)
        {
            return price;
        }

        var slipped = settings.Costs.Slip(side, price);
        return side == OrderSide.Buy ? instrument.RoundPriceUp(slipped) : Math.Max(instrument.TickSize, instrument.RoundPriceDown(slipped));
    }

    /// <summary>Never worse than the limit.</summary>
    private static decimal Bound(BarOrder order, decimal price) => order switch
    {
        { Kind: BarOrderKind.Limit or BarOrderKind.StopLimit, Limit: { } limit } => order.Side == OrderSide.Buy ? Math.Min(price, limit) : Math.Max(price, limit),
        _ => price,
    };

    private void Reduce(BarLeg leg, BarOrder order, decimal quantity, Touch touch)
    {
        if (quantity > 0)
        {
            Close(leg, order, quantity, touch);
        }
        else
        {
            log.Add(OrderNoteKind.Expired, leg, order);
        }
    }

    private void Close(BarLeg leg, BarOrder order, decimal quantity, Touch touch)
    {
        if (quantity > 0)
        {
            account.Fill(leg, order.Side, quantity, touch.Price,
                new FillFacts(order.Reason) { IsMaker = touch.IsMaker, IsAmbiguous = touch.IsAmbiguous, Order = order });
        }
    }

    private void Open(BarLeg leg, AdmittedOrder admitted, decimal wanted, Touch touch)
    {
        var (order, instrument) = (admitted.Order, leg.Instrument);
        var largest = touch.IsMaker ? instrument.MaxQuantity : instrument.MaxMarketQuantity;
        var quantity = Math.Min(largest, account.Affordable(leg, touch.Price, wanted));
        if (quantity < wanted)
        {
            var isScaled = settings.Oversize == OversizeRule.Scale;
            log.Add(isScaled ? OrderNoteKind.Scaled : OrderNoteKind.Rejected, leg, order, isScaled ? quantity : wanted, touch.Price);
            if (!isScaled)
            {
                return;
            }
        }

        if (quantity < instrument.MinQuantity || quantity <= 0 || quantity * touch.Price < instrument.MinNotional)
        {
            log.Add(OrderNoteKind.TooSmall, leg, order, quantity, touch.Price);
            return;
        }

        account.Fill(leg, order.Side, quantity, touch.Price,
            new FillFacts(order.Reason) { IsMaker = touch.IsMaker, Protection = order.Protection, SizeFraction = admitted.Factor * admitted.Share, Order = order });
    }
}
