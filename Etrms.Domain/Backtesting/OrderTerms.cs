namespace Etrms.Domain.Backtesting;

/// <summary>Which order gives way when two of one account would meet.</summary>
public enum SelfTradePrevention
{
    ExpireMaker,
    ExpireTaker,
    ExpireBoth,

    /// <summary>They trade with each other.</summary>
    None,
}

/// <summary>The level of the book that gives an order its price: the nth of the opposite side, or of its own side (Queue).</summary>
public enum PriceMatch
{
    None,
    Opponent,
    Opponent5,
    Opponent10,
    Opponent20,
    Queue,
    Queue5,
    Queue10,
    Queue20,
}

/// <summary>Why an order ended before it was filled.</summary>
public enum EndCause
{
    /// <summary>It is open, or it did its work.</summary>
    None,

    /// <summary>Its owner cancelled or replaced it.</summary>
    Owner,
    SelfTrade,

    /// <summary>The rest of an immediate-or-cancel order.</summary>
    ImmediateRest,

    /// <summary>The rest of a market order.</summary>
    MarketRest,

    /// <summary>Nothing is left to reduce.</summary>
    PositionClosed,
    GoodTillDate,
    Liquidation,

    /// <summary>Another order on the same position did its work.</summary>
    SiblingFilled,

    /// <summary>The order that it waited for ended unfilled.</summary>
    ParentEnded,

    /// <summary>The venue took it away by itself and said no more.</summary>
    Venue,

    /// <summary>A dead-man switch struck.</summary>
    Schedule,
}

/// <summary>Terms that most orders leave as they are.</summary>
public sealed record OrderTerms
{
    public static readonly OrderTerms Standard = new();

    public SelfTradePrevention SelfTrade { get; init; }

    public PriceMatch PriceMatch { get; init; }

    /// <summary>The order expires then, by the clock that <see cref="SimulatedExchange.EndOverdue"/> is given; null for never.</summary>
    public DateTimeOffset? GoodTillAt { get; init; }

    /// <summary>A post-only order that only retail flow may take ("RPI").</summary>
    public bool IsForRetail { get; init; }

    /// <summary>Holds a conditional order back while mark and last price are further apart than the venue's protection allows.</summary>
    public bool PriceProtect { get; init; }
}
