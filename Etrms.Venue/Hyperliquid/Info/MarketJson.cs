using System.Collections.Immutable;
using System.Text.Json;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>The JSON of contracts, prices, books, bars and funding.</summary>
internal static class MarketJson
{
    private const int FundingPeriodHours = 8;

    /// <summary>Interest part of the funding formula for eight hours, and how far it may bend the premium.</summary>
    private const decimal InterestRate = 0.0001m;
    private const decimal PremiumBend = 0.0005m;

    public static void Meta(Utf8JsonWriter writer, ImmutableArray<ListedCoin> coins)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("universe");
        foreach (var (_, coin, _) in coins)
        {
            writer.WriteStartObject();
            writer.WriteNumber("szDecimals", coin.SizeDecimals);
            writer.WriteString("name", coin.Name);
            writer.WriteNumber("maxLeverage", coin.MaxLeverage);
            writer.WriteNumber("marginTableId", coin.MarginTable);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("marginTables");
        foreach (var coin in coins.Select(listed => listed.Coin).DistinctBy(coin => coin.MarginTable).OrderBy(coin => coin.MarginTable))
        {
            MarginTable(writer, coin);
        }

        writer.WriteEndArray();
        writer.WriteNumber("collateralToken", 0);
        writer.WriteEndObject();
    }

    public static void Context(Utf8JsonWriter writer, CoinState state)
    {
        writer.Number("funding", Math.Round(state.Quote.FundingRate, 10));
        writer.Number("openInterest", state.OpenInterest);
        writer.Number("prevDayPx", state.Coin.Instrument.RoundPrice(state.Day.Open));
        writer.Number("dayNtlVlm", Math.Round(state.Day.QuoteVolume, 6));
        writer.Number("premium", state.Premium);
        writer.Number("oraclePx", state.Quote.Index);
        writer.Number("markPx", state.Quote.Mark);
        writer.Number("midPx", state.Mid);
        writer.WriteStartArray("impactPxs");
        writer.NumberValue(state.Bid.Price);
        writer.NumberValue(state.Ask.Price);
        writer.WriteEndArray();
        writer.Number("dayBaseVlm", state.Day.Volume);
    }

    public static void Book(Utf8JsonWriter writer, string coin, AggregatedBook book)
    {
        writer.WriteString("coin", coin);
        writer.Instant("time", book.At);
        writer.Levels("levels", book.Bids, book.Asks);
    }

    public static void Candle(Utf8JsonWriter writer, ListedCoin coin, string interval, Kline bar)
    {
        var instrument = coin.Instrument;
        writer.WriteStartObject();
        writer.Instant("t", bar.OpenAt);
        writer.Instant("T", bar.CloseAt);
        writer.WriteString("s", coin.Name);
        writer.WriteString("i", interval);
        writer.Number("o", instrument.RoundPrice(bar.Open));
        writer.Number("c", instrument.RoundPrice(bar.Close));
        writer.Number("h", instrument.RoundPrice(bar.High));
        writer.Number("l", instrument.RoundPrice(bar.Low));
        writer.Number("v", bar.Volume);
        writer.WriteNumber("n", bar.Trades);
        writer.WriteEndObject();
    }

    public static void Trade(Utf8JsonWriter writer, string coin, VenueTrade trade)
    {
        writer.WriteStartObject();
        writer.WriteString("coin", coin);
        writer.WriteString("side", trade.BuyerIsMaker ? "A" : "B");
        writer.Number("px", trade.Price);
        writer.Number("sz", trade.Quantity);
        writer.Hash(trade.AggregateId);
        writer.Instant("time", trade.Stamp.MarketAt);
        writer.WriteNumber("tid", trade.AggregateId);
        writer.WriteStartArray("users");
        writer.WriteStringValue("0x0000000000000000000000000000000000000001");
        writer.WriteStringValue("0x0000000000000000000000000000000000000002");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The premium is the one that the funding formula needs to come to the rate.</summary>
    public static void Funding(Utf8JsonWriter writer, FundingSettlement settlement)
    {
        var rate = settlement.Rate * FundingPeriodHours;
        writer.WriteStartObject();
        writer.WriteString("coin", settlement.Instrument.Symbol);
        writer.Number("fundingRate", Math.Round(settlement.Rate, 10));
        writer.Number("premium", Math.Round(rate + (Math.Sign(rate - InterestRate) * PremiumBend), 10));
        writer.Instant("time", settlement.At);
        writer.WriteEndObject();
    }

    public static void PredictedFunding(Utf8JsonWriter writer, MarketQuote quote)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(quote.Instrument.Symbol);
        writer.WriteStartArray();
        writer.WriteStartArray();
        writer.WriteStringValue("HlPerp");
        writer.WriteStartObject();
        writer.Number("fundingRate", Math.Round(quote.FundingRate, 10));
        writer.Instant("nextFundingTime", quote.NextFundingAt);
        writer.WriteNumber("fundingIntervalHours", 1);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    /// <summary>There is no spot market: USDC is the only token.</summary>
    public static void SpotMeta(Utf8JsonWriter writer) => writer.WriteRawValue(
        """
        {"universe":[],"tokens":[{"name":"USDC","szDecimals":8,"weiDecimals":8,"index":0,"tokenId":"0x6d1e7cde53ba9467b783cb7c530ce054","isCanonical":true,"evmContract":null,"fullName":null,"deployerTradingFeeShare":"0.0"}]}
        """);

    private static void MarginTable(Utf8JsonWriter writer, Coin coin)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(coin.MarginTable);
        writer.WriteStartObject();
        writer.WriteString("description", $"tiered {coin.MaxLeverage}x");
        writer.WriteStartArray("marginTiers");
        foreach (var tier in coin.Tiers)
        {
            writer.WriteStartObject();
            writer.Number("lowerBound", tier.LowerBound);
            writer.WriteNumber("maxLeverage", tier.MaxLeverage);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
