using Etrms.Domain.Market;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>Public answers as domain values.</summary>
internal static class BinanceMarketMapping
{
    public static Ticker ToTicker(TickerMessage day, PremiumMessage premium) => new()
    {
        Instrument = Instrument(day.Symbol),
        Last = day.LastPrice,
        Mark = premium.MarkPrice,
        Index = premium.IndexPrice,
        High24 = day.HighPrice,
        Low24 = day.LowPrice,
        Volume24 = day.Volume,
        QuoteVolume24 = day.QuoteVolume,
        ChangeFraction24 = day.PriceChangePercent / 100,
        FundingRate = premium.LastFundingRate,
        NextFundingAt = GivenInstant(premium.NextFundingTime),
        At = Instant(Math.Max(day.CloseTime, premium.Time)),
    };

    public static Candle ToCandle(this KlineMessage row) => new(Instant(row.OpenTime), row.Open, row.High, row.Low, row.Close, row.Volume);

    public static MarketTrade ToTrade(this TradeMessage row) => new(row.Id, row.Price, row.Qty, row.IsBuyerMaker, Instant(row.Time));
}
