using System.Globalization;
using System.Text;
using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Binance;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>What the client's readers make of a market frame, by the keys of the frame.</summary>
internal static class FrameReading
{
    /// <summary>The kind is what the readers take the frame for.</summary>
    public static IReadOnlyDictionary<string, object?> Of(string frame)
    {
        var json = Encoding.UTF8.GetBytes(frame);
        var instrument = new InstrumentId(Exchange.Binance, JsonDocument.Parse(frame).RootElement.GetProperty("s").GetString()!);
        var symbols = new BinanceSymbols([instrument]);
        return new BinanceTopicFrames(symbols).Decode(json) switch
        {
            TopicNews.Depth depth => Depth(json, depth),
            TopicNews.Trade trade => Trade(json, trade),
            TopicNews.Bar bar => Bar(json, bar),
            TopicNews.Day day => Day(json, day),
            TopicNews.Premium premium => Premium(json, premium, symbols),
            _ => BookTop(json, symbols),
        };
    }

    /// <summary>Leaves that have no value to go to, or another one.</summary>
    public static IEnumerable<string> Faults(JsonElement recorded, IReadOnlyDictionary<string, object?> read) => Flat(recorded)
        .Where(field => !read.TryGetValue(field.Name, out var value) || !IsSame(field.Value, value))
        .Select(field => $"{field.Name}: recorded {field.Value}, read {read.GetValueOrDefault(field.Name) ?? "nothing"}");

    private static Dictionary<string, object?> Depth(byte[] json, TopicNews.Depth news)
    {
        var frame = new DepthFrame(LetterFields.Read(json));
        Assert.Equal((frame.FirstUpdate, frame.LastUpdate, frame.PreviousUpdate), (news.Diff.First, news.Diff.Last, news.Diff.Previous));
        return Named(
            json, "depthUpdate", news.Instrument, ("U", frame.FirstUpdate), ("u", frame.LastUpdate), ("pu", frame.PreviousUpdate), ("T", news.Diff.At),
            ("b", news.Diff.Bids), ("a", news.Diff.Asks));
    }

    private static Dictionary<string, object?> Trade(byte[] json, TopicNews.Trade news) => Named(
        json, "trade", news.Instrument, ("t", news.Value.Id), ("p", news.Value.Price), ("q", news.Value.Quantity), ("m", news.Value.BuyerIsMaker),
        ("T", news.Value.At));

    private static Dictionary<string, object?> Bar(byte[] json, TopicNews.Bar news)
    {
        var frame = new BarFrame(LetterFields.Read(LetterFields.Read(json).Raw('k')));
        return Named(
            json, "kline", news.Instrument, ("k.s", Text(frame.Symbol)), ("k.i", BinanceIntervals.Word(news.Interval)), ("k.t", news.Candle.OpenAt),
            ("k.T", frame.CloseTime), ("k.f", frame.FirstTrade), ("k.L", frame.LastTrade), ("k.n", frame.Trades), ("k.o", news.Candle.Open),
            ("k.h", news.Candle.High), ("k.l", news.Candle.Low), ("k.c", news.Candle.Close), ("k.v", news.Candle.Volume), ("k.q", frame.QuoteVolume),
            ("k.V", frame.TakerBuyVolume), ("k.Q", frame.TakerBuyQuoteVolume), ("k.x", news.IsClosed), ("k.B", frame.Reserved));
    }

    private static Dictionary<string, object?> Day(byte[] json, TopicNews.Day news)
    {
        var frame = new DayFrame(LetterFields.Read(json));
        return Named(
            json, "24hrTicker", news.Instrument, ("p", frame.PriceChange), ("P", news.Ticker.ChangeFraction24 * 100), ("w", frame.WeightedAveragePrice),
            ("c", news.Ticker.Last), ("Q", frame.LastQuantity), ("o", frame.OpenPrice), ("h", news.Ticker.High24), ("l", news.Ticker.Low24),
            ("v", news.Ticker.Volume24), ("q", news.Ticker.QuoteVolume24), ("O", frame.OpenTime), ("C", news.Ticker.At), ("F", frame.FirstTrade),
            ("L", frame.LastTrade), ("n", frame.Trades));
    }

    /// <summary>Two readers see this frame: the one of tickers and the one of the engine.</summary>
    private static Dictionary<string, object?> Premium(byte[] json, TopicNews.Premium news, BinanceSymbols symbols)
    {
        var mark = Assert.IsType<RiskEvent.MarkPriced>(Price(json, symbols));
        var frame = PriceFrame.Read(json, symbols);
        Assert.Equal(
            (news.Ticker.Mark, news.Ticker.Index, news.Ticker.FundingRate, news.Ticker.NextFundingAt, new PremiumFrame(LetterFields.Read(json)).EstimatedSettlePrice),
            (mark.Mark, mark.Index, mark.FundingRate, mark.NextFundingAt, frame.EstimatedSettlePrice));
        Assert.Equal((PriceFrameKind.Mark, new FrameHead(LetterFields.Read(json)).SymbolType), (frame.Kind, frame.SymbolType));
        return Named(
            json, "markPriceUpdate", news.Instrument, ("p", mark.Mark), ("i", mark.Index), ("P", frame.EstimatedSettlePrice), ("r", mark.FundingRate),
            ("T", mark.NextFundingAt), ("E", mark.Times.VenueAt));
    }

    private static Dictionary<string, object?> BookTop(byte[] json, BinanceSymbols symbols)
    {
        var top = Assert.IsType<RiskEvent.BookTopChanged>(Price(json, symbols));
        var frame = PriceFrame.Read(json, symbols);
        return new(StringComparer.Ordinal)
        {
            ["e"] = frame.Kind == PriceFrameKind.BookTop ? "bookTicker" : frame.Kind,
            ["E"] = top.Times.VenueAt,
            ["T"] = top.Times.MarketAt,
            ["s"] = top.Instrument.Symbol,
            ["u"] = frame.Update,
            ["b"] = top.Bid,
            ["B"] = top.BidQuantity,
            ["a"] = top.Ask,
            ["A"] = top.AskQuantity,
            ["ps"] = Text(frame.Pair),
            ["st"] = frame.SymbolType,
        };
    }

    private static RiskEvent? Price(byte[] json, BinanceSymbols symbols) =>
        new BinanceMarketFrames(symbols, new MarketClock(isReplay: false)).Decode(json, DateTimeOffset.UnixEpoch);

    /// <summary>The fields of a topic's frame, with those that every frame has.</summary>
    private static Dictionary<string, object?> Named(byte[] json, string kind, InstrumentId instrument, params (string Name, object? Value)[] fields)
    {
        var head = new FrameHead(LetterFields.Read(json));
        Assert.Equal(kind, Text(head.Event));
        var all = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["e"] = kind,
            ["E"] = head.SentAt,
            ["s"] = instrument.Symbol,
            ["ps"] = Text(head.Pair),
            ["st"] = head.SymbolType,
        };
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        return all;
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private static IEnumerable<(string Name, JsonElement Value)> Flat(JsonElement recorded) => recorded.EnumerateObject().SelectMany(
        field => field.Value.ValueKind == JsonValueKind.Object
            ? field.Value.EnumerateObject().Select(inner => ($"{field.Name}.{inner.Name}", inner.Value))
            : [(field.Name, field.Value)]);

    private static bool IsSame(JsonElement recorded, object? read) => read switch
    {
        string text => recorded.GetString() == text,
        bool flag => recorded.GetBoolean() == flag,
        DateTimeOffset at => recorded.GetInt64() == at.ToUnixTimeMilliseconds(),
        BookLevel[] levels => recorded.EnumerateArray().Select(row => (Number(row[0]), Number(row[1])))
            .SequenceEqual(levels.Select(level => (level.Price, level.Quantity))),
        IConvertible number => Number(recorded) == number.ToDecimal(CultureInfo.InvariantCulture),
        _ => false,
    };

    private static decimal Number(JsonElement text) => decimal.Parse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
