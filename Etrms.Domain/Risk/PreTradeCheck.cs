using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>Why an order was refused (RISK 4.14); the same codes everywhere.</summary>
public enum RefusalCode
{
    Halted,
    NoNewRisk,
    NotionalMin,
    NotionalMax,
    QtyMin,
    QtyMax,
    PriceCollar,
    StaleData,
    Reconciling,
    UnknownSymbol,
    BadOrder,
    LockedOut,
    WouldBreach,
    RateLimit,
    DuplicateIntent,
    LiqDistance,
    KeyScope,
}

/// <summary>An order that somebody would like to send.</summary>
public sealed record OrderRequest
{
    public required AccountId Account { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required OrderSide Side { get; init; }

    public PositionSide PositionSide { get; init; }

    /// <summary>Stop-loss and take-profit over a whole position come from <see cref="ProtectionPlanner"/>.</summary>
    public OrderType Type { get; init; } = OrderType.Market;

    public TimeInForce TimeInForce { get; init; }

    /// <summary>Base units; rounded down to the step.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Limit price in quote units; null for market orders.</summary>
    public decimal? Price { get; init; }

    /// <summary>What releases a conditional order, in quote units; null for other types and for trailing stops.</summary>
    public decimal? TriggerPrice { get; init; }

    public TriggerPriceType TriggerBy { get; init; } = TriggerPriceType.MarkPrice;

    /// <summary>Retracement from the best price that releases a trailing stop, as a fraction; null for other types.</summary>
    public decimal? CallbackRate { get; init; }

    /// <summary>Price at which a trailing stop begins to trail; null begins at once.</summary>
    public decimal? ActivationPrice { get; init; }

    /// <summary>The venue ends the order then by itself; null for never. Only with <see cref="TimeInForce.GoodTillCancel"/>.</summary>
    public DateTimeOffset? GoodTillAt { get; init; }

    public bool ReduceOnly { get; init; }

    public required string ClientOrderId { get; init; }

    public bool IsConditional => Type is not (OrderType.Limit or OrderType.Market);

    /// <summary>What is missing or too much for the type; null when nothing is.</summary>
    internal string? Fault => Type switch
    {
        OrderType.Limit when Price is null => "A limit order needs a price.",
        OrderType.Stop or OrderType.TakeProfit when Price is not > 0 => $"An order of type {Type} needs a price.",
        OrderType.Market or OrderType.StopMarket or OrderType.TakeProfitMarket or OrderType.TrailingStopMarket when Price is not null =>
            $"An order of type {Type} takes no price.",
        OrderType.TrailingStopMarket when CallbackRate is null or <= 0 or >= 1 => "A trailing stop needs a callback rate between 0 and 1.",
        OrderType.Stop or OrderType.StopMarket or OrderType.TakeProfit or OrderType.TakeProfitMarket when TriggerPrice is not > 0 =>
            $"An order of type {Type} needs a trigger price.",
        _ when GoodTillAt is not null && TimeInForce != TimeInForce.GoodTillCancel => "Only an order that rests can have an end.",
        _ => null,
    };
}

/// <summary>What the engine knows about the contract at this moment.</summary>
/// <param name="Instrument">Null when the venue does not list it.</param>
/// <param name="Mark">Null when unknown or stale.</param>
/// <param name="Quantity">Signed base units held on the order's leg; null while the account is being reconciled.</param>
/// <param name="Posture">Effective posture over the contract.</param>
/// <param name="PostureReason">Who claims it, in words.</param>
/// <param name="MaxNotional">Largest |notional| of the position in quote units; null for no limit.</param>
public sealed record PreTradeContext(
    Instrument? Instrument, decimal? Mark, decimal? Quantity, Posture Posture, string? PostureReason, decimal? MaxNotional = null)
{
    /// <summary>Who locks new risk out and until when, in words; null when nobody does.</summary>
    public string? Lock { get; init; }

    /// <summary>Share of its size at which new risk passes; 1 for all of it.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>Who scales new risk down, in words.</summary>
    public string? FactorReason { get; init; }

    /// <summary>True when the account may send no further order that opens within this minute.</summary>
    public bool IsRateExceeded { get; init; }

    /// <summary>True when the same order was placed just before.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>Why the account's key may not send it; null when it may.</summary>
    public string? KeyRefusal { get; init; }

    /// <summary>Armed breakers that would trip on the state after the order, by name.</summary>
    public ImmutableArray<string> Breaches { get; init; } = [];

    /// <summary>How near its liquidation the position would be, as a fraction; null when unknown or far beyond.</summary>
    public decimal? LiquidationDistance { get; init; }

    /// <summary>Smallest distance that an order may leave; 0 for no bound.</summary>
    public decimal MinLiquidationDistance { get; init; }
}

public abstract record PreTradeResult
{
    private PreTradeResult()
    {
    }

    public sealed record Approved(ApprovedOrder Order) : PreTradeResult
    {
        /// <summary>What was changed about the order, in words; null when nothing was.</summary>
        public string? Note { get; init; }
    }

    public sealed record Refused(RefusalCode Code, string Message) : PreTradeResult;
}

/// <summary>The gate before every order of ours. An order that can only shrink a position always passes.</summary>
public static class PreTradeCheck
{
    public static PreTradeResult Check(OrderRequest request, PreTradeContext context)
    {
        if (context.Instrument is not { } instrument)
        {
            return Refuse(RefusalCode.UnknownSymbol, $"{request.Instrument} is not listed by the venue.");
        }

        if (request.Fault is { } fault)
        {
            return Refuse(RefusalCode.BadOrder, fault);
        }

        var quantity = instrument.RoundQuantity(request.Quantity);
        if (quantity < instrument.MinQuantity || quantity <= 0)
        {
            return Refuse(RefusalCode.QtyMin, $"The quantity is below the venue's minimum of {instrument.MinQuantity}.");
        }

        var largest = request.Price is null ? instrument.MaxMarketQuantity : instrument.MaxQuantity;
        if (quantity > largest)
        {
            return Refuse(RefusalCode.QtyMax, $"The quantity is above the venue's maximum of {largest} per order.");
        }

        if (IsReducing(request, quantity, context.Quantity))
        {
            return new PreTradeResult.Approved(Order(request, instrument, quantity, isReducing: true));
        }

        var scaled = context.Factor < 1 ? instrument.RoundQuantity(quantity * context.Factor) : quantity;
        var refusal = Standing(context)
            ?? (scaled < instrument.MinQuantity || scaled <= 0 ? TooSmall(context) : Opening(request, instrument, scaled, context));
        return refusal is null ? Approve(Order(request, instrument, scaled, isReducing: false), quantity, context) : refusal;
    }

    private static PreTradeResult.Approved Approve(ApprovedOrder order, decimal asked, PreTradeContext context) => new(order)
    {
        Note = order.Quantity == asked ? null : $"Cut from {Words.Plain(asked)} to {Words.Plain(order.Quantity)}: {context.FactorReason}.",
    };

    private static PreTradeResult.Refused TooSmall(PreTradeContext context) => context.Factor == 0
        ? Refuse(RefusalCode.NoNewRisk, $"Orders that add exposure are refused: {context.FactorReason}.")
        : Refuse(RefusalCode.QtyMin, $"Scaled down, the quantity is below the venue's minimum: {context.FactorReason}.");

    /// <summary>What holds whatever the order is: postures, locks, keys, limits of messages.</summary>
    private static PreTradeResult.Refused? Standing(PreTradeContext context)
    {
        var why = context.PostureReason ?? "a breaker or the trader's pause";
        return context switch
        {
            { Posture: Posture.Halt } => Refuse(RefusalCode.Halted, $"No orders but verified exits pass: {why}."),
            { Lock: { } locked } => Refuse(RefusalCode.LockedOut, $"New risk is locked out: {locked}."),
            { Posture: not Posture.Normal } => Refuse(RefusalCode.NoNewRisk, $"Orders that add exposure are refused: {why}."),
            { KeyRefusal: { } key } => Refuse(RefusalCode.KeyScope, key),
            { IsDuplicate: true } => Refuse(RefusalCode.DuplicateIntent, "The same order was placed just before."),
            { IsRateExceeded: true } => Refuse(RefusalCode.RateLimit, "Too many orders of this account in the last minute."),
            { Quantity: null } => Refuse(RefusalCode.Reconciling, "The account is being read; its position is not known yet."),
            _ => null,
        };
    }

    private static PreTradeResult.Refused? Opening(OrderRequest request, Instrument instrument, decimal quantity, PreTradeContext context)
    {
        if (context.Mark is not { } mark)
        {
            return Refuse(RefusalCode.StaleData, $"The mark price of {instrument.Id} is unknown or stale.");
        }

        if (request is { IsConditional: false, Price: { } price } && Collar(instrument, request.Side, price, mark) is { } collar)
        {
            return collar;
        }

        return Notional(request, instrument, quantity, mark, context) ?? After(context);
    }

    /// <summary>The state that the order would lead to.</summary>
    private static PreTradeResult.Refused? After(PreTradeContext context)
    {
        if (context.LiquidationDistance is { } distance && distance < context.MinLiquidationDistance)
        {
            return Refuse(RefusalCode.LiqDistance,
                $"The position would be {decimal.Round(distance * 100, 2)} % from its liquidation; at least {decimal.Round(context.MinLiquidationDistance * 100, 2)} % must be left.");
        }

        return context.Breaches.IsEmpty ? null : Refuse(RefusalCode.WouldBreach, $"It would trip {string.Join(", ", context.Breaches)}.");
    }

    private static PreTradeResult.Refused? Collar(Instrument instrument, OrderSide side, decimal price, decimal mark)
    {
        if (price <= 0)
        {
            return Refuse(RefusalCode.PriceCollar, "The price must be positive.");
        }

        if (side == OrderSide.Buy && price > mark * instrument.PriceMultiplierUp)
        {
            return Refuse(RefusalCode.PriceCollar, $"A buy at {price} is too far above the mark price {mark}.");
        }

        return side == OrderSide.Sell && price < mark * instrument.PriceMultiplierDown
            ? Refuse(RefusalCode.PriceCollar, $"A sell at {price} is too far below the mark price {mark}.")
            : null;
    }

    private static PreTradeResult.Refused? Notional(
        OrderRequest request, Instrument instrument, decimal quantity, decimal mark, PreTradeContext context)
    {
        var notional = quantity * (request.Price ?? request.TriggerPrice ?? mark);
        if (notional < instrument.MinNotional)
        {
            return Refuse(RefusalCode.NotionalMin, $"A value of {notional} is below the venue's minimum of {instrument.MinNotional}.");
        }

        var after = Math.Abs(context.Quantity!.Value + (request.Side == OrderSide.Buy ? quantity : -quantity)) * mark;
        return context.MaxNotional is { } cap && after > cap
            ? Refuse(RefusalCode.NotionalMax, $"The position would be worth {after}, above the limit of {cap}.")
            : null;
    }

    private static bool IsReducing(OrderRequest request, decimal quantity, decimal? held)
    {
        var isHedgeExit = (request.PositionSide == PositionSide.Long && request.Side == OrderSide.Sell)
            || (request.PositionSide == PositionSide.Short && request.Side == OrderSide.Buy);
        var shrinks = held is { } now && Math.Abs(now) >= quantity && (now > 0) == (request.Side == OrderSide.Sell) && now != 0;
        return request.ReduceOnly || isHedgeExit || shrinks;
    }

    private static ApprovedOrder Order(OrderRequest request, Instrument instrument, decimal quantity, bool isReducing) => new()
    {
        Account = request.Account,
        Instrument = request.Instrument,
        Side = request.Side,
        PositionSide = request.PositionSide,
        Type = request.Type,
        TimeInForce = request.TimeInForce,
        Quantity = quantity,
        Price = request.Price is { } price
            ? request.Side == OrderSide.Buy ? instrument.RoundPriceDown(price) : instrument.RoundPriceUp(price)
            : null,
        TriggerPrice = request.TriggerPrice is { } trigger ? instrument.RoundPriceDown(trigger) : null,
        TriggerBy = request.TriggerBy,
        CallbackRate = request.CallbackRate,
        ActivationPrice = request.ActivationPrice is { } activation ? instrument.RoundPriceDown(activation) : null,
        GoodTillAt = request.GoodTillAt,

        // An order let through because it shrinks must not be able to flip the position when that has changed meanwhile.
        ReduceOnly = isReducing,
        ClientOrderId = request.ClientOrderId,
    };

    private static PreTradeResult.Refused Refuse(RefusalCode code, string message) => new(code, message);
}
