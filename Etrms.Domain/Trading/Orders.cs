using Etrms.Domain.Market;

namespace Etrms.Domain.Trading;

public enum OrderSide
{
    Buy,
    Sell,
}

/// <summary>Which leg of a contract a position or order belongs to; Both in one-way mode.</summary>
public enum PositionSide
{
    Both,
    Long,
    Short,
}

public enum OrderType
{
    Limit,
    Market,
    Stop,
    StopMarket,
    TakeProfit,
    TakeProfitMarket,
    TrailingStopMarket,
}

/// <summary>GoodTillCrossing (GTX) is post-only.</summary>
public enum TimeInForce
{
    GoodTillCancel,
    ImmediateOrCancel,
    FillOrKill,
    GoodTillCrossing,
}

public enum OrderStatus
{
    New,
    PartiallyFilled,
    Filled,
    Canceled,
    Rejected,
    Expired,
}

/// <summary>Which price releases a conditional order.</summary>
public enum TriggerPriceType
{
    LastPrice,
    MarkPrice,
}

/// <summary>An order as the venue reports it, ordinary or conditional.</summary>
public sealed record Order
{
    /// <summary>The venue's number, as text. Ordinary and conditional orders count apart.</summary>
    public required string OrderId { get; init; }

    public required string ClientOrderId { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required OrderSide Side { get; init; }

    public PositionSide PositionSide { get; init; }

    public required OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; }

    public required OrderStatus Status { get; init; }

    /// <summary>Limit price in quote units; 0 for market orders.</summary>
    public decimal Price { get; init; }

    public decimal TriggerPrice { get; init; }

    public TriggerPriceType TriggerBy { get; init; }

    /// <summary>Retracement from the best price that releases a trailing stop, as a fraction; null for other types.</summary>
    public decimal? CallbackRate { get; init; }

    /// <summary>Price at which a trailing stop begins to trail; null begins at once.</summary>
    public decimal? ActivationPrice { get; init; }

    /// <summary>The venue ends the order then by itself; null for never. Only with <see cref="TimeInForce.GoodTillCancel"/>.</summary>
    public DateTimeOffset? GoodTillAt { get; init; }

    /// <summary>Ordered quantity in base units; 0 when <see cref="ClosePosition"/>.</summary>
    public required decimal Quantity { get; init; }

    public decimal FilledQuantity { get; init; }

    public decimal AveragePrice { get; init; }

    public bool ReduceOnly { get; init; }

    /// <summary>Closes the whole position when triggered.</summary>
    public bool ClosePosition { get; init; }

    /// <summary>True when the order waits in the venue's conditional ("algo") book.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Number of the ordinary order that a reached trigger made of a conditional one, where the venue numbers them apart; null before.</summary>
    public string? ReleasedOrderId { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>True when the venue's dead-man switch cancelled it, where the venue says so.</summary>
    public bool IsEndedBySwitch { get; init; }

    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    public decimal RemainingQuantity => Quantity - FilledQuantity;

    /// <summary>True when the order can only shrink a position.</summary>
    public bool IsReducing => ReduceOnly || ClosePosition
        || (PositionSide == PositionSide.Long && Side == OrderSide.Sell)
        || (PositionSide == PositionSide.Short && Side == OrderSide.Buy);
}

/// <summary>Who wanted an execution.</summary>
public enum FillCause
{
    /// <summary>Whoever placed the order.</summary>
    Order,

    /// <summary>The venue: the margin was gone.</summary>
    Liquidation,

    /// <summary>The venue: somebody else's loss was spread over the winners.</summary>
    Deleveraging,
}

/// <summary>One execution of an order.</summary>
/// <param name="TradeId">Unique with the instrument on its venue; fills are de-duplicated by it.</param>
/// <param name="Fee">Amount paid, positive, in <paramref name="FeeAsset"/>; negative is a rebate.</param>
/// <param name="RealizedPnl">Venue's realised profit of this execution before fees, in quote units.</param>
public sealed record Fill(
    string TradeId, string OrderId, string ClientOrderId, InstrumentId Instrument, OrderSide Side, PositionSide PositionSide,
    decimal Price, decimal Quantity, decimal Fee, string FeeAsset, decimal RealizedPnl, bool IsMaker, DateTimeOffset At)
{
    public FillCause Cause { get; init; }

    /// <summary>Quantity with the sign of the side.</summary>
    public decimal SignedQuantity => Side == OrderSide.Buy ? Quantity : -Quantity;
}
