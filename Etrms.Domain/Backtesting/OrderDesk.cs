using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Takes, changes and ends ordinary orders.</summary>
/// <param name="changed">Told after every order that was filled or ended, so that what hangs on it follows.</param>
internal sealed class OrderDesk(ExchangeFloor floor, OrderChecks checks, FillDesk fills, Action<ExchangeAccount, ExchangeOrder> changed)
{
    public CommandOutcome<ExchangeOrder> Place(ExchangeAccount account, OrderRequest request, DateTimeOffset at)
    {
        if (request.Type is not (OrderType.Limit or OrderType.Market))
        {
            return RefusalReason.OrderTypeNotSupported;
        }

        if (account.OpenOrders.Count >= floor.Rules.MaxOpenOrders)
        {
            return RefusalReason.TooManyOpenOrders;
        }

        if (account.OpenOrders.Values.Any(open => open.ClientOrderId.Equals(request.ClientOrderId, StringComparison.Ordinal)))
        {
            return RefusalReason.DuplicateClientId;
        }

        var order = Draft(request, at);
        if (request.Terms.PriceMatch != PriceMatch.None)
        {
            if (floor.Markets[request.Instrument].Match(request.Side, request.Terms.PriceMatch) is not { } matched)
            {
                return RefusalReason.NoDepthForPriceMatch;
            }

            order = order with { Price = matched };
        }

        return Check(account, order) is { } reason ? reason : Accept(account, order);
    }

    /// <summary>Changes a resting limit order; one that would take although post-only, or is smaller than its fills, is cancelled.</summary>
    public CommandOutcome<ExchangeOrder> Modify(
        ExchangeAccount account, ExchangeOrder order, (decimal Quantity, decimal Price) wanted, DateTimeOffset at)
    {
        if (wanted == (order.Quantity, order.Price))
        {
            return RefusalReason.NothingToModify;
        }

        if (order.Modifications >= floor.Rules.MaxModifications)
        {
            return RefusalReason.ModifiedTooOften;
        }

        var amended = order with
        {
            Quantity = wanted.Quantity,
            Price = wanted.Price,
            Modifications = order.Modifications + 1,
            Terms = order.Terms with { SelfTrade = SelfTradePrevention.None, PriceMatch = PriceMatch.None },
            UpdatedAt = at,
        };
        var refusal = checks.CheckShape(amended);
        if (refusal is null)
        {
            // The order must not be counted twice while its new shape is tried.
            account.OpenOrders.Remove(order.OrderId);
            refusal = checks.CheckAccount(account, amended);
            account.OpenOrders[order.OrderId] = order;
        }

        if (refusal is { } reason)
        {
            return reason;
        }

        if (wanted.Quantity <= order.FilledQuantity || checks.CheckBook(account, amended) is not null)
        {
            return Cancel(account, order, EndCause.Owner, at);
        }

        return Accept(account, amended, ExecutionKind.Amended);
    }

    /// <summary>Puts another order in the place of a resting one, which stays when the other is refused.</summary>
    public CommandOutcome<ExchangeOrder> Replace(ExchangeAccount account, ExchangeOrder order, OrderRequest request, DateTimeOffset at)
    {
        var draft = Draft(request, at);
        account.OpenOrders.Remove(order.OrderId);
        var refusal = Check(account, draft);
        account.OpenOrders[order.OrderId] = order;
        if (refusal is { } reason)
        {
            return reason;
        }

        Cancel(account, order, EndCause.Owner, at);
        return Accept(account, draft);
    }

    /// <summary>Puts a checked order to work: announces it, takes what the book offers, rests or ends the rest.</summary>
    public ExchangeOrder Accept(ExchangeAccount account, ExchangeOrder order, ExecutionKind announcement = ExecutionKind.New)
    {
        floor.NextOrderId = Math.Max(floor.NextOrderId, order.OrderId + 1);
        floor.Announce(account, order, announcement);
        var market = floor.Markets[order.Instrument];
        var limit = order.Type == OrderType.Limit ? order.Price : market.MarketBound(order.Side, floor.Rules.Orders.MarketTolerance);
        return Settle(account, Take(account, order, (limit, floor.Rules.TakerFee)));
    }

    /// <summary>
    /// Takes from the book as far as a limit goes; a reducing order stops at the position it closes, and an order of the account itself
    /// that stands in the way is met first.
    /// </summary>
    public ExchangeOrder Take(ExchangeAccount account, ExchangeOrder order, (decimal Limit, decimal Fee) terms)
    {
        var side = floor.Markets[order.Instrument].Against(order.Side);
        while (order.IsOpen)
        {
            var reached = side.Best is { } level && side.Reaches(level.Price, terms.Limit) ? level : (BookLevel?)null;
            if (OwnInTheWay(account, order, reached?.Price ?? terms.Limit) is { } own)
            {
                order = Meet(account, order, own);
                continue;
            }

            if (reached is not { } best)
            {
                break;
            }

            var quantity = Math.Min(best.Quantity, Fillable(account, order));
            if (quantity <= 0)
            {
                break;
            }

            side.Take(quantity);
            order = fills.Fill(account, order, new Execution(best.Price, quantity, terms.Fee, IsMaker: false, order.UpdatedAt));
        }

        return order;
    }

    /// <summary>Rests a limit order that may wait, expires what may not.</summary>
    public ExchangeOrder Settle(ExchangeAccount account, ExchangeOrder order)
    {
        var mayRest = order.Type == OrderType.Limit && order.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillCrossing;
        if (order.IsOpen && (!mayRest || IsSpent(account, order)))
        {
            var reason = mayRest ? EndCause.PositionClosed
                : order.Type == OrderType.Market ? EndCause.MarketRest : EndCause.ImmediateRest;
            return Expire(account, order, reason, order.UpdatedAt);
        }

        changed(account, order);
        return order;
    }

    public ExchangeOrder Cancel(ExchangeAccount account, ExchangeOrder order, EndCause cause, DateTimeOffset at) =>
        End(account, order with { EndCause = cause }, OrderStatus.Canceled, at);

    private ExchangeOrder Expire(ExchangeAccount account, ExchangeOrder order, EndCause cause, DateTimeOffset at) =>
        End(account, order with { EndCause = cause }, OrderStatus.Expired, at);

    private ExchangeOrder End(ExchangeAccount account, ExchangeOrder order, OrderStatus status, DateTimeOffset at)
    {
        var after = order with { Status = status, UpdatedAt = at };
        floor.Announce(account, after, status == OrderStatus.Canceled ? ExecutionKind.Canceled : ExecutionKind.Expired);
        changed(account, after);
        return after;
    }

    /// <summary>Ends reduce-only orders that have nothing left to reduce.</summary>
    public void DropSpent(ExchangeAccount account, InstrumentId instrument, DateTimeOffset at)
    {
        foreach (var order in account.OpenOrders.Values.Where(order => order.Instrument == instrument && IsSpent(account, order)).ToList())
        {
            Expire(account, order, EndCause.PositionClosed, at);
        }
    }

    /// <summary>Ends the orders whose time is over.</summary>
    public void DropOverdue(ExchangeAccount account, DateTimeOffset until, DateTimeOffset at)
    {
        foreach (var order in account.OpenOrders.Values.Where(order => order.Terms.GoodTillAt <= until).ToList())
        {
            Expire(account, order, EndCause.GoodTillDate, at);
        }
    }

    /// <summary>The account's own resting order that is the next to be met on the way to a price; null when there is none.</summary>
    private ExchangeOrder? OwnInTheWay(ExchangeAccount account, ExchangeOrder order, decimal limit)
    {
        var side = floor.Markets[order.Instrument].Against(order.Side);
        var met = account.OpenOrders.Values.Where(own =>
            own.OrderId != order.OrderId && own.Instrument == order.Instrument && own.Side != order.Side && side.Reaches(own.Price, limit));
        return order.Side == OrderSide.Buy ? met.MinBy(own => own.Price) : met.MaxBy(own => own.Price);
    }

    /// <summary>Two orders of one account meet: the newer one's terms say which gives way. Answers the newer one.</summary>
    private ExchangeOrder Meet(ExchangeAccount account, ExchangeOrder taker, ExchangeOrder maker)
    {
        var quantity = Math.Min(Fillable(account, taker), Fillable(account, maker));
        if (taker.Terms.SelfTrade == SelfTradePrevention.None && quantity > 0)
        {
            Settle(account, fills.Fill(account, maker, new Execution(maker.Price, quantity, floor.Rules.MakerFee, IsMaker: true, taker.UpdatedAt)));
            return fills.Fill(account, taker, new Execution(maker.Price, quantity, floor.Rules.TakerFee, IsMaker: false, taker.UpdatedAt));
        }

        if (taker.Terms.SelfTrade != SelfTradePrevention.ExpireTaker)
        {
            Expire(account, maker, EndCause.SelfTrade, taker.UpdatedAt);
        }

        return taker.Terms.SelfTrade is SelfTradePrevention.ExpireTaker or SelfTradePrevention.ExpireBoth
            ? Expire(account, taker, EndCause.SelfTrade, taker.UpdatedAt)
            : taker;
    }

    private RefusalReason? Check(ExchangeAccount account, ExchangeOrder order) =>
        checks.CheckShape(order) ?? checks.CheckAccount(account, order) ?? checks.CheckBook(account, order);

    /// <summary>What an order may still fill; a reducing one stops at the position it closes.</summary>
    public static decimal Fillable(ExchangeAccount account, ExchangeOrder order) => order.IsReducing
        ? Math.Min(order.RemainingQuantity, account.Closable(order.Instrument, order.PositionSide, order.Side))
        : order.RemainingQuantity;

    private static bool IsSpent(ExchangeAccount account, ExchangeOrder order) => order.IsReducing && Fillable(account, order) <= 0;

    private ExchangeOrder Draft(OrderRequest request, DateTimeOffset at) => new()
    {
        OrderId = floor.NextOrderId,
        ClientOrderId = request.ClientOrderId ?? $"sim-{floor.NextOrderId}",
        Instrument = request.Instrument,
        Side = request.Side,
        PositionSide = request.PositionSide,
        Type = request.Type,
        OriginalType = request.Type,
        TimeInForce = request.TimeInForce,
        Status = OrderStatus.New,
        Price = request.Type == OrderType.Limit ? request.Price ?? 0 : 0,
        Quantity = request.Quantity,
        ReduceOnly = request.ReduceOnly,
        Terms = request.Terms,
        CreatedAt = at,
        UpdatedAt = at,
    };
}
