using Etrms.Domain.Market;
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

    /// <summary>At the market when the price comes back by a share of the best one since the order was placed.</summary>
    TrailingStop,
}

/// <summary>Stop-loss and take-profit that an entry brings along; live from the candle of the entry on.</summary>
public readonly record struct Bracket(decimal? StopLoss, decimal? TakeProfit)
{
    /// <summary>Distance of a stop that follows the best price since the entry, as a fraction; moved at the end of every candle.</summary>
    public decimal? Trail { get; init; }

    internal bool IsEmpty => StopLoss is null && TakeProfit is null && Trail is null;

    /// <summary>On prices that the venue takes: a stop is never further away than asked for, a target never pays less.</summary>
    internal Bracket OnTicks(Instrument instrument, OrderSide exit) => this with
    {
        StopLoss = StopLoss is { } stop ? instrument.RoundPriceFor(exit, stop) : null,
        TakeProfit = TakeProfit is { } target ? instrument.RoundPriceFor(exit, target) : null,
    };
}

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

    /// <summary>How far a <see cref="BarOrderKind.TrailingStop"/> lets the price come back, as a fraction.</summary>
    public decimal? Trail { get; init; }

    /// <summary>Only shrinks what is held; cut to it when it fills.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>Closes what is held on the other side before it opens.</summary>
    public bool Reverses { get; init; }

    public Bracket Protection { get; init; }

    /// <summary>Why a position ends when this order ends it.</summary>
    public ExitReason Reason { get; init; } = ExitReason.Signal;

    /// <summary>What the order lacks; null when it is whole.</summary>
    internal string? Fault => this switch
    {
        { Kind: BarOrderKind.Limit or BarOrderKind.StopLimit, Limit: not > 0 } => $"An order of kind {Kind} needs a limit above 0.",
        { Kind: BarOrderKind.Stop or BarOrderKind.StopLimit or BarOrderKind.TakeProfit, Trigger: not > 0 } => $"An order of kind {Kind} needs a trigger above 0.",
        { Kind: BarOrderKind.TrailingStop, Trail: not (> 0 and < 1) } => "A trailing stop needs a trail between 0 and 1.",
        { Size: { Quantity: not > 0, Share: not > 0 } } => "The size of an order must be above 0.",
        { ReduceOnly: true, Size.Quantity: null } => "An order that only reduces is sized in base units.",
        { Protection.Trail: { } trail } when trail is not (> 0 and < 1) => "The trail of a bracket must lie between 0 and 1.",
        _ => null,
    };

    /// <summary>On prices that the venue takes: a limit is never worse than asked for, a stop never further away.</summary>
    internal BarOrder OnTicks(Instrument instrument)
    {
        if (Kind == BarOrderKind.Market && Protection.IsEmpty)
        {
            return this;
        }

        return this with
        {
            Limit = Limit is { } limit ? instrument.RoundPriceFor(Side, limit) : null,
            Trigger = Trigger is { } trigger ? instrument.RoundPriceFor(Side, trigger) : null,
            Protection = Protection.OnTicks(instrument, Side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy),
        };
    }
}
