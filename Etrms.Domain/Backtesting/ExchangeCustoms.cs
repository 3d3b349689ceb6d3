namespace Etrms.Domain.Backtesting;

/// <summary>What a venue does with orders where venues differ; the defaults are Binance's ways.</summary>
public sealed record OrderCustoms
{
    /// <summary>Resting reduce-only orders are not counted against the position when another one comes.</summary>
    public bool ReductionsMayOverlap { get; init; }

    /// <summary>A reduction below the smallest value is taken only when it closes the whole position.</summary>
    public bool SmallReductionsMustClose { get; init; }

    /// <summary>An immediate-or-cancel order that meets nothing is refused, not expired.</summary>
    public bool ImmediateMustMatch { get; init; }

    /// <summary>An immediate-or-cancel order is margined at the price that it meets, not at its limit: it stands for a market order.</summary>
    public bool ImmediateMarginsAtTouch { get; init; }

    /// <summary>Ordinary and conditional orders are numbered as one; what a conditional order releases keeps its number.</summary>
    public bool SharesNumbers { get; init; }

    /// <summary>Reduce-only conditional orders need a position and end with it.</summary>
    public bool TriggersNeedPosition { get; init; }

    /// <summary>How far from the mark a market order may take, as a fraction; null: as far as the price band goes.</summary>
    public decimal? MarketTolerance { get; init; }
}

/// <summary>How a venue liquidates; by default everything at once, and the insurance fund takes what the book does not.</summary>
public sealed record LiquidationCustoms
{
    /// <summary>Positions above this notional lose <see cref="FirstShare"/> at first; null: always the whole.</summary>
    public decimal? PartialAbove { get; init; }

    public decimal FirstShare { get; init; } = 0.2m;

    /// <summary>Within this time after a partial liquidation the next one takes all.</summary>
    public TimeSpan WholeWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Below this share of the maintenance margin the venue takes the positions over at once, with the margin; null: never.</summary>
    public decimal? BackstopBelow { get; init; }
}
