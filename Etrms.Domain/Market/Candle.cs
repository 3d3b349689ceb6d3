namespace Etrms.Domain.Market;

/// <summary>One bar. Prices in quote units, volume in base units; the interval is half open from <paramref name="OpenAt"/>.</summary>
public readonly record struct Candle(DateTimeOffset OpenAt, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume);

/// <summary>A funding rate as the venue settled it, as a fraction of notional for one interval; longs pay when positive.</summary>
public readonly record struct FundingRate(DateTimeOffset At, decimal Rate);

/// <summary>One public trade.</summary>
/// <param name="Id">The venue's trade number.</param>
/// <param name="BuyerIsMaker">True when the seller took liquidity.</param>
/// <param name="At">Venue time of the match.</param>
public readonly record struct MarketTrade(long Id, decimal Price, decimal Quantity, bool BuyerIsMaker, DateTimeOffset At);

/// <summary>One price level of an order book; quantity in base units.</summary>
public readonly record struct BookLevel(decimal Price, decimal Quantity);
