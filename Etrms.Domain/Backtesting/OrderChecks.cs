using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Everything that can be said against an order before it is announced.</summary>
internal sealed class OrderChecks(ExchangeFloor floor, MarginDesk margin)
{
    /// <summary>Assumed slip of a market buy when its margin is checked.</summary>
    private const decimal MarketBuyAllowance = 1.0005m;

    public RefusalReason? CheckShape(ExchangeOrder order)
    {
        var market = floor.Markets[order.Instrument];
        if (market.Mark is null)
        {
            return RefusalReason.InstrumentHasNoPrice;
        }

        var isMarket = order.Type == OrderType.Market;
        var refusal = OrderFilters.CheckQuantity(market.Instrument, order.Quantity, isMarket)
            ?? (isMarket ? null : OrderFilters.CheckPrice(market.Instrument, order.Price)
                ?? OrderFilters.CheckBand(market, order.Side, order.Price));
        if (refusal is not null || order.IsReducing)
        {
            return refusal;
        }

        return IsTooSmall(order) ? RefusalReason.NotionalTooSmall : null;
    }

    /// <summary>Checks that depend on the account's mode, positions, orders and money.</summary>
    public RefusalReason? CheckAccount(ExchangeAccount account, ExchangeOrder order)
    {
        if (account.IsHedgeMode != (order.PositionSide != PositionSide.Both))
        {
            return RefusalReason.PositionSideMismatch;
        }

        if (account.IsHedgeMode && order.ReduceOnly)
        {
            return RefusalReason.ReduceOnlyInHedgeMode;
        }

        return order.IsReducing ? CheckReduction(account, order) : CheckMoney(account, order);
    }

    /// <summary>Checks what the time in force demands of the book.</summary>
    public RefusalReason? CheckBook(ExchangeAccount account, ExchangeOrder order)
    {
        if (order.Type != OrderType.Limit)
        {
            return null;
        }

        var side = floor.Markets[order.Instrument].Against(order.Side);
        return order.TimeInForce switch
        {
            TimeInForce.GoodTillCrossing =>
                WouldTake(account, order) ? RefusalReason.PostOnlyWouldTake : null,
            TimeInForce.FillOrKill => side.Holds(order.Quantity, order.Price) ? null : RefusalReason.FillOrKillNotFilled,
            TimeInForce.ImmediateOrCancel when floor.Rules.Orders.ImmediateMustMatch =>
                side.Best is { } best && side.Reaches(best.Price, order.Price) ? null : RefusalReason.ImmediateNotMatched,
            TimeInForce.GoodTillCancel or TimeInForce.ImmediateOrCancel => null,
        };
    }

    private bool IsTooSmall(ExchangeOrder order)
    {
        var market = floor.Markets[order.Instrument];
        var price = order.Type == OrderType.Market ? market.Mark ?? 0 : order.Price;
        return order.Quantity * price < market.Instrument.MinNotional;
    }

    private bool WouldTake(ExchangeAccount account, ExchangeOrder order)
    {
        var side = floor.Markets[order.Instrument].Against(order.Side);
        return (side.Best is { } best && side.Reaches(best.Price, order.Price)) || account.OpenOrders.Values.Any(own =>
            own.Instrument == order.Instrument && own.Side != order.Side && side.Reaches(own.Price, order.Price));
    }

    private RefusalReason? CheckReduction(ExchangeAccount account, ExchangeOrder order)
    {
        var closable = account.Closable(order.Instrument, order.PositionSide, order.Side);
        if (closable == 0)
        {
            return RefusalReason.ReduceOnlyRejected;
        }

        if (floor.Rules.Orders.SmallReductionsMustClose && order.ConditionalId is null && order.Quantity < closable && IsTooSmall(order))
        {
            return RefusalReason.NotionalTooSmall;
        }

        if (order.ConditionalId is not null || floor.Rules.Orders.ReductionsMayOverlap)
        {
            return null;
        }

        // The venue counts resting reduce-only orders against the position, market orders not excepted; a stop that triggers goes first.
        var resting = account.OpenOrders.Values
            .Where(other => other.OrderId != order.OrderId && other.Instrument == order.Instrument
                && other.PositionSide == order.PositionSide && other.Side == order.Side && other.IsReducing)
            .Sum(other => other.RemainingQuantity);
        return resting >= closable ? RefusalReason.ReduceOnlyConflict : null;
    }

    private RefusalReason? CheckMoney(ExchangeAccount account, ExchangeOrder order)
    {
        var market = floor.Markets[order.Instrument];
        var mark = market.Mark ?? 0;
        var price = AssumedPrice(market, order);
        var signed = order.Side == OrderSide.Buy ? order.Quantity * price : -order.Quantity * price;
        var before = margin.Contract(account, order.Instrument, order.PositionSide);
        var after = margin.Contract(account, order.Instrument, order.PositionSide, signed);
        var added = after.OpenOrders - before.OpenOrders;
        if (added <= 0)
        {
            return null;
        }

        var (leverage, _) = account.SettingsOf(order.Instrument);
        if ((after.Position + after.OpenOrders) * leverage > (Margin.MaxNotional(market.Instrument, leverage) ?? decimal.MaxValue))
        {
            return RefusalReason.PositionLimitForLeverage;
        }

        var loss = order.Quantity * Math.Max(0, order.Side == OrderSide.Buy ? price - mark : mark - price);
        return added + loss > margin.Available(account) ? RefusalReason.InsufficientMargin : null;
    }

    private decimal AssumedPrice(InstrumentMarket market, ExchangeOrder order)
    {
        var best = market.Against(order.Side).Best?.Price ?? market.Mark ?? 0;
        var takesAtOnce = order.Type == OrderType.Market
            || (order.TimeInForce == TimeInForce.ImmediateOrCancel && floor.Rules.Orders.ImmediateMarginsAtTouch);
        return (takesAtOnce, order.Side) switch
        {
            (true, OrderSide.Buy) => best * MarketBuyAllowance,
            (true, OrderSide.Sell) => best,
            (false, OrderSide.Buy) => order.Price,
            (false, OrderSide.Sell) => Math.Max(order.Price, best),
        };
    }
}
