using Etrms.Domain.Market;
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
