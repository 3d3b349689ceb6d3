using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>The conditional book: orders that wait for a price and reserve nothing until then.</summary>
internal sealed class ConditionalDesk(ExchangeFloor floor, ConditionalChecks conditions, OrderChecks checks, OrderDesk orders)
{
    public CommandOutcome<ConditionalOrder> Place(ExchangeAccount account, ConditionalOrderRequest request, DateTimeOffset at)
    {
        if (conditions.Check(account, request) is { } reason)
        {
            return reason;
        }

        var order = Draft(request, at);
        if (order.ParentOrderId is not { } parent)
        {
            return Accept(account, order);
        }

        return account.Find(new OrderReference(parent, null)) switch
        {
            { IsOpen: true } => Accept(account, order with { IsHeld = true }),
            { Status: OrderStatus.Filled } => Accept(account, order),
            _ => RefusalReason.UnknownOrder,
        };
    }

    /// <summary>Puts another order in the place of a waiting one, which stays when the other is refused.</summary>
    public CommandOutcome<ConditionalOrder> Replace(
        ExchangeAccount account, ConditionalOrder order, ConditionalOrderRequest request, DateTimeOffset at)
    {
        var parent = order.IsHeld ? order.ParentOrderId : null;
        if (conditions.Check(account, request with { ClientOrderId = null, ParentOrderId = parent }) is { } reason)
        {
            return reason;
        }

        Cancel(account, order, EndCause.Owner, at);
        return Accept(account, Draft(request, at) with { ParentOrderId = order.ParentOrderId, IsHeld = order.IsHeld });
    }

    public ConditionalOrder Cancel(ExchangeAccount account, ConditionalOrder order, EndCause cause, DateTimeOffset at) =>
        End(account, order with { EndCause = cause }, ConditionalStatus.Canceled, at);

    /// <summary>An ordinary order ended: the orders that were held for it come to life when it was filled, else they end too.</summary>
    public void FollowParent(ExchangeAccount account, ExchangeOrder parent)
    {
        foreach (var held in account.OpenConditionals.Values.Where(order => order.IsHeld && order.ParentOrderId == parent.OrderId).ToList())
        {
            if (parent.Status == OrderStatus.Filled)
            {
                floor.Announce(account, held with { IsHeld = false, UpdatedAt = parent.UpdatedAt });
            }
            else
            {
                Cancel(account, held, EndCause.ParentEnded, parent.UpdatedAt);
            }
        }
    }

    /// <summary>Releases the waiting orders that a price reached and moves the trailing ones.</summary>
    public void Watch(InstrumentMarket market, TriggerPriceType by, DateTimeOffset at)
    {
        if (market.Watched(by) is not { } price)
        {
            return;
        }

        foreach (var account in floor.Accounts.Values)
        {
            if (account.OpenConditionals.Count > 0)
            {
                Watch(account, market, (by, price), at);
            }
        }
    }

    /// <summary>An ordinary order ended: the conditional order it was born from is finished too.</summary>
    public void Finish(ExchangeAccount account, ExchangeOrder child)
    {
        if (child.ConditionalId is { } id && account.OpenConditionals.TryGetValue(id, out var parent))
        {
            floor.Announce(account, parent with
            {
                Status = ConditionalStatus.Finished,
                AveragePrice = child.AveragePrice,
                FilledQuantity = child.FilledQuantity,
                UpdatedAt = child.UpdatedAt,
            });
            if (child.Status == OrderStatus.Filled)
            {
                EndSiblings(account, parent, child.UpdatedAt);
            }
        }
    }

    /// <summary>Ends the waiting orders whose time is over.</summary>
    public void DropOverdue(ExchangeAccount account, DateTimeOffset until, DateTimeOffset at)
    {
        foreach (var order in account.OpenConditionals.Values.Where(order => order.IsWaiting && order.Terms.GoodTillAt <= until).ToList())
        {
            Expire(account, order, EndCause.GoodTillDate, at);
        }
    }

    /// <summary>Close-position orders, and all reducing ones where the venue says so, live only as long as there is something to close.</summary>
    public void DropSpent(ExchangeAccount account, InstrumentId instrument, DateTimeOffset at)
    {
        var spent = account.OpenConditionals.Values
            .Where(order => order.IsWaiting && order.Instrument == instrument
                && (order.ClosePosition || (order.ReduceOnly && floor.Rules.Orders.TriggersNeedPosition))
                && account.Closable(instrument, order.PositionSide, order.Side) == 0)
            .ToList();
        foreach (var order in spent)
        {
            Expire(account, order, EndCause.PositionClosed, at);
        }
    }

    private void Expire(ExchangeAccount account, ConditionalOrder order, EndCause cause, DateTimeOffset at) =>
        End(account, order with { EndCause = cause }, ConditionalStatus.Expired, at);

    private ConditionalOrder End(ExchangeAccount account, ConditionalOrder order, ConditionalStatus status, DateTimeOffset at)
    {
        var after = order with { Status = status, UpdatedAt = at };
        floor.Announce(account, after);
        return after;
    }

    /// <summary>Orders with one parent, and those that close one position, stand for each other: the first to fill ends the rest.</summary>
    private void EndSiblings(ExchangeAccount account, ConditionalOrder filled, DateTimeOffset at)
    {
        var onPosition = filled.ClosePosition && floor.Rules.Orders.TriggersNeedPosition;
        var siblings = account.OpenConditionals.Values.Where(order => order.IsWaiting && order.Instrument == filled.Instrument
            && order.ConditionalId != filled.ConditionalId
            && ((order.ParentOrderId is { } parent && parent == filled.ParentOrderId) || (order.ClosePosition && onPosition)));
        foreach (var sibling in siblings.ToList())
        {
            Cancel(account, sibling, EndCause.SiblingFilled, at);
        }
    }

    private ConditionalOrder Accept(ExchangeAccount account, ConditionalOrder order)
    {
        floor.NextConditionalId++;
        floor.Announce(account, order);
        return order;
    }

    private void Watch(ExchangeAccount account, InstrumentMarket market, (TriggerPriceType By, decimal Price) seen, DateTimeOffset at)
    {
        var waiting = account.OpenConditionals.Values
            .Where(order => order.IsWaiting && order.Instrument == market.Instrument.Id && order.TriggerBy == seen.By)
            .ToList();
        foreach (var order in waiting)
        {
            var current = Trail(account, order, seen.Price);

            // An earlier release may have expired this one by closing the position.
            if (account.OpenConditionals.TryGetValue(order.ConditionalId, out var live) && live.IsWaiting && IsReached(current, seen.Price)
                && (!order.Terms.PriceProtect || market.IsCalm(floor.Rules.TriggerProtect)))
            {
                Release(account, current, at);
            }
        }
    }

    private static ConditionalOrder Trail(ExchangeAccount account, ConditionalOrder order, decimal price)
    {
        if (order.Type != OrderType.TrailingStopMarket)
        {
            return order;
        }

        var isSell = order.Side == OrderSide.Sell;
        var isArmed = order.TrailingExtreme is not null || order.ActivationPrice is not { } activation
            || (isSell ? price >= activation : price <= activation);
        if (!isArmed)
        {
            return order;
        }

        var extreme = order.TrailingExtreme is not { } former ? price : isSell ? Math.Max(former, price) : Math.Min(former, price);
        var moved = order with { TrailingExtreme = extreme };
        account.Store(moved);
        return moved;
    }

    private static bool IsReached(ConditionalOrder order, decimal price)
    {
        if (order.Type == OrderType.TrailingStopMarket)
        {
            var callback = order.CallbackRate ?? 0;
            return order.TrailingExtreme is { } extreme
                && (order.Side == OrderSide.Sell ? price <= extreme * (1 - callback) : price >= extreme * (1 + callback));
        }

        var rising = (order.Side == OrderSide.Buy) != order.IsTakeProfit;
        return rising ? price >= order.TriggerPrice : price <= order.TriggerPrice;
    }

    private void Release(ExchangeAccount account, ConditionalOrder order, DateTimeOffset at)
    {
        var triggering = order with { Status = ConditionalStatus.Triggering, TriggeredAt = at, UpdatedAt = at };
        floor.Announce(account, triggering);
        var child = Child(account, triggering, at);
        var refusal = child.Type == OrderType.Limit && child.Price == 0
            ? RefusalReason.NoDepthForPriceMatch
            : checks.CheckAccount(account, child) ?? checks.CheckBook(account, child);
        if (refusal is { } reason)
        {
            var status = reason == RefusalReason.ReduceOnlyRejected ? ConditionalStatus.Expired : ConditionalStatus.Rejected;
            floor.Announce(account, triggering with { Status = status, RejectReason = reason });
            return;
        }

        floor.Announce(account, triggering with { Status = ConditionalStatus.Triggered, OrderId = child.OrderId });
        orders.Accept(account, child);
    }

    private ExchangeOrder Child(ExchangeAccount account, ConditionalOrder order, DateTimeOffset at) => new()
    {
        OrderId = floor.Rules.Orders.SharesNumbers ? order.ConditionalId : floor.NextOrderId,
        ClientOrderId = order.ClientOrderId,
        Instrument = order.Instrument,
        Side = order.Side,
        PositionSide = order.PositionSide,
        Type = order.IsMarketKind ? OrderType.Market : OrderType.Limit,
        OriginalType = order.Type,
        TimeInForce = order.TimeInForce,
        Status = OrderStatus.New,
        Price = order.Terms.PriceMatch == PriceMatch.None
            ? order.Price
            : floor.Markets[order.Instrument].Match(order.Side, order.Terms.PriceMatch) ?? 0,
        Terms = order.Terms,
        Quantity = order.ClosePosition ? account.Closable(order.Instrument, order.PositionSide, order.Side) : order.Quantity,
        ReduceOnly = order.ReduceOnly,
        ClosePosition = order.ClosePosition,
        ConditionalId = order.ConditionalId,
        CreatedAt = at,
        UpdatedAt = at,
    };

    /// <summary>A trailing order without an activation price is armed by the price that stands when it comes.</summary>
    private ConditionalOrder Draft(ConditionalOrderRequest request, DateTimeOffset at)
    {
        var armedAt = request is { Type: OrderType.TrailingStopMarket, ActivationPrice: null }
            ? floor.Markets[request.Instrument].Watched(request.TriggerBy)
            : null;
        return Draft(request, armedAt, at);
    }

    private ConditionalOrder Draft(ConditionalOrderRequest request, decimal? armedAt, DateTimeOffset at) => new()
    {
        ConditionalId = floor.NextConditionalId,
        ClientOrderId = request.ClientOrderId ?? $"sim-{floor.NextConditionalId}",
        Instrument = request.Instrument,
        Side = request.Side,
        PositionSide = request.PositionSide,
        Type = request.Type,
        TimeInForce = request.TimeInForce,
        Quantity = request.Quantity ?? 0,
        Price = request.Price ?? 0,
        TriggerPrice = request.TriggerPrice ?? 0,
        TriggerBy = request.TriggerBy,
        ReduceOnly = request.ReduceOnly,
        ClosePosition = request.ClosePosition,
        ActivationPrice = request.ActivationPrice ?? armedAt,
        TrailingExtreme = armedAt,
        Terms = request.Terms,
        CallbackRate = request.CallbackRate,
        ParentOrderId = request.ParentOrderId,
        Status = ConditionalStatus.New,
        CreatedAt = at,
        UpdatedAt = at,
    };
}
