using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

public enum BarOrderKind
{
    /// <summary>At the next open.</summary>
    Market,
    Limit,

    /// <summary>At the market when a price is reached that is worse than today's.</summary>
    Stop,
    StopLimit,

    /// <summary>At the market when a price is reached that is better than today's.</summary>
    TakeProfit,
}

/// <summary>Stop-loss and take-profit that an entry brings along; live from the candle of the entry on.</summary>
public readonly record struct Bracket(decimal? StopLoss, decimal? TakeProfit);

/// <summary>How much an order trades: base units, or a share of the equity that is there when it fills.</summary>
public readonly record struct OrderSize
{
    private OrderSize(decimal? quantity, decimal? share) => (Quantity, Share) = (quantity, share);

    public decimal? Quantity { get; }

    public decimal? Share { get; }

    public static OrderSize Units(decimal quantity) => new(quantity, null);

    /// <summary>1 is all of it, fees included, times the leverage of the run.</summary>
    public static OrderSize OfEquity(decimal share) => new(null, share);

    /// <summary>The same at a fraction of its size.</summary>
    public OrderSize Times(decimal factor) => new(Quantity * factor, Share * factor);
}

/// <summary>An order of a strategy, from the close of one candle on.</summary>
public sealed record BarOrder
{
    public required OrderSide Side { get; init; }

    public BarOrderKind Kind { get; init; }

    public required OrderSize Size { get; init; }

    /// <summary>Limit price of <see cref="BarOrderKind.Limit"/> and <see cref="BarOrderKind.StopLimit"/>.</summary>
    public decimal? Limit { get; init; }

    /// <summary>What releases a stop or a take-profit.</summary>
    public decimal? Trigger { get; init; }

    /// <summary>Only shrinks what is held; cut to it when it fills.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>Closes what is held on the other side before it opens.</summary>
    public bool Reverses { get; init; }

    public Bracket Protection { get; init; }

    /// <summary>Why a position ends when this order ends it.</summary>
    public ExitReason Reason { get; init; } = ExitReason.Signal;
}
