namespace Etrms.Domain.Market;

/// <summary>A contract at a glance. What a venue does not say, or has not said yet, is null.</summary>
public sealed record Ticker
{
    public required InstrumentId Instrument { get; init; }

    /// <summary>Price of the newest trade, in quote units.</summary>
    public decimal? Last { get; init; }

    public decimal? Mark { get; init; }

    public decimal? Index { get; init; }

    /// <summary>Highest trade of the last 24 hours.</summary>
    public decimal? High24 { get; init; }

    public decimal? Low24 { get; init; }

    /// <summary>Base units traded in the last 24 hours.</summary>
    public decimal? Volume24 { get; init; }

    /// <summary>Quote units traded in the last 24 hours.</summary>
    public decimal? QuoteVolume24 { get; init; }

    /// <summary>Change of the last 24 hours as a fraction of the price then.</summary>
    public decimal? ChangeFraction24 { get; init; }

    /// <summary>Rate that the next funding would have now, as a fraction of notional.</summary>
    public decimal? FundingRate { get; init; }

    public DateTimeOffset? NextFundingAt { get; init; }

    /// <summary>Venue time of the newest part.</summary>
    public required DateTimeOffset At { get; init; }
}
