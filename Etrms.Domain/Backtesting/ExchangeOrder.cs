using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>A market or limit order as a client asks for it.</summary>
public sealed record OrderRequest
{
    public required InstrumentId Instrument { get; init; }

    public required OrderSide Side { get; init; }

    public PositionSide PositionSide { get; init; }

    /// <summary>Limit or Market; other types belong to <see cref="ConditionalOrderRequest"/>.</summary>
    public required OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; }

    /// <summary>Base units.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Limit price in quote units; null for a market order.</summary>
    public decimal? Price { get; init; }

    public bool ReduceOnly { get; init; }

    public OrderTerms Terms { get; init; } = OrderTerms.Standard;

    /// <summary>Unique among the account's open orders; the exchange makes one up when null.</summary>
    public string? ClientOrderId { get; init; }
}

/// <summary>An order of the ordinary book at one moment.</summary>
public sealed record ExchangeOrder
{
    public required long OrderId { get; init; }

    public required string ClientOrderId { get; init; }

    public required InstrumentId Instrument { get; init; }

    public required OrderSide Side { get; init; }

    public PositionSide PositionSide { get; init; }

    /// <summary>Limit or Market.</summary>
    public required OrderType Type { get; init; }

    /// <summary>Type of the conditional order it was born from, else <see cref="Type"/>.</summary>
    public required OrderType OriginalType { get; init; }

    public TimeInForce TimeInForce { get; init; }

    public required OrderStatus Status { get; init; }

    public decimal Price { get; init; }

    public required decimal Quantity { get; init; }

    public decimal FilledQuantity { get; init; }

    /// <summary>Sum of price times quantity over the fills, in quote units.</summary>
    public decimal FilledNotional { get; init; }

    public bool ReduceOnly { get; init; }

    public bool ClosePosition { get; init; }

    public OrderTerms Terms { get; init; } = OrderTerms.Standard;

    /// <summary>How often it was changed.</summary>
    public int Modifications { get; init; }

    public EndCause EndCause { get; init; }

    /// <summary>A forced order that the venue took over itself instead of sending it to the book.</summary>
    public bool IsBackstop { get; init; }

    /// <summary>The conditional order it was born from; null for an order placed directly.</summary>
    public long? ConditionalId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    public decimal RemainingQuantity => Quantity - FilledQuantity;

    public decimal AveragePrice => FilledQuantity == 0 ? 0 : FilledNotional / FilledQuantity;

    /// <summary>True when it can only shrink a position: reduce-only, or the closing side of a hedge leg.</summary>
    public bool IsReducing => ReduceOnly || ClosePosition
        || (PositionSide == PositionSide.Long && Side == OrderSide.Sell)
        || (PositionSide == PositionSide.Short && Side == OrderSide.Buy);
}

/// <summary>What just happened to an order.</summary>
public enum ExecutionKind
{
    New,
    Trade,
    Canceled,
    Expired,
    Amended,

    /// <summary>A liquidation order of the exchange itself.</summary>
    Calculated,
}

/// <summary>One execution in an account's history.</summary>
/// <param name="Fee">Amount paid in the quote asset, positive.</param>
/// <param name="RealizedPnl">Before fees, in quote units.</param>
public sealed record ExchangeTrade(
    long TradeId, long OrderId, InstrumentId Instrument, OrderSide Side, PositionSide PositionSide, decimal Price, decimal Quantity,
    decimal Fee, decimal RealizedPnl, bool IsMaker, DateTimeOffset At)
{
    /// <summary>The position before it, signed base units.</summary>
    public decimal StartQuantity { get; init; }
}
