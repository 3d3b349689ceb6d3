using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Contracts;

/// <summary>An order that somebody thinks of sending, through ETRMS or elsewhere. Nothing is sent.</summary>
public sealed record RiskPreviewRequest
{
    [Required]
    public Guid? AccountId { get; init; }

    /// <summary>Contract on the account's venue.</summary>
    [Required, StringLength(40, MinimumLength = 1)]
    public string Symbol { get; init; } = "";

    [Required]
    public OrderSide? Side { get; init; }

    /// <summary>LONG or SHORT in hedge mode.</summary>
    public PositionSide PositionSide { get; init; }

    public OrderType Type { get; init; } = OrderType.Market;

    /// <summary>Base units.</summary>
    [Required]
    public decimal? Quantity { get; init; }

    public decimal? Price { get; init; }

    public decimal? TriggerPrice { get; init; }

    /// <summary>Retracement that releases a trailing stop, as a fraction.</summary>
    public decimal? CallbackRate { get; init; }

    public bool ReduceOnly { get; init; }

    /// <summary>Where the stop of what it opens is to stand; absent when none is planned.</summary>
    public decimal? StopLoss { get; init; }

    /// <summary>What if the contract's price then moves by this fraction, such as -0.03; absent for no such look.</summary>
    public decimal? PriceMove { get; init; }
}

/// <summary>The gate's verdict over an order with the state before and after it; null means unknown.</summary>
public sealed record RiskPreviewView
{
    /// <summary>True when the order would be let out now.</summary>
    public required bool Allowed { get; init; }

    /// <summary>Everything that stands against it, the gravest first.</summary>
    public required IReadOnlyList<RefusalView> Refusals { get; init; }

    /// <summary>What would be changed about the order, in words.</summary>
    public string? Note { get; init; }

    /// <summary>Base units by which the position would change: rounded to the step, scaled down, or bounded by what is held.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>True when it cannot add to what is held.</summary>
    public required bool IsReducing { get; init; }

    /// <summary>Mark that the figures start from; the order is taken to fill there, or at its own price when that is worse.</summary>
    public decimal? Mark { get; init; }

    /// <summary>
    /// Times its usual distance at which the stop of a new position goes; above 1 only where the market calls for it, markets.stop_widening lets it,
    /// and the quantity is cut so that the stop loses no more.
    /// </summary>
    public decimal StopFactor { get; init; } = 1;

    /// <summary>What takes stops farther, or why they stay though the market calls for more; null when nothing calls for it.</summary>
    public string? StopReason { get; init; }

    /// <summary>The stop that was asked about; null when none was, when the order opens nothing, and when it cannot stand there.</summary>
    public StopPlanView? Stop { get; init; }

    public RiskFiguresView? Before { get; init; }

    public RiskFiguresView? After { get; init; }

    /// <summary>After the order and the move of the price.</summary>
    public RiskFiguresView? AfterMove { get; init; }

    /// <summary>Every breaker that is not switched off, the one nearest to its limit afterwards first.</summary>
    public IReadOnlyList<BreakerImpactView> Breakers { get; init; } = [];

    /// <summary>When the worker looked.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>A stop as it was asked for and as it goes in this market.</summary>
/// <param name="Entry">Price that distances count from: the order's own, else the mark.</param>
/// <param name="Asked">With the whole quantity.</param>
/// <param name="Placed">With what passes of it; never loses more than what was asked for.</param>
/// <param name="Reason">What takes it farther, or why it stays though something calls for more; null when nothing does.</param>
public sealed record StopPlanView(decimal Entry, StopLevelView Asked, StopLevelView Placed, string? Reason);

/// <param name="Distance">From the entry, as a fraction of it.</param>
/// <param name="Loss">In quote units, before fees, slippage and gaps.</param>
public sealed record StopLevelView(decimal Level, decimal Distance, decimal Quantity, decimal Loss);

/// <summary>One reason of the gate; the codes are stable.</summary>
public sealed record RefusalView(RefusalCode Code, string Message);

/// <summary>The figures that an order changes: of the whole book, and of the position it belongs to.</summary>
public sealed record RiskFiguresView
{
    public decimal? Equity { get; init; }

    public decimal? Leverage { get; init; }

    /// <summary>Maintenance margin over margin balance; liquidation at 1.</summary>
    public decimal? MarginRatio { get; init; }

    public decimal? MarginUtilisation { get; init; }

    public decimal? GrossExposure { get; init; }

    public decimal? NetExposure { get; init; }

    public decimal? Concentration { get; init; }

    public decimal? Drawdown { get; init; }

    /// <summary>Loss in money until the tightest drawdown breaker over the account reaches its limit; null without one.</summary>
    public decimal? DrawdownRoom { get; init; }

    /// <summary>That loss as a move of all prices against the positions that it measures; null when flat.</summary>
    public decimal? DrawdownMove { get; init; }

    public decimal? RiskScore { get; init; }

    /// <summary>Signed base units; 0 when flat.</summary>
    public decimal? Quantity { get; init; }

    public decimal? EntryPrice { get; init; }

    public decimal? Notional { get; init; }

    public decimal? LiquidationPrice { get; init; }

    public decimal? LiquidationDistance { get; init; }
}

/// <summary>How far an order takes a breaker.</summary>
/// <param name="Before">Value over limit now; null when unknown.</param>
/// <param name="After">Value over limit after the order.</param>
/// <param name="AfterMove">The same after the move of the price.</param>
/// <param name="WouldTrip">True when a stage that does more than tell would fire.</param>
public sealed record BreakerImpactView(
    Guid Id, string Name, string Type, string Unit, BreakerMode Mode, decimal Threshold, decimal? Before, decimal? After, decimal? AfterMove, bool WouldTrip);

/// <summary>Payload of preview_order. Its answer is a <see cref="RiskPreviewView"/>.</summary>
public sealed record PreviewOrderCommand(OrderRequest Order, decimal? PriceMove)
{
    /// <summary>Where the stop of what it opens is to stand; null when none is planned.</summary>
    public decimal? StopLoss { get; init; }
}
