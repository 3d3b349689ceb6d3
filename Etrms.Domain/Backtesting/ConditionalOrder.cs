using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>A stop, take-profit or trailing order as a client asks for it.</summary>
public sealed record ConditionalOrderRequest
{
    public required InstrumentId Instrument { get; init; }

    public required OrderSide Side { get; init; }

    public PositionSide PositionSide { get; init; }

    /// <summary>Stop, StopMarket, TakeProfit, TakeProfitMarket or TrailingStopMarket.</summary>
    public required OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; }

    /// <summary>Base units; null only with <see cref="ClosePosition"/>.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Limit price of Stop and TakeProfit.</summary>
    public decimal? Price { get; init; }

    /// <summary>Null only for trailing orders.</summary>
    public decimal? TriggerPrice { get; init; }

    public TriggerPriceType TriggerBy { get; init; }

    public bool ReduceOnly { get; init; }

    public bool ClosePosition { get; init; }

    /// <summary>Price that arms a trailing order; null arms it at once.</summary>
    public decimal? ActivationPrice { get; init; }

    /// <summary>Retracement that releases a trailing order, as a fraction (0.01 = 1 %).</summary>
    public decimal? CallbackRate { get; init; }

    public OrderTerms Terms { get; init; } = OrderTerms.Standard;

    /// <summary>Unique among the account's open conditional orders; made up when null.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The order whose complete fill brings it to life; it ends when that order ends otherwise.</summary>
    public long? ParentOrderId { get; init; }
}

/// <summary>Life of a conditional order. Finished: the order born from it ended.</summary>
public enum ConditionalStatus
{
    New,
    Triggering,
    Triggered,
    Finished,
    Canceled,
    Expired,
    Rejected,
}

/// <summary>An order of the conditional book at one moment. It reserves no margin; checks happen when it triggers.</summary>
public sealed record ConditionalOrder
{
    public required long ConditionalId { get; init; }

    public required string ClientOrderId { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required OrderSide Side { get; init; }

    public PositionSide PositionSide { get; init; }

    public required OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; }

    /// <summary>Base units; 0 when <see cref="ClosePosition"/>.</summary>
    public decimal Quantity { get; init; }

    /// <summary>Limit price; 0 for the market kinds.</summary>
    public decimal Price { get; init; }

    public decimal TriggerPrice { get; init; }

    public TriggerPriceType TriggerBy { get; init; }

    public bool ReduceOnly { get; init; }

    public bool ClosePosition { get; init; }

    public decimal? ActivationPrice { get; init; }

    public decimal? CallbackRate { get; init; }

    public OrderTerms Terms { get; init; } = OrderTerms.Standard;

    /// <summary>Best price seen since a trailing order was armed; null before.</summary>
    public decimal? TrailingExtreme { get; init; }

    public required ConditionalStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>The ordinary order born from it.</summary>
    public long? OrderId { get; init; }

    /// <summary>Average price of the order born from it; 0 without fills.</summary>
    public decimal AveragePrice { get; init; }

    /// <summary>Executed quantity of the order born from it.</summary>
    public decimal FilledQuantity { get; init; }

    /// <summary>Why the triggered order was refused.</summary>
    public RefusalReason? RejectReason { get; init; }

    public EndCause EndCause { get; init; }

    public long? ParentOrderId { get; init; }

    /// <summary>True until its parent is filled: it watches no price yet.</summary>
    public bool IsHeld { get; init; }

    public bool IsOpen => Status is ConditionalStatus.New or ConditionalStatus.Triggering or ConditionalStatus.Triggered;

    /// <summary>True while it waits for its price.</summary>
    public bool IsWaiting => Status == ConditionalStatus.New && !IsHeld;

    public bool IsMarketKind => Type is OrderType.StopMarket or OrderType.TakeProfitMarket or OrderType.TrailingStopMarket;

    public bool IsTakeProfit => Type is OrderType.TakeProfit or OrderType.TakeProfitMarket;
}
