using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Everything that can be said against a conditional order when it is placed; money is looked at when it triggers.</summary>
internal sealed class ConditionalChecks(ExchangeFloor floor)
{
    private const decimal LeastCallback = 0.001m;
    private const decimal MostCallback = 0.2m;

    public RefusalReason? Check(ExchangeAccount account, ConditionalOrderRequest request)
    {
        var market = floor.Markets[request.Instrument];
        return CheckShape(market, request) ?? CheckAccount(account, request)
            ?? (request.ParentOrderId is null ? CheckTrigger(market, request) : null);
    }

    private static RefusalReason? CheckShape(InstrumentMarket market, ConditionalOrderRequest request)
    {
        if (request.Type is OrderType.Limit or OrderType.Market)
        {
            return RefusalReason.OrderTypeNotSupported;
        }

        var isLimit = request.Type is OrderType.Stop or OrderType.TakeProfit;
        if (request.ClosePosition)
        {
            return request switch
            {
                { Quantity: not null } => RefusalReason.ClosePositionWithQuantity,
                { ReduceOnly: true } => RefusalReason.ClosePositionWithReduceOnly,
                _ => isLimit ? RefusalReason.ClosePositionNeedsMarketKind : null,
            };
        }

        return OrderFilters.CheckQuantity(market.Instrument, request.Quantity ?? 0, !isLimit)
            ?? (isLimit && request.Terms.PriceMatch == PriceMatch.None ? OrderFilters.CheckPrice(market.Instrument, request.Price) : null);
    }

    private static RefusalReason? CheckTrigger(InstrumentMarket market, ConditionalOrderRequest request)
    {
        if (market.Watched(request.TriggerBy) is not { } price)
        {
            return RefusalReason.InstrumentHasNoPrice;
        }

        if (request.Type == OrderType.TrailingStopMarket)
        {
            return CheckTrailing(request, price);
        }

        if (request.TriggerPrice is not { } trigger)
        {
            return RefusalReason.TriggerPriceMissing;
        }

        if (trigger <= 0)
        {
            return RefusalReason.PriceNotPositive;
        }

        var isTakeProfit = request.Type is OrderType.TakeProfit or OrderType.TakeProfitMarket;
        var rising = (request.Side == OrderSide.Buy) != isTakeProfit;
        return (rising ? price >= trigger : price <= trigger) ? RefusalReason.WouldTriggerImmediately : null;
    }

    private static RefusalReason? CheckTrailing(ConditionalOrderRequest request, decimal price)
    {
        if (request.CallbackRate is not (>= LeastCallback and <= MostCallback))
        {
            return RefusalReason.CallbackRateOutOfRange;
        }

        var isPassed = request.ActivationPrice is { } activation
            && (request.Side == OrderSide.Sell ? activation <= price : activation >= price);
        return isPassed ? RefusalReason.ActivationPriceInvalid : null;
    }

    private RefusalReason? CheckAccount(ExchangeAccount account, ConditionalOrderRequest request)
    {
        if (account.IsHedgeMode != (request.PositionSide != PositionSide.Both))
        {
            return RefusalReason.PositionSideMismatch;
        }

        if (account.IsHedgeMode && request.ReduceOnly)
        {
            return RefusalReason.ReduceOnlyInHedgeMode;
        }

        if (account.OpenConditionals.Count >= floor.Rules.MaxConditionalOrders)
        {
            return RefusalReason.TooManyOpenOrders;
        }

        if (account.OpenConditionals.Values.Any(order => order.ClientOrderId.Equals(request.ClientOrderId, StringComparison.Ordinal)))
        {
            return RefusalReason.DuplicateClientId;
        }

        return request.ClosePosition ? CheckClosePosition(account, request) : CheckReduction(account, request);
    }

    private RefusalReason? CheckReduction(ExchangeAccount account, ConditionalOrderRequest request) =>
        floor.Rules.Orders.TriggersNeedPosition && request is { ReduceOnly: true, ParentOrderId: null }
            && account.Closable(request.Instrument, request.PositionSide, request.Side) == 0
            ? RefusalReason.ReduceOnlyRejected
            : null;

    private RefusalReason? CheckClosePosition(ExchangeAccount account, ConditionalOrderRequest request)
    {
        if (account.Closable(request.Instrument, request.PositionSide, request.Side) == 0)
        {
            return RefusalReason.ClosePositionWithoutPosition;
        }

        if (floor.Rules.Orders.TriggersNeedPosition)
        {
            return null;
        }

        // One per contract, leg, side and kind: a take-profit beside a stop is fine, a second stop is not.
        var exists = account.OpenConditionals.Values.Any(order => order.IsWaiting && order.ClosePosition
            && order.Instrument == request.Instrument && order.PositionSide == request.PositionSide
            && order.Side == request.Side && order.Type == request.Type);
        return exists ? RefusalReason.ClosePositionExists : null;
    }
}
