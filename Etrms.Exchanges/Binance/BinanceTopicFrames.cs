using System.Buffers.Text;
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

        var symbol = new Utf8JsonReader(fields.Raw('s'));
        symbol.Read();
        if (symbols.Find(ref symbol) is not { } instrument)
        {
            return null;
        }

        var kind = fields.Text('e');
        return kind.SequenceEqual("depthUpdate"u8) ? ToDepth(instrument, in fields)
            : kind.SequenceEqual("trade"u8) ? ToTrade(instrument, in fields)
            : kind.SequenceEqual("kline"u8) ? ToBar(instrument, fields.Raw('k'))
            : kind.SequenceEqual("24hrTicker"u8) ? ToDay(instrument, in fields)
            : kind.SequenceEqual("markPriceUpdate"u8) ? ToPremium(instrument, in fields)
            : null;
    }

    private static TopicNews.Depth ToDepth(InstrumentId instrument, in LetterFields fields) => new(
        instrument,
        new(fields.Integer('U'), fields.Integer('u'), fields.Previous, Levels(fields.Raw('b')), Levels(fields.Raw('a')), Instant(fields.Integer('T'))));

    /// <summary>Frames without a quantity only use up a number.</summary>
    private static TopicNews.Trade? ToTrade(InstrumentId instrument, in LetterFields fields) => fields.Number('q') is not (> 0 and var quantity)
        ? null
        : new(instrument, new(fields.Integer('t'), fields.Number('p'), quantity, fields.Is('m'), Instant(fields.Integer('T'))));

    private static TopicNews.Bar? ToBar(InstrumentId instrument, ReadOnlySpan<byte> json)
    {
        var bar = LetterFields.Read(json);
        return BinanceIntervals.Length(bar.Text('i')) is not { } interval
            ? null
            : new(
                instrument, interval,
                new(Instant(bar.Integer('t')), bar.Number('o'), bar.Number('h'), bar.Number('l'), bar.Number('c'), bar.Number('v')),
                bar.Is('x'));
    }

    private static TopicNews.Day ToDay(InstrumentId instrument, in LetterFields fields) => new(new Ticker
    {
        Instrument = instrument,
        Last = fields.Number('c'),
        High24 = fields.Number('h'),
        Low24 = fields.Number('l'),
        Volume24 = fields.Number('v'),
        QuoteVolume24 = fields.Number('q'),
        ChangeFraction24 = fields.Number('P') / 100,
        At = Instant(fields.Integer('C')),
    });

    private static TopicNews.Premium ToPremium(InstrumentId instrument, in LetterFields fields) => new(new Ticker
    {
        Instrument = instrument,
        Mark = fields.Number('p'),
        Index = fields.NumberOrNull('i'),
        FundingRate = fields.NumberOrNull('r'),
        NextFundingAt = GivenInstant(fields.Integer('T')),
        At = Instant(fields.Integer('E')),
    });

    /// <summary>Pairs of quoted numbers; brackets and commas between them say nothing more.</summary>
    private static BookLevel[] Levels(ReadOnlySpan<byte> json)
    {
        var levels = new BookLevel[(json.Count((byte)'"') + 3) / 4];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = new(TakeNumber(ref json), TakeNumber(ref json));
        }

        return json.ContainsAnyInRange((byte)'0', (byte)'9') ? throw new JsonException("A level is not a pair of quoted numbers.") : levels;
    }

    private static decimal TakeNumber(ref ReadOnlySpan<byte> json)
    {
        var text = json[(json.IndexOf((byte)'"') + 1)..];
        if (!Utf8Parser.TryParse(text, out decimal number, out var length) || length == text.Length || text[length] != (byte)'"')
        {
            throw new JsonException("A level is not a pair of quoted numbers.");
        }

        json = text[(length + 1)..];
        return number;
    }
}
