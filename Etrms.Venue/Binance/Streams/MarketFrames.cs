using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Market;
using Ticker = Etrms.Venue.Market.Ticker;

namespace Etrms.Venue.Binance.Streams;

/// <summary>
/// Payloads of the public streams. E is the wall clock, T market time. The keys st and ps came in 2026-06.
/// </summary>
internal sealed class MarketFrames(ServerClock clock)
{
    private const int PerpetualType = 1;

    public void Mark(Utf8JsonWriter writer, MarketQuote quote)
    {
        Head(writer, "markPriceUpdate", quote.Stamp.WallAt);
        writer.WriteString("s", quote.Instrument.Symbol);
        writer.Money("p", quote.Mark);
        writer.Money("ap", quote.Mark);
        writer.Money("i", quote.Index);
        writer.Money("P", quote.Index);
        writer.Money("r", quote.FundingRate);
        writer.Instant("T", quote.NextFundingAt);
        writer.WriteNumber("st", PerpetualType);
    }

    public void BookTicker(Utf8JsonWriter writer, BookChange change, MarketStamp stamp, Instrument instrument)
    {
        Head(writer, "bookTicker", stamp.WallAt);
        writer.WriteNumber("u", change.LastUpdateId);
        writer.Instant("T", stamp.MarketAt);
        Symbol(writer, instrument);
        writer.Price("b", change.BestBid.Price, instrument);
        writer.Quantity("B", change.BestBid.Quantity, instrument);
        writer.Price("a", change.BestAsk.Price, instrument);
        writer.Quantity("A", change.BestAsk.Quantity, instrument);
    }

    public void Trade(Utf8JsonWriter writer, VenueTrade trade, Instrument instrument)
    {
        Head(writer, "trade", trade.Stamp.WallAt);
        writer.Instant("T", trade.Stamp.MarketAt);
        Symbol(writer, instrument);
        writer.WriteNumber("t", trade.LastTradeId);
        writer.Price("p", trade.Price, instrument);
        writer.Quantity("q", trade.Quantity, instrument);
        writer.WriteString("X", "MARKET");
        writer.WriteBoolean("m", trade.BuyerIsMaker);
    }

    public void AggregateTrade(Utf8JsonWriter writer, VenueTrade trade, Instrument instrument)
    {
        Head(writer, "aggTrade", trade.Stamp.WallAt);
        writer.WriteNumber("a", trade.AggregateId);
        writer.WriteString("s", instrument.Id.Symbol);
        writer.Price("p", trade.Price, instrument);
        writer.Quantity("q", trade.Quantity, instrument);
        writer.Quantity("nq", trade.Quantity, instrument);
        writer.WriteNumber("f", trade.FirstTradeId);
        writer.WriteNumber("l", trade.LastTradeId);
        writer.Instant("T", trade.Stamp.MarketAt);
        writer.WriteBoolean("m", trade.BuyerIsMaker);
        writer.WriteNumber("st", PerpetualType);
    }

    public void Kline(Utf8JsonWriter writer, Kline kline, MarketStamp stamp, Instrument instrument)
    {
        Head(writer, "kline", stamp.WallAt);
        writer.WriteString("s", instrument.Id.Symbol);
        writer.WriteStartObject("k");
        writer.Instant("t", kline.OpenAt);
        writer.Instant("T", kline.CloseAt);
        writer.WriteString("s", instrument.Id.Symbol);
        KlineFigures(writer, kline, instrument);
        writer.WriteEndObject();
    }

    /// <summary>The same bar, named by its pair and kind of contract.</summary>
    public void ContinuousKline(Utf8JsonWriter writer, Kline kline, MarketStamp stamp, Instrument instrument)
    {
        Head(writer, "continuous_kline", stamp.WallAt);
        writer.WriteString("ps", instrument.Id.Symbol);
        writer.WriteString("ct", "PERPETUAL");
        writer.WriteStartObject("k");
        writer.Instant("t", kline.OpenAt);
        writer.Instant("T", kline.CloseAt);
        KlineFigures(writer, kline, instrument);
        writer.WriteEndObject();
    }

    private static void KlineFigures(Utf8JsonWriter writer, Kline kline, Instrument instrument)
    {
        writer.WriteString("i", kline.Interval.Code);
        writer.WriteNumber("f", kline.FirstTradeId);
        writer.WriteNumber("L", kline.LastTradeId);
        writer.Price("o", kline.Open, instrument);
        writer.Price("c", kline.Close, instrument);
        writer.Price("h", kline.High, instrument);
        writer.Price("l", kline.Low, instrument);
        writer.Quantity("v", kline.Volume, instrument);
        writer.WriteNumber("n", kline.Trades);
        writer.WriteBoolean("x", kline.IsClosed);
        writer.Plain("q", kline.QuoteVolume);
        writer.Quantity("V", kline.TakerVolume, instrument);
        writer.Plain("Q", kline.TakerQuoteVolume);
        writer.WriteString("B", "0");
    }

    public void MiniTicker(Utf8JsonWriter writer, Ticker ticker, MarketStamp stamp, Instrument instrument)
    {
        Head(writer, "24hrMiniTicker", stamp.WallAt);
        writer.WriteString("s", instrument.Id.Symbol);
        writer.Price("c", ticker.Last, instrument);
        writer.Price("o", ticker.Open, instrument);
        writer.Price("h", ticker.High, instrument);
        writer.Price("l", ticker.Low, instrument);
        writer.Quantity("v", ticker.Volume, instrument);
        writer.Plain("q", ticker.QuoteVolume);
        writer.WriteNumber("st", PerpetualType);
    }

    public void Ticker(Utf8JsonWriter writer, Ticker ticker, MarketStamp stamp, Instrument instrument)
    {
        Head(writer, "24hrTicker", stamp.WallAt);
        writer.WriteString("s", instrument.Id.Symbol);
        writer.Price("p", ticker.Change, instrument);
        writer.Plain("P", Math.Round(ticker.ChangePercent, 3));
        writer.Price("w", ticker.WeightedAverage, instrument);
        writer.Price("c", ticker.Last, instrument);
        writer.Quantity("Q", ticker.LastQuantity, instrument);
        writer.Price("o", ticker.Open, instrument);
        writer.Price("h", ticker.High, instrument);
        writer.Price("l", ticker.Low, instrument);
        writer.Quantity("v", ticker.Volume, instrument);
        writer.Plain("q", ticker.QuoteVolume);
        writer.Instant("O", ticker.OpenAt);
        writer.Instant("C", ticker.CloseAt);
        writer.WriteNumber("F", ticker.FirstTradeId);
        writer.WriteNumber("L", ticker.LastTradeId);
        writer.WriteNumber("n", ticker.Trades);
        writer.WriteNumber("st", PerpetualType);
    }

    public void Depth(Utf8JsonWriter writer, DepthUpdate update, MarketStamp stamp, Instrument instrument)
    {
        Head(writer, "depthUpdate", stamp.WallAt);
        writer.Instant("T", stamp.MarketAt);
        Symbol(writer, instrument);
        writer.WriteNumber("U", update.FirstId);
        writer.WriteNumber("u", update.LastId);
        writer.WriteNumber("pu", update.PreviousId);
        writer.Levels("b", update.Bids, instrument);
        writer.Levels("a", update.Asks, instrument);
    }

    private void Head(Utf8JsonWriter writer, string type, DateTimeOffset wallAt)
    {
        writer.WriteString("e", type);
        writer.Instant("E", clock.Show(wallAt));
    }

    private static void Symbol(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteString("s", instrument.Id.Symbol);
        writer.WriteString("ps", instrument.Id.Symbol);
        writer.WriteNumber("st", PerpetualType);
    }
}
