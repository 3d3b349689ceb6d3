using System.Text.Json;
using Etrms.Domain.Market;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>What one frame of a market topic says.</summary>
internal abstract record TopicNews(InstrumentId Instrument)
{
    public sealed record Depth(InstrumentId Instrument, BookDiff Diff) : TopicNews(Instrument);

    public sealed record Trade(InstrumentId Instrument, MarketTrade Value) : TopicNews(Instrument);

    public sealed record Bar(InstrumentId Instrument, TimeSpan Interval, Candle Candle, bool IsClosed) : TopicNews(Instrument);

    /// <summary>The figures of the last 24 hours.</summary>
    public sealed record Day(Ticker Ticker) : TopicNews(Ticker.Instrument);

    /// <summary>Mark, index and funding.</summary>
    public sealed record Premium(Ticker Ticker) : TopicNews(Ticker.Instrument);
}

/// <summary>Frames of books, trades, bars and tickers, bytes to news in one pass.</summary>
internal sealed class BinanceTopicFrames(BinanceSymbols symbols)
{
    /// <summary>Null for frames without news: answers, other kinds, contracts that nobody asked for, spent trade numbers.</summary>
    /// <exception cref="JsonException">The frame is not what it says it is.</exception>
    public TopicNews? Decode(ReadOnlySpan<byte> frame)
    {
        var fields = LetterFields.Read(frame);
        if (!fields.Has('e') || !fields.Has('s'))
        {
            return null;
        }

        var head = new FrameHead(fields);
        var symbol = new Utf8JsonReader(head.Symbol);
        symbol.Read();
        if (symbols.Find(ref symbol) is not { } instrument)
        {
            return null;
        }

        var kind = head.Event;
        return kind.SequenceEqual("depthUpdate"u8) ? ToDepth(instrument, new(fields))
            : kind.SequenceEqual("trade"u8) ? ToTrade(instrument, new(fields))
            : kind.SequenceEqual("kline"u8) ? ToBar(instrument, new(LetterFields.Read(fields.Raw('k'))))
            : kind.SequenceEqual("24hrTicker"u8) ? ToDay(instrument, new(fields))
            : kind.SequenceEqual("markPriceUpdate"u8) ? ToPremium(instrument, new(fields), head.SentAt)
            : null;
    }

    private static TopicNews.Depth ToDepth(InstrumentId instrument, in DepthFrame frame) => new(
        instrument,
        new(frame.FirstUpdate, frame.LastUpdate, frame.PreviousUpdate, frame.Bids, frame.Asks, Instant(frame.MatchedAt)));

    /// <summary>Frames without a quantity only use up a number.</summary>
    private static TopicNews.Trade? ToTrade(InstrumentId instrument, in TradeFrame frame) => frame.Quantity is not (> 0 and var quantity)
        ? null
        : new(instrument, new(frame.Id, frame.Price, quantity, frame.BuyerIsMaker, Instant(frame.MatchedAt)));

    private static TopicNews.Bar? ToBar(InstrumentId instrument, in BarFrame frame) => BinanceIntervals.Length(frame.Interval) is not { } interval
        ? null
        : new(
            instrument, interval, new(Instant(frame.OpenTime), frame.Open, frame.High, frame.Low, frame.Close, frame.Volume), frame.IsClosed);

    private static TopicNews.Day ToDay(InstrumentId instrument, in DayFrame frame) => new(new Ticker
    {
        Instrument = instrument,
        Last = frame.LastPrice,
        High24 = frame.HighPrice,
        Low24 = frame.LowPrice,
        Volume24 = frame.Volume,
        QuoteVolume24 = frame.QuoteVolume,
        ChangeFraction24 = frame.PriceChangePercent / 100,
        At = Instant(frame.CloseTime),
    });

    private static TopicNews.Premium ToPremium(InstrumentId instrument, in PremiumFrame frame, long sentAt) => new(new Ticker
    {
        Instrument = instrument,
        Mark = frame.MarkPrice,
        Index = frame.IndexPrice,
        FundingRate = frame.FundingRate,
        NextFundingAt = GivenInstant(frame.NextFundingTime),
        At = Instant(sentAt),
    });
}
