using System.Text.Json;
using Etrms.Domain.Market;
using Etrms.Venue.Market;
using Ticker = Etrms.Venue.Market.Ticker;

namespace Etrms.Venue.Binance.Rest;

/// <summary>Shapes of public REST answers.</summary>
internal static class MarketJson
{
    /// <summary>A bar as a row of twelve.</summary>
    public static void Row(Utf8JsonWriter writer, Kline kline, Instrument instrument)
    {
        writer.WriteStartArray();
        Prices(writer, kline, value => writer.PriceValue(value, instrument));
        writer.QuantityValue(kline.Volume, instrument);
        writer.WriteNumberValue(kline.CloseAt.ToUnixTimeMilliseconds());
        writer.PlainValue(kline.QuoteVolume);
        writer.WriteNumberValue(kline.Trades);
        writer.QuantityValue(kline.TakerVolume, instrument);
        writer.PlainValue(kline.TakerQuoteVolume);
        writer.WriteStringValue("0");
        writer.WriteEndArray();
    }

    /// <summary>A bar of a reference price, which has no volume.</summary>
    public static void PriceRow(Utf8JsonWriter writer, Kline kline, Action<decimal> writePrice)
    {
        writer.WriteStartArray();
        Prices(writer, kline, writePrice);
        writer.WriteStringValue("0");
        writer.WriteNumberValue(kline.CloseAt.ToUnixTimeMilliseconds());
        writer.WriteStringValue("0");
        writer.WriteNumberValue(kline.Trades);
        writer.WriteStringValue("0");
        writer.WriteStringValue("0");
        writer.WriteStringValue("0");
        writer.WriteEndArray();
    }

    public static void Trade(Utf8JsonWriter writer, VenueTrade trade, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", trade.LastTradeId);
        writer.Price("price", trade.Price, instrument);
        writer.Quantity("qty", trade.Quantity, instrument);
        writer.Plain("quoteQty", trade.Price * trade.Quantity);
        writer.Instant("time", trade.Stamp.MarketAt);
        writer.WriteBoolean("isBuyerMaker", trade.BuyerIsMaker);
        writer.WriteBoolean("isRPITrade", false);
        writer.WriteEndObject();
    }

    public static void Day(Utf8JsonWriter writer, Ticker ticker, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Id.Symbol);
        writer.Price("priceChange", ticker.Change, instrument);
        writer.Plain("priceChangePercent", Math.Round(ticker.ChangePercent, 3));
        writer.Price("weightedAvgPrice", ticker.WeightedAverage, instrument);
        writer.Price("lastPrice", ticker.Last, instrument);
        writer.Quantity("lastQty", ticker.LastQuantity, instrument);
        writer.Price("openPrice", ticker.Open, instrument);
        writer.Price("highPrice", ticker.High, instrument);
        writer.Price("lowPrice", ticker.Low, instrument);
        writer.Quantity("volume", ticker.Volume, instrument);
        writer.Plain("quoteVolume", ticker.QuoteVolume);
        writer.Instant("openTime", ticker.OpenAt);
        writer.Instant("closeTime", ticker.CloseAt);
        writer.WriteNumber("firstId", ticker.FirstTradeId);
        writer.WriteNumber("lastId", ticker.LastTradeId);
        writer.WriteNumber("count", ticker.Trades);
        writer.WriteEndObject();
    }

    public static void Last(Utf8JsonWriter writer, MarketQuote quote, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Id.Symbol);
        writer.Price("price", quote.Last, instrument);
        writer.Instant("time", quote.Stamp.MarketAt);
        writer.WriteEndObject();
    }

    public static void Top(Utf8JsonWriter writer, BookView book, Instrument instrument)
    {
        var (bid, ask) = (book.Bids.FirstOrDefault(), book.Asks.FirstOrDefault());
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Id.Symbol);
        writer.Price("bidPrice", bid.Price, instrument);
        writer.Quantity("bidQty", bid.Quantity, instrument);
        writer.Price("askPrice", ask.Price, instrument);
        writer.Quantity("askQty", ask.Quantity, instrument);
        writer.Instant("time", book.Stamp.MarketAt);
        writer.WriteNumber("lastUpdateId", book.LastUpdateId);
        writer.WriteEndObject();
    }

    public static void Premium(Utf8JsonWriter writer, MarketQuote quote)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", quote.Instrument.Symbol);
        writer.Money("markPrice", quote.Mark);
        writer.Money("indexPrice", quote.Index);
        writer.Money("estimatedSettlePrice", quote.Index);
        writer.Money("lastFundingRate", quote.FundingRate);
        writer.Money("interestRate", 0.0001m);
        writer.Instant("nextFundingTime", quote.NextFundingAt);
        writer.Instant("time", quote.Stamp.MarketAt);
        writer.WriteEndObject();
    }

    public static void Funding(Utf8JsonWriter writer, FundingSettlement settlement)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", settlement.Instrument.Symbol);
        writer.Money("fundingRate", settlement.Rate);
        writer.Instant("fundingTime", settlement.At);
        writer.Money("markPrice", settlement.Price);
        writer.WriteString("rateType", "Regular");
        writer.WriteEndObject();
    }

    private static void Prices(Utf8JsonWriter writer, Kline kline, Action<decimal> writePrice)
    {
        writer.WriteNumberValue(kline.OpenAt.ToUnixTimeMilliseconds());
        foreach (var price in (ReadOnlySpan<decimal>)[kline.Open, kline.High, kline.Low, kline.Close])
        {
            writePrice(price);
        }
    }
}
