using Etrms.Domain.Market;

namespace Etrms.Domain.Trading;

/// <summary>An order that the risk rules let through. Only Domain can make one, so nothing else can reach a venue.</summary>
public sealed record ApprovedOrder
{
    internal ApprovedOrder()
    {
    }

    public required AccountId Account { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required OrderSide Side { get; init; }

    public PositionSide PositionSide { get; init; }

    public required OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; }

    /// <summary>Base units, already rounded to the step; 0 with <see cref="ClosePosition"/>.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Limit price in quote units, on the tick; null for market orders.</summary>
    public decimal? Price { get; init; }

    public decimal? TriggerPrice { get; init; }

    public TriggerPriceType TriggerBy { get; init; } = TriggerPriceType.MarkPrice;

    /// <summary>Retracement from the best price that releases a trailing stop, as a fraction; null for other types.</summary>
    public decimal? CallbackRate { get; init; }

    /// <summary>Price at which a trailing stop begins to trail; null begins at once.</summary>
    public decimal? ActivationPrice { get; init; }

    /// <summary>The venue ends the order then by itself; null for never. Only with <see cref="TimeInForce.GoodTillCancel"/>.</summary>
    public DateTimeOffset? GoodTillAt { get; init; }

    public bool ReduceOnly { get; init; }

    public bool ClosePosition { get; init; }

    /// <summary>At most 36 characters, deterministic for protective orders.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>True when the order can only shrink a position.</summary>
    public bool IsReducing => ReduceOnly || ClosePosition
        || (PositionSide, Side) is (PositionSide.Long, OrderSide.Sell) or (PositionSide.Short, OrderSide.Buy);

    public bool IsConditional => Type is not (OrderType.Limit or OrderType.Market);
}
