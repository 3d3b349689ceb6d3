using System.Text.Json;
using System.Text.Json.Serialization;

namespace Etrms.Exchanges.Binance;

// Public answers, every field that was recorded; what some answers leave out is nullable.

internal sealed record ServerTimeMessage(long ServerTime);

internal sealed record ExchangeInfoMessage(RateLimitMessage[] RateLimits, SymbolMessage[] Symbols)
{
    public string? Timezone { get; init; }

    public long? ServerTime { get; init; }

    public MarginAssetMessage[]? Assets { get; init; }

    /// <summary>Filters over all contracts; the venue has none, so their shape is not known.</summary>
    public JsonElement[]? ExchangeFilters { get; init; }
}

/// <param name="AutoAssetExchange">Debt at which the venue exchanges other assets for this one, negative.</param>
internal sealed record MarginAssetMessage(string Asset, bool? MarginAvailable, decimal? AutoAssetExchange);

internal sealed record RateLimitMessage(string RateLimitType, string Interval, int IntervalNum, int Limit);

internal sealed record SymbolMessage(
    string Symbol, string Status, string BaseAsset, string QuoteAsset, decimal? LiquidationFee, SymbolFilterMessage[] Filters)
{
    public string? Pair { get; init; }

    public string? ContractType { get; init; }

    public long? OnboardDate { get; init; }

    public long? DeliveryDate { get; init; }

    public string? MarginAsset { get; init; }

    /// <summary>Of small positions, in percent; the brackets are exact.</summary>
    public decimal? MaintMarginPercent { get; init; }

    public decimal? RequiredMarginPercent { get; init; }

    /// <summary>Digits that are shown, not the tick.</summary>
    public int? PricePrecision { get; init; }

    /// <summary>Digits that are shown, not the step.</summary>
    public int? QuantityPrecision { get; init; }

    public int? BaseAssetPrecision { get; init; }

    public int? QuotePrecision { get; init; }

    public string? UnderlyingType { get; init; }

    public string[]? UnderlyingSubType { get; init; }

    public int? SettlePlan { get; init; }

    /// <summary>How far mark and last price may differ when an order with price protection triggers, as a fraction.</summary>
    public decimal? TriggerProtect { get; init; }

    /// <summary>How far from the mark a market order may fill, as a fraction.</summary>
    public decimal? MarketTakeBound { get; init; }

    public string[]? OrderTypes { get; init; }

    public string[]? TimeInForce { get; init; }
}

internal sealed record SymbolFilterMessage(
    string FilterType, decimal? TickSize, decimal? StepSize, decimal? MinQty, decimal? MaxQty, decimal? Notional,
    decimal? MultiplierUp, decimal? MultiplierDown)
{
    public decimal? MinPrice { get; init; }

    public decimal? MaxPrice { get; init; }

    public int? MultiplierDecimal { get; init; }

    /// <summary>Most orders that may rest.</summary>
    public int? Limit { get; init; }
}

internal sealed record BookTickerMessage(string Symbol, long Time);

internal sealed record FundingRateMessage(string? Symbol, long FundingTime, decimal FundingRate, decimal? MarkPrice, string? RateType);

internal sealed record TickerMessage(
    string Symbol, decimal LastPrice, decimal HighPrice, decimal LowPrice, decimal Volume, decimal QuoteVolume,
    decimal PriceChangePercent, long CloseTime)
{
    public decimal? PriceChange { get; init; }

    public decimal? WeightedAvgPrice { get; init; }

    public decimal? LastQty { get; init; }

    public decimal? OpenPrice { get; init; }

    public long? OpenTime { get; init; }

    public long? FirstId { get; init; }

    public long? LastId { get; init; }

    /// <summary>Trades between the two numbers.</summary>
    public long? Count { get; init; }
}

/// <param name="EstimatedSettlePrice">Means something in the last hour before a settlement only.</param>
/// <param name="InterestRate">The part of the funding rate that is no premium.</param>
internal sealed record PremiumMessage(
    string Symbol, decimal? MarkPrice, decimal? IndexPrice, decimal? EstimatedSettlePrice, decimal? LastFundingRate, decimal? InterestRate,
    long NextFundingTime, long Time);

internal sealed record AssetIndexMessage(string Symbol, decimal Index, long Time);

/// <param name="SentAt">When the venue wrote the answer.</param>
/// <param name="MatchedAt">Time of the newest change in it.</param>
internal sealed record DepthMessage(
    long LastUpdateId, [property: JsonPropertyName("E")] long? SentAt, [property: JsonPropertyName("T")] long MatchedAt,
    decimal[][] Bids, decimal[][] Asks);

internal sealed record TradeMessage(long Id, decimal Price, decimal Qty, decimal? QuoteQty, bool IsBuyerMaker, long Time);

/// <summary>A row of klines: a list without names, its members in this order.</summary>
/// <param name="CloseTime">Last millisecond of the bar.</param>
/// <param name="TakerBuyVolume">Of it what takers bought.</param>
/// <param name="Reserved">The venue asks to pass over it.</param>
[JsonConverter(typeof(KlineRowConverter))]
internal sealed record KlineMessage(
    long OpenTime, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, long CloseTime, decimal QuoteVolume, int Trades,
    decimal TakerBuyVolume, decimal TakerBuyQuoteVolume, decimal Reserved);

internal sealed class KlineRowConverter : JsonConverter<KlineMessage>
{
    public override KlineMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var row = new KlineMessage(
            Integer(ref reader), Amount(ref reader), Amount(ref reader), Amount(ref reader), Amount(ref reader), Amount(ref reader),
            Integer(ref reader), Amount(ref reader), (int)Integer(ref reader), Amount(ref reader), Amount(ref reader), Amount(ref reader));
        reader.Read();
        return reader.TokenType == JsonTokenType.EndArray ? row : throw new JsonException("A bar of unknown length.");
    }

    public override void Write(Utf8JsonWriter writer, KlineMessage value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Bars are only read.");

    private static long Integer(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static decimal Amount(ref Utf8JsonReader reader)
    {
        reader.Read();
        return WireNumber.Read(ref reader);
    }
}
