using System.Collections.Immutable;
using Etrms.Domain.Market;
using static Etrms.Exchanges.Hyperliquid.HyperliquidWords;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Public readings as domain values.</summary>
internal static class HyperliquidMarketMapping
{
    private static readonly TimeSpan FundingEvery = TimeSpan.FromHours(1);

    public static Candle ToCandle(this CandleMessage bar) =>
        new(Instant(bar.OpenTime), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);

    /// <summary>The side of a public trade is the taker's.</summary>
    public static MarketTrade ToTrade(this TradeMessage trade) =>
        new(trade.Tid, trade.Px, trade.Sz, BuyerIsMaker: trade.Side != Buyer, Instant(trade.Time));

    public static OrderBook ToBook(this BookMessage book, int depth) => new(Side(book, 0, depth), Side(book, 1, depth));

    /// <summary>The venue tells neither the last trade nor the extremes of the day.</summary>
    public static Ticker ToTicker(this AssetContextMessage context, InstrumentId instrument, DateTimeOffset at) => new()
    {
        Instrument = instrument,
        Mark = context.MarkPx,
        Index = context.OraclePx,
        Volume24 = context.DayBaseVlm,
        QuoteVolume24 = context.DayNtlVlm,
        ChangeFraction24 = context is { PrevDayPx: > 0 and var before, MarkPx: { } mark } ? (mark / before) - 1 : null,
        FundingRate = context.Funding,
        NextFundingAt = NextFundingAfter(at),
        At = at,
    };

    /// <summary>Each full hour; the venue does not spell it out.</summary>
    public static DateTimeOffset NextFundingAfter(DateTimeOffset at) =>
        new(((at.UtcTicks / FundingEvery.Ticks) + 1) * FundingEvery.Ticks, TimeSpan.Zero);

    private static ImmutableArray<BookLevel> Side(BookMessage book, int side, int depth) =>
        [.. (book.Levels.ElementAtOrDefault(side) ?? []).Take(depth).Select(level => new BookLevel(level.Px, level.Sz))];
}
